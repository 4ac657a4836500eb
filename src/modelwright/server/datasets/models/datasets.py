"""Datasets of a project: what they are for, and which place their data comes from."""

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
