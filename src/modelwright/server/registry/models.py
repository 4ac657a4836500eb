"""Models, their versions with stages, and a project's gate."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Owned, Right, own_only
from modelwright.server.jobs.models import Job
from modelwright.server.masterdata.models import Node


class ModelQuerySet(models.QuerySet["Model"]):
    def visible_to(self, user: object) -> Self:
        rows = self.filter(project__in=Project.objects.visible_to(user))  # type: ignore[arg-type]
        return own_only(rows, user, Right.MODELS_VIEW)


class Model(models.Model):
    """What publishing under one name builds up, version by version (E64)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="models")
    name = models.CharField(max_length=60)
    task = models.CharField(max_length=30)
    description = models.TextField(blank=True, max_length=2000)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)
    modified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    environment = models.ManyToManyField(Node, related_name="+")
    """One place, or several of the last level below one parent, as of datasets (E42)."""
    revision = models.PositiveIntegerField(default=1)
    """Counts the edits of description and environment: who edits an older one is told."""

    owned = Owned("models", "created_by")
    objects = ModelQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="model_name_in_project")]

    def project_of(self) -> Project:
        return self.project


class Stage(models.TextChoices):
    """How far a version has come. Of each model one version at most is in production."""

    CANDIDATE = "candidate", _("Candidate")
    PRODUCTION = "production", _("Production")
    ARCHIVED = "archived", _("Archived")


class VersionQuerySet(models.QuerySet["ModelVersion"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(model__in=Model.objects.visible_to(user))


class ModelVersion(models.Model):
    """One published training (E62, E63). Its files are copies: deleting the process leaves the version whole."""

    model = models.ForeignKey(Model, on_delete=models.CASCADE, related_name="versions")
    major = models.PositiveIntegerField()
    """The base model's version."""
    minor = models.PositiveIntegerField()
    job = models.OneToOneField(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.JSONField()
    """{process_id, process_number, attempt, template_id, template_name}"""
    base_model = models.CharField(max_length=60)
    description = models.TextField(blank=True, max_length=2000)
    parameters = models.JSONField()
    report = models.JSONField()
    certificate = models.JSONField()
    headline = models.JSONField(default=dict)
    """What lists show of report and certificate, which are large (`headlines.of`)."""
    manifest_hash = models.CharField(max_length=64)
    folder = models.CharField(max_length=4096)
    """Holds bundle.zip, certificate.json, manifest.json, report.json, a best-<network>.pt of each, below the models folder."""
    bundle_size = models.PositiveBigIntegerField()
    bundle_sha256 = models.CharField(max_length=64)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.CANDIDATE)
    """Written by `registry.stages` only."""
    measured_hash = models.CharField(max_length=64, blank=True)
    """Over the samples of the set that its numbers are of: the same hash, measured on the same samples. Empty for versions
    from before there was a gate, until somebody asks."""
    gate = models.JSONField(default=dict)
    """What the gate said at publishing: {"results", "override": {"by", "reason"} or null}; empty where there was none."""
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="children")
    """The version whose weights it started from."""
    lineage = models.JSONField(default=dict)
    """A `registry.lineage.Lineage`: copied, so that it answers when all of it is gone."""
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(auto_now_add=True)

    owned = Owned("models", "model__created_by", is_part=True)
    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "major", "minor"], name="version_numbers_are_unique"),
            models.UniqueConstraint(
                fields=["model"], condition=models.Q(stage="production"), name="one_version_in_production"
            ),
        ]

    @property
    def name(self) -> str:
        """v3.01, v3.02 … v3.99, v3.100 (X3)."""
        return f"v{self.major}.{self.minor:02d}"

    def journal_name(self) -> str:
        return f"{self.model.name} {self.name}"

    def project_of(self) -> Project:
        return self.model.project


class StageChangeQuerySet(models.QuerySet["StageChange"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(version__in=ModelVersion.objects.visible_to(user))


class StageChange(models.Model):
    """One step of a version from stage to stage, never changed afterwards."""

    version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="stage_changes")
    before = models.CharField(max_length=12, choices=Stage.choices)
    after = models.CharField(max_length=12, choices=Stage.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True, max_length=2000)
    counterpart = models.ForeignKey(ModelVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    """Of a step into production the version that made room; of that one's step the version that took its place."""
    is_roll_back = models.BooleanField(default=False)
    gate = models.JSONField(default=dict)
    """As `ModelVersion.gate`, of a step into production."""

    owned = Owned("models", "version__model__created_by", is_part=True)
    objects = StageChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["version", "after", "id"])]

    def project_of(self) -> Project:
        return self.version.model.project


class Gate(models.Model):
    """What a project asks of a version before it is published or put into production. No row: nothing."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="gate")
    rules = models.JSONField(default=list)
    """schemas_gate.Rule, in order."""
    revision = models.PositiveIntegerField(default=1)
    """Counts the changes: who changes an older one is told."""
    modified_at = models.DateTimeField(auto_now=True)
    modified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    owned = Owned("projects", "project__created_by", is_part=True)

    def project_of(self) -> Project:
        return self.project
