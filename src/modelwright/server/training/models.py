"""Training templates, their processes, and what the processes' attempts measured."""

from typing import Final, Self

from django.conf import settings
from django.db import models

from modelwright.contract.parameters import Parameters
from modelwright.contract.tasks import MAIN_NETWORK, NETWORKS, Network, Task
from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Owned, Right, own_only
from modelwright.server.core.names import process_name
from modelwright.server.datasets.models import DataPath, Dataset
from modelwright.server.jobs.models import Job
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training.draft_rows import Draft

DEFAULT_TIME_LIMIT_S: Final = 7 * 24 * 3600
LONGEST_TIME_LIMIT_S: Final = 365 * 24 * 3600
LONGEST_NOTE: Final = 2000
LONGEST_TAG: Final = 40


class TemplateQuerySet(models.QuerySet["Template"]):
    def visible_to(self, user: object) -> Self:
        """Unfinished ones are for the person who works on them."""
        rows = self.filter(project__in=Project.objects.visible_to(user))  # type: ignore[arg-type]
        rows = rows.filter(models.Q(draft=None) | models.Q(created_by=getattr(user, "pk", None)))
        return own_only(rows, user, Right.TEMPLATES_VIEW)

    def finished(self) -> Self:
        """Without what somebody has begun in the wizard."""
        return self.filter(draft=None)


class Template(models.Model):
    """Reusable settings of a training (A1): base model, weights, data, parameters."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="templates")
    name = models.CharField(max_length=60)
    """Also the name of the model that publishing makes (E41's rule)."""
    description = models.TextField(blank=True, max_length=2000)
    task = models.CharField(
        max_length=30, choices=[(task.value, task.value) for task in Task], default=Task.CLASSIFICATION
    )
    base_model = models.CharField(max_length=60)
    weights = models.JSONField(default=dict)
    """{"kind": "none" | "pretrained" | "version", "version_id": …}"""
    parameters = models.JSONField()
    """A contract Parameters, in full."""
    training_datasets = models.ManyToManyField(Dataset, related_name="+")
    test_dataset = models.ForeignKey(Dataset, null=True, on_delete=models.SET_NULL, related_name="+")
    retrains = models.ForeignKey(ModelVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    """The version that its trainings are the next one of (E67)."""
    locked = models.JSONField(default=list)
    """Keys of the datasets that the retrained version learned from: they stay (X30)."""
    left_out = models.JSONField(default=list)
    """Keys of data paths of its training datasets that it does not learn from (E46)."""
    locked_paths = models.JSONField(default=list)
    """Keys of the data paths that the retrained version learned from: none of them can be left out."""
    environment = models.JSONField(default=list)
    """Keys of the places that a model made by it belongs to (E42); empty: those of the data."""
    draft = models.OneToOneField(Draft, null=True, on_delete=models.CASCADE, related_name="+")
    """Whose unfinished choice it is: until it is finished, nobody else sees it."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    owned = Owned("training_templates", "created_by")
    objects = TemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"], condition=models.Q(draft=None), name="template_name_in_project"
            )
        ]

    def project_of(self) -> Project:
        return self.project

    def parameters_of(self) -> Parameters:
        return Parameters.model_validate(self.parameters)

    def training_paths(self) -> "models.QuerySet[DataPath]":
        """What it learns from: the paths of its training datasets without those that are left out."""
        rows = DataPath.objects.filter(dataset__in=self.training_datasets.all())
        return rows.exclude(pk__in=self.left_out).order_by("dataset", "pk")

    def networks(self) -> tuple[Network, ...]:
        """What a run trains: as `Parameters.networks` says, without reading all of them for every row of a list."""
        task = Task(self.task)
        if task is Task.SEGMENTATION_CLASSIFICATION and not self.parameters["preprocessing"]["segmentation"]:
            return (MAIN_NETWORK[task],)
        return NETWORKS[task]


class RehearsalQuerySet(models.QuerySet["Rehearsal"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(template__in=Template.objects.visible_to(user))


class Rehearsal(models.Model):
    """What a training of the template would take and see on a machine, measured before it is started."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="rehearsals")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="+")
    spec_hash = models.CharField(max_length=64)
    """Of the settings and the data; the rehearsal speaks for the template while its hash is still this one."""
    result = models.JSONField(null=True)
    """A contract.report.Rehearsal, once it is there."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    owned = Owned("training_processes", "created_by", is_part=True)
    objects = RehearsalQuerySet.as_manager()

    def project_of(self) -> Project:
        return self.template.project

    def journal_name(self) -> str:
        return self.template.name


class ProcessQuerySet(models.QuerySet["Process"]):
    def visible_to(self, user: object) -> Self:
        rows = self.filter(template__in=Template.objects.visible_to(user))
        return own_only(rows, user, Right.PROCESSES_VIEW)


class Process(models.Model):
    """One training of a template on a target machine (A3). Its state is that of its latest attempt."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="processes")
    number = models.PositiveIntegerField()
    """Counted per template, from 1."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="+")
    """The latest attempt."""
    disabled = models.BooleanField(default=False)
    scheduled_at = models.DateTimeField(null=True)
    """When a schedule starts it; a created process with such a time counts as scheduled."""
    time_limit_s = models.PositiveIntegerField(default=DEFAULT_TIME_LIMIT_S)
    """How long an attempt may run."""
    checkpoints_removed_at = models.DateTimeField(null=True)
    """The clean-up took the checkpoints of a completed training that nobody had published."""
    published_version_id = models.BigIntegerField(null=True)
    published_name = models.CharField(max_length=20, blank=True)
    """Such as v1.01."""
    reproduces = models.ForeignKey(ModelVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    """The version whose run it repeats, with the spec of that one instead of the template's."""
    reproduction = models.JSONField(null=True)
    """What `reproductions.compare` found once it was completed."""
    note = models.TextField(blank=True, default="", max_length=LONGEST_NOTE)
    """What people wrote on it: plain text."""
    note_version = models.PositiveIntegerField(default=0)
    """Grows by one with each change of the note."""

    owned = Owned("training_processes", "author")
    objects = ProcessQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="process_numbers_are_unique")]

    def project_of(self) -> Project:
        return self.template.project

    def journal_name(self) -> str:
        return process_name(self.template.name, self.number)


class ProcessTag(models.Model):
    """One tag on one process."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=LONGEST_TAG)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "name"], name="tag_once_on_a_process")]


class Adjustment(models.Model):
    """What an attempt does otherwise than its template says, because an earlier one failed (training.remedies)."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="+")
    remedy = models.CharField(max_length=30)
    """The last one that was applied."""
    reason = models.CharField(max_length=60)
    """The contract.events.Code that it answers."""
    parameters = models.JSONField(default=dict)
    """Partial; goes over the template's."""
    weights = models.JSONField(default=dict)
    """Takes the place of the template's where it is not empty."""
    changes = models.JSONField(default=list)
    """[{path, before, after}] of the last remedy."""


class MetricBlock(models.Model):
    """A block of points of one series, packed: little-endian rows of (event number u4, iteration u4, value f8)."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+")
    series = models.CharField(max_length=60)
    first_event = models.PositiveBigIntegerField()
    last_event = models.PositiveBigIntegerField()
    first_iteration = models.PositiveBigIntegerField()
    last_iteration = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()
    points = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["job", "series", "first_event"]), models.Index(fields=["job", "last_event"])]


class StoredReport(models.Model):
    """The report of a completed attempt: contract.report.Report as it came."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="+")
    report = models.JSONField()
    manifest_hash = models.CharField(max_length=64)


class MeasuredQuerySet(models.QuerySet["MeasuredSample"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(process__in=Process.objects.visible_to(user))


class MeasuredSample(models.Model):
    """One sample that an attempt measured or left out (E66's misjudged and non-compliant samples)."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=12)
    path = models.CharField(max_length=4096)
    label = models.CharField(max_length=255)
    predicted = models.CharField(max_length=255, blank=True)
    confidence = models.FloatField(default=0.0)
    label_confidence = models.FloatField(default=0.0)
    """Without meaning where there is a reason: such a sample was not measured."""
    correct = models.BooleanField(default=False)
    score = models.FloatField(default=0.0)
    regions = models.TextField(blank=True)
    """What it holds and what became of it, to filter by: |sign of the label:outcome| of each."""
    detail = models.JSONField(default=dict)
    """{"boxes", "true_masks", "masks"} of contract.report.Result; large, and never read for a list."""
    was_correct = models.BooleanField(null=True)
    """What the version that was retrained made of the same content; none where it did not measure it."""
    was_predicted = models.CharField(max_length=255, blank=True, default="")
    reason = models.CharField(max_length=30, blank=True)
    """Non-compliant: contract.report.NonComplianceReason."""

    owned = Owned("training_processes", "process__author", is_part=True)
    objects = MeasuredQuerySet.as_manager()

    class Meta:
        indexes = [
            # in the list's order; what it filters by is in the index too, so that counting reads no rows
            models.Index(fields=["job", "part", "reason", "score", "id", "correct", "label", "predicted"]),
            models.Index(fields=["job", "part", "reason", "confidence", "id", "correct", "label", "predicted"]),
            models.Index(fields=["job", "part", "label", "predicted", "id"]),
            models.Index(
                fields=["job", "part", "was_correct", "correct", "score", "id"],
                name="measured_before",
                condition=models.Q(was_correct__isnull=False),
            ),
        ]

    def project_of(self) -> Project:
        return self.process.template.project
