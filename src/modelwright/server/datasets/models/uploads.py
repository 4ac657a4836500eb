"""Files on their way in."""

from typing import Self

from django.conf import settings
from django.db import models

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Owned
from modelwright.server.datasets.models.datasets import Dataset


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
