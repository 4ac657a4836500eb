"""The images found under the data paths, and what is known of them."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Owned
from modelwright.server.datasets.models.data_paths import DataPath
from modelwright.server.datasets.models.datasets import Dataset


class Split(models.TextChoices):
    """Which part of a training dataset a sample belongs to."""

    TRAIN = "train", _("Training")
    VALIDATION = "validation", _("Validation")


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
