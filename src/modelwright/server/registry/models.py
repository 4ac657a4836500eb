"""Models and their versions."""

from typing import Self

from django.conf import settings
from django.db import models

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Owned, Right, own_only
from modelwright.server.jobs.models import Job


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

    owned = Owned("models", "created_by")
    objects = ModelQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="model_name_in_project")]

    def project_of(self) -> Project:
        return self.project


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
    manifest_hash = models.CharField(max_length=64)
    folder = models.CharField(max_length=4096)
    """Holds bundle.zip, certificate.json, manifest.json, report.json, a best-<network>.pt of each, below the models folder."""
    bundle_size = models.PositiveBigIntegerField()
    bundle_sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(auto_now_add=True)

    owned = Owned("models", "model__created_by", is_part=True)
    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "major", "minor"], name="version_numbers_are_unique")]

    @property
    def name(self) -> str:
        """v3.01, v3.02 … v3.99, v3.100 (X3)."""
        return f"v{self.major}.{self.minor:02d}"

    def journal_name(self) -> str:
        return f"{self.model.name} {self.name}"

    def project_of(self) -> Project:
        return self.model.project
