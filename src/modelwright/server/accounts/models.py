"""Users, their roles, tokens and sign-ins; projects and their members."""

from typing import Any, ClassVar, Self, TypeVar

from django.contrib.auth.models import AbstractUser, AnonymousUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.matrix import Held
from modelwright.server.accounts.presets import SUPER_ADMINISTRATOR
from modelwright.server.accounts.rights import Owned


class Language(models.TextChoices):
    EN = "en", "English"
    RU = "ru", "Русский"
    ZH = "zh-hans", "中文"
    ES = "es", "Español"


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


Row = TypeVar("Row", bound=models.Model)


class OfInstallation(models.QuerySet[Row]):
    """Rows of the whole installation: whoever has the right to see one sees all."""

    def visible_to(self, user: object) -> Self:
        return self


class Role(models.Model):
    """A bundle of rights. A person may have several: their rights add up."""

    name = models.CharField(max_length=60)
    description = models.TextField(blank=True, max_length=2000)
    preset = models.CharField(max_length=30, blank=True)
    """A key of `presets.PRESETS`: comes with the installation, and cannot be changed or deleted."""
    cells = models.JSONField(default=dict)
    """{right: scope} as they were ticked, without what they include."""
    created_by = models.ForeignKey("User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    objects = OfInstallation.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="role_name_is_unique"),
            models.UniqueConstraint(fields=["preset"], condition=~models.Q(preset=""), name="preset_once"),
        ]


class People(UserManager["User"]):
    use_in_migrations = False

    def get_queryset(self) -> "OfInstallation[User]":
        return OfInstallation(self.model, using=self._db)

    def create_superuser(self, *arguments: Any, **fields: Any) -> "User":
        user = super().create_superuser(*arguments, **fields)
        user.roles.set(Role.objects.filter(preset=SUPER_ADMINISTRATOR))
        return user


class User(AbstractUser):
    """A person. What they may do comes from `roles`; `is_superuser` follows them and is written by `people.give_roles` only."""

    roles = models.ManyToManyField(Role, related_name="users")
    remark = models.TextField(blank=True, max_length=2000)
    language = models.CharField(max_length=10, choices=Language.choices, blank=True)
    """Empty: as the browser asks."""
    theme = models.CharField(max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    must_set_password = models.BooleanField(default=False)
    """Came by a one-time link, or has a password that somebody else chose."""
    session_epoch = models.PositiveIntegerField(default=0)
    """Part of what sessions are signed with: a step ends all of them."""
    created_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    modified_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[People] = People()

    held: Held | None = None
    """`rights.held` keeps its answer here for the length of a request."""
    token: "AccessToken | None" = None
    """By which the person came in, where it was not by a session."""

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        signed = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{signed}{self.session_epoch or ''}"


class ScreenView(models.Model):
    """How a person has arranged one of the screens, so that another machine shows it alike."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    screen = models.CharField(max_length=40)
    arranged = models.JSONField(default=dict)
    """A schemas.ScreenOut."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "screen"], name="one_view_of_a_screen")]


class OneTimeLink(models.Model):
    """Signs in once. Only the token's hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Identity(models.Model):
    """Who a person is at an OpenID provider. Its names and addresses may change there; these two do not."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once")]


class FailedSignIn(models.Model):
    """Failed attempts, by name and address, for the throttle."""

    name = models.CharField(max_length=254)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["name", "at"]), models.Index(fields=["address", "at"])]


class SignInOutcome(models.TextChoices):
    SIGNED_IN = "signed_in", _("Signed in")
    BY_LINK = "by_link", _("Signed in by a link")
    BY_SSO = "by_sso", _("Signed in by single sign-on")
    WRONG_PASSWORD = "wrong_password", _("Wrong password")
    BLOCKED = "blocked", _("Refused: the account is blocked")
    THROTTLED = "throttled", _("Refused: too many attempts")


class SignIn(models.Model):
    """One attempt to sign in under the name of a person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=20, choices=SignInOutcome.choices)
    address = models.CharField(max_length=64)
    browser = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "at"])]


class TokenScope(models.TextChoices):
    READ = "read", _("Only read")
    WORK = "work", _("Work in projects, as I may")
    EVERYTHING = "everything", _("Everything that I may")
    CHOSEN = "chosen", _("Chosen rights")


class AccessToken(models.Model):
    """Stands for a person, with some or all of their rights, for a time. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    scope = models.CharField(max_length=12, choices=TokenScope.choices)
    rights = models.JSONField(default=list)
    """Of the scope *chosen*."""
    prefix = models.CharField(max_length=12)
    """How it begins, to tell it from others."""
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self if user.is_superuser else self.filter(memberships__user_id=user.pk)


class Project(models.Model):
    """The isolation unit: datasets, templates, processes and models belong to exactly one."""

    name = models.CharField(max_length=60, unique=True)
    description = models.TextField(blank=True, max_length=2000)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    owned = Owned("projects", "created_by")
    objects = ProjectQuerySet.as_manager()

    def project_of(self) -> "Project":
        return self


class Membership(models.Model):
    """The project exists for this person. What they may do in it comes from their roles."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="one_role_per_member")]
