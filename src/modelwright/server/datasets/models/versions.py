"""What a dataset held at one time, and who used it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Owned
from modelwright.server.datasets.models.datasets import Dataset


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
    """How people call it, such as “Gears · 3”."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "subject_id", "name"], name="version_use_once")
        ]
