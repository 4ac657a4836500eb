"""Files on their way in, and zips that are being unpacked."""

from typing import Final, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Owned
from modelwright.server.datasets.models.datasets import Dataset


class UploadStatus(models.TextChoices):
    RECEIVING = "receiving", _("Being received")
    WAITING = "waiting", _("Waiting")
    UNPACKING = "unpacking", _("Being unpacked")
    PLACING = "placing", _("Being put in its place")
    """From here on it is not cancelled any more: the dataset has all of its files, or none."""
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Failed")


AT_WORK: Final = (UploadStatus.WAITING, UploadStatus.UNPACKING, UploadStatus.PLACING)
OVER: Final = (UploadStatus.COMPLETED, UploadStatus.FAILED)


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(dataset__in=Dataset.objects.visible_to(user))


class Upload(models.Model):
    """One file on its way in, in chunks; an interrupted one goes on where it stopped. A zip is unpacked by the dispatcher."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=255)
    label = models.CharField(max_length=255, blank=True)
    """Class folder for single images; a zip brings its own folders."""
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=10, choices=UploadStatus.choices, default=UploadStatus.RECEIVING)
    language = models.CharField(max_length=10, blank=True)
    """Of the person: old programs write names into a zip in the encoding of their country."""
    files = models.PositiveIntegerField(default=0)
    """In the zip, without folders and what systems hide."""
    done = models.PositiveIntegerField(default=0)
    """How many of them have been looked at."""
    unpacked_size = models.PositiveBigIntegerField(default=0)
    """Bytes of all files once they are unpacked."""
    unpacked = models.PositiveBigIntegerField(default=0)
    """Bytes unpacked so far."""
    accepted = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    refusals = models.JSONField(default=list)
    """The first refused files: {"name", "label", "reason"}."""
    problem = models.CharField(max_length=20, blank=True)
    """A key of problems.UPLOAD_PROBLEMS: why nothing was taken in."""
    attempt = models.PositiveIntegerField(default=0)
    """Counts who began to unpack it; who has an earlier number stops."""
    claimed_until = models.DateTimeField(null=True)
    """It is being unpacked, unless its worker stopped telling so."""
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    owned = Owned("datasets", "dataset__created_by", is_part=True)
    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "id"])]

    def project_of(self) -> Project:
        return self.dataset.project

    @property
    def is_zip(self) -> bool:
        return self.name.lower().endswith(".zip")
