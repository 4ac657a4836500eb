"""Folders on the server that a dataset's images lie in, and what their check found."""

from pathlib import Path
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Owned
from modelwright.server.datasets import mirrors
from modelwright.server.datasets.models.datasets import Dataset


class PathStatus(models.TextChoices):
    CHECKING = "checking", _("Checking")
    VALID = "valid", _("Valid")
    INVALID = "invalid", _("Invalid")


class DataPathQuerySet(models.QuerySet["DataPath"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(dataset__in=Dataset.objects.visible_to(user))


class DataPath(models.Model):
    """A folder on the server or in S3 (E28 to E32, E46). Counts are filled by the check, which the dispatcher carries out."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="paths")
    path = models.CharField(max_length=4096)
    """As people see it; what reads files asks `folder`."""
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
    is_fetching = models.BooleanField(default=False)
    """The check begins when what S3 holds has been fetched (datasets.fetching)."""
    fetch = models.JSONField(default=dict)
    """Of the last fetch: {"is_listing", "objects", "of_objects", "bytes", "of_bytes"}, {"left_out": as annotation_problems},
    {"values": those of the problem's sentence}."""
    created_at = models.DateTimeField(auto_now_add=True)

    owned = Owned("datasets", "dataset__created_by", is_part=True)
    objects = DataPathQuerySet.as_manager()

    def project_of(self) -> Project:
        return self.dataset.project

    @property
    def folder(self) -> Path:
        """Where its files lie on this machine."""
        return mirrors.folder_of(self.path)
