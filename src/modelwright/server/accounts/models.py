"""Users, projects, membership, one-time links and failed sign-ins."""

from typing import Any, Self

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.rights import RIGHTS, Right, Role


class Language(models.TextChoices):
    EN = "en", "English"
    RU = "ru", "Русский"
    ZH = "zh-hans", "中文"
    ES = "es", "Español"


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(AbstractUser):
    """A person. `is_superuser` marks administrators."""

    language = models.CharField(max_length=10, choices=Language.choices, blank=True)
    """Empty: as the browser asks."""
    theme = models.CharField(max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    must_set_password = models.BooleanField(default=False)
    """Came by a one-time link and has no password of their own yet."""


class OneTimeLink(models.Model):
    """Signs in once. Only the token's hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class FailedSignIn(models.Model):
    """Failed attempts, by name and address, for the throttle."""

    name = models.CharField(max_length=254)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["name", "at"]), models.Index(fields=["address", "at"])]


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self if user.is_superuser else self.filter(memberships__user_id=user.pk)


class Project(models.Model):
    """The isolation unit: datasets, templates, processes and models belong to exactly one."""

    name = models.CharField(max_length=60, unique=True)
    description = models.TextField(blank=True, max_length=2000)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProjectQuerySet.as_manager()

    def project_of(self) -> "Project":
        return self

    def rights_of(self, user: Any) -> frozenset[Right]:
        if user.is_superuser:
            return frozenset(Right)
        role = self.memberships.filter(user_id=user.pk).values_list("role", flat=True).first()
        return RIGHTS.get(role, frozenset()) if role else frozenset()


class Membership(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="one_role_per_member")]
