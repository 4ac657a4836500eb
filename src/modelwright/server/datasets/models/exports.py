"""Zips of datasets in other programs' formats."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Owned
from modelwright.server.datasets.models.datasets import Dataset
from modelwright.server.datasets.models.versions import DatasetVersion


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
