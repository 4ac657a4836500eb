"""Datasets, their data paths, the samples found under them, and uploads under way."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Owned, Right, own_only
from modelwright.server.masterdata.models import Node


class Purpose(models.TextChoices):
    TRAINING = "training", _("Training")
    TEST = "test", _("Test")


class PathStatus(models.TextChoices):
    CHECKING = "checking", _("Checking")
    VALID = "valid", _("Valid")
    INVALID = "invalid", _("Invalid")


class Split(models.TextChoices):
    """Which part of a training dataset a sample belongs to."""

    TRAIN = "train", _("Training")
    VALIDATION = "validation", _("Validation")


class OfProjectQuerySet(models.QuerySet["Dataset"]):
    def visible_to(self, user: object) -> Self:
        rows = self.filter(project__in=Project.objects.visible_to(user))  # type: ignore[arg-type]
        return own_only(rows, user, Right.DATASETS_VIEW)


class Dataset(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="datasets")
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.TRAINING)
    description = models.TextField(blank=True, max_length=2000)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)
    modified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    environment = models.ManyToManyField(Node, related_name="+")
    """One place, or several of the last level below one parent (E28)."""
    revision = models.PositiveIntegerField(default=1)
    """Counts the edits of name, description and environment: who edits an older one is told."""

    owned = Owned("datasets", "created_by")
    objects = OfProjectQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="dataset_name_in_project")]

    def project_of(self) -> Project:
        return self.project


class DataPathQuerySet(models.QuerySet["DataPath"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(dataset__in=Dataset.objects.visible_to(user))


class DataPath(models.Model):
    """A folder on the server (E28 to E32, E46). Counts are filled by the check, which the dispatcher carries out."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="paths")
    path = models.CharField(max_length=4096)
    is_upload = models.BooleanField(default=False)
    """The dataset's own folder that receives uploads."""
    status = models.CharField(max_length=10, choices=PathStatus.choices, default=PathStatus.CHECKING, db_index=True)
    problem = models.CharField(max_length=60, blank=True)
    """Code of what is wrong with it; the sentence is made in the person's language."""
    images = models.PositiveIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)
    checked = models.PositiveIntegerField(default=0)
    """How far the check has come, in images."""
    format = models.CharField(max_length=20, blank=True)
    """The contract.layout.Format that the check found; empty before the first check."""
    class_counts = models.JSONField(default=dict)
    """Images that show each class."""
    region_counts = models.JSONField(default=dict)
    """Regions of each class, or images whose mask shows it."""
    annotation_problems = models.JSONField(default=list)
    """What annotations cannot be used, by reason: {"reason", "count", "examples"}."""
    facts = models.JSONField(default=dict)
    """What the description is made of: {"sides": [smallest, largest], "formats": {"PNG": 3}}."""
    check_number = models.PositiveIntegerField(default=0)
    """Counts the checks that were begun; a check whose number is no longer this one ends itself."""
    claimed_until = models.DateTimeField(null=True)
    """A check is under way, unless it stopped telling so."""
    checked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    owned = Owned("datasets", "dataset__created_by", is_part=True)
    objects = DataPathQuerySet.as_manager()

    def project_of(self) -> Project:
        return self.dataset.project


class SampleQuerySet(models.QuerySet["Sample"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(dataset__in=Dataset.objects.visible_to(user))


class Sample(models.Model):
    """One image found under a data path."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="samples")
    data_path = models.ForeignKey(DataPath, on_delete=models.CASCADE, related_name="samples")
    path = models.CharField(max_length=4096)
    """Relative to the data path."""
    label = models.CharField(max_length=255)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    size = models.PositiveBigIntegerField()
    """Bytes."""
    modified_ns = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    problem = models.CharField(max_length=30, blank=True)
    """A contract.report.NonComplianceReason; empty for a readable image."""
    mask = models.CharField(max_length=4096, blank=True)
    """Path of the mask, relative to the data path; empty: there is none."""
    regions = models.JSONField(default=list)
    """contract.annotations.Region, in pixels of the upright image."""
    is_annotated = models.BooleanField(default=False)
    """Somebody said what is on the image, were it nothing."""
    annotation_problem = models.CharField(max_length=30, blank=True)
    """A contract.annotations.AnnotationProblem, or what is wrong with the mask (contract.report.NonComplianceReason)."""
    shows = models.TextField(blank=True)
    """The classes of its regions or mask, each between line breaks, for searching."""
    annotation_key = models.CharField(max_length=32, blank=True)
    """Changes with what the files say about the image."""
    mask_sha256 = models.CharField(max_length=64, blank=True)
    split = models.CharField(max_length=10, choices=Split.choices, blank=True)
    """Given once, then kept: also by the same content under another name, and by a file whose content changes."""
    key = models.BigIntegerField(null=True)
    """Stands for the path in the unique constraint: paths are too long for an index."""
    check_number = models.PositiveIntegerField(default=0)
    """The data path's latest check that found the file."""
    excluded_because = models.CharField(max_length=300, blank=True, default="")
    """Why a person decided that nothing is learned from the image; empty for an image in use."""
    brightness = models.PositiveSmallIntegerField(null=True)
    """Mean of the grey values, 0 to 255; filled after the check, as are `contrast` and `near_group`."""
    contrast = models.PositiveSmallIntegerField(null=True)
    """Standard deviation of the grey values, 0 to 127."""
    near_group = models.BigIntegerField(null=True)
    """Images of the dataset with the same number show the same picture; those that are alone have none."""

    owned = Owned("datasets", "dataset__created_by", is_part=True)
    objects = SampleQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["dataset", "label", "id"]),
            models.Index(fields=["dataset", "problem", "id"]),
            models.Index(fields=["dataset", "sha256"]),
            models.Index(fields=["dataset", "split", "id"]),
            models.Index(fields=["dataset", "near_group"]),
        ]
        constraints = [models.UniqueConstraint(fields=["data_path", "key"], name="sample_once_in_data_path")]

    def project_of(self) -> Project:
        return self.dataset.project


class Fingerprint(models.Model):
    """What a picture looks like (imaging.near), by its contents: near duplicates are found by it."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()


class Survey(models.Model):
    """How far the dataset's images have been looked at: `stamp` is that of the checks that had found them."""

    dataset = models.OneToOneField(Dataset, on_delete=models.CASCADE, related_name="survey")
    stamp = models.CharField(max_length=64)
    look_alikes = models.PositiveIntegerField(default=0)
    """Images that look much like others, too many of a class to be one picture."""
    compared = models.BooleanField(default=True)
    """False: there are too many images to look for near duplicates."""


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(dataset__in=Dataset.objects.visible_to(user))


class Upload(models.Model):
    """One file on its way in, in chunks; an interrupted one goes on where it stopped."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=255)
    label = models.CharField(max_length=255, blank=True)
    """Class folder for single images; a zip brings its own folders."""
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    owned = Owned("datasets", "dataset__created_by", is_part=True)
    objects = UploadQuerySet.as_manager()

    def project_of(self) -> Project:
        return self.dataset.project


class VersionReason(models.TextChoices):
    """What a version was made for first."""

    ON_DEMAND = "on_demand", _("On demand")
    TRAINING = "training", _("Training")
    EXPORT = "export", _("Export")


class DatasetVersionQuerySet(models.QuerySet["DatasetVersion"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(dataset__in=Dataset.objects.visible_to(user))


class DatasetVersion(models.Model):
    """What a dataset held at one time: the samples are in its manifest, a file below the home folder."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    """Counted per dataset, from 1."""
    hash = models.CharField(max_length=64)
    """Over the content of all samples: equal content is the same version."""
    images = models.PositiveIntegerField()
    annotated = models.PositiveIntegerField()
    class_counts = models.JSONField(default=dict)
    split_counts = models.JSONField(default=dict)
    """Images per models.Split; those without are under an empty name."""
    reason = models.CharField(max_length=20, choices=VersionReason.choices)
    note = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    owned = Owned("datasets", "dataset__created_by", is_part=True)
    objects = DatasetVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="version_number_in_dataset"),
            models.UniqueConstraint(fields=["dataset", "hash"], name="version_content_in_dataset"),
        ]

    def project_of(self) -> Project:
        return self.dataset.project


class VersionUse(models.Model):
    """One use of a version, such as a training that was started with it."""

    version = models.ForeignKey(DatasetVersion, on_delete=models.CASCADE, related_name="uses")
    kind = models.CharField(max_length=20, choices=VersionReason.choices)
    subject_id = models.BigIntegerField()
    """Of the process or the export."""
    name = models.CharField(max_length=200)
    """How people call it, such as “Gears #3”."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "subject_id", "name"], name="version_use_once")
        ]


class TransferStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Failed")


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(dataset__in=Dataset.objects.visible_to(user))


class Export(models.Model):
    """A zip of a dataset in another program's format, made by the dispatcher and kept for some days."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="exports")
    version = models.ForeignKey(DatasetVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    format = models.CharField(max_length=20)
    """A key of exporting.WRITERS."""
    status = models.CharField(max_length=10, choices=TransferStatus.choices, default=TransferStatus.WAITING)
    done = models.PositiveIntegerField(default=0)
    """Images packed so far."""
    images = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    """Images of which the format cannot say what is known, or whose file is gone."""
    size = models.PositiveBigIntegerField(default=0)
    """Bytes of the zip."""
    problem = models.CharField(max_length=30, blank=True)
    """A key of problems.EXPORT_PROBLEMS."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    """It is being made, unless its maker stopped telling so."""

    owned = Owned("datasets", "dataset__created_by", is_part=True)
    objects = ExportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "id"])]

    def project_of(self) -> Project:
        return self.dataset.project
