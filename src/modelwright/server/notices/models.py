"""What happened (the outbox), who is told of it, and by which way."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Membership, Project
from modelwright.server.accounts.rights import Owned


class Happening(models.Model):
    """Something that somebody may want to know; written by `outbox.tell` only, in the transaction that makes it true."""

    key = models.CharField(max_length=120, unique=True)
    """The same for the same happening, however often it is told; receivers know it by this."""
    event = models.CharField(max_length=40)
    """A key of `events.EVENTS`."""
    topic = models.CharField(max_length=40, blank=True)
    """A name of `topics`: says what `subject_id` is the key of."""
    subject_id = models.BigIntegerField(null=True)
    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Whoever did it need not be told."""
    facts = models.JSONField(default=dict)
    """What its words are made of."""
    at = models.DateTimeField(auto_now_add=True)
    spread_at = models.DateTimeField(null=True)
    """When it became notices and deliveries."""

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="happening_waits", condition=Q(spread_at=None)),
            models.Index(fields=["at"], name="happening_at"),
        ]


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: object) -> Self:
        """A person's own."""
        return self.reachable().filter(user=user)

    def reachable(self) -> Self:
        """Without those of projects that the person has left: as `Project.objects.visible_to`, for whoever each is for."""
        is_member = Membership.objects.filter(project=OuterRef("happening__project"), user=OuterRef("user"))
        return self.filter(Q(happening__project=None) | Q(user__is_superuser=True) | Exists(is_member))


class Notice(models.Model):
    """One person's, behind the bell."""

    happening = models.ForeignKey(Happening, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["happening", "user"], name="told_once")]
        indexes = [
            models.Index(fields=["user", "at", "id"], name="notice_of_user"),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at=None)),
        ]


class Reach(models.TextChoices):
    OWN = "own", _("My own")
    EVERYONES = "everyones", _("Everyone's")


class Choice(models.Model):
    """What a person wants to be told, and how: in one project, or wherever they have not chosen otherwise."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="+")
    whose = models.CharField(max_length=10, choices=Reach.choices, default=Reach.OWN)
    channels = models.JSONField(default=dict)
    """{event: [channel …]}; an event that is missing is told as by default."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "project"], name="one_choice_a_project"),
            models.UniqueConstraint(fields=["user"], condition=Q(project=None), name="one_choice_otherwise"),
        ]


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(project__in=Project.objects.visible_to(user))  # type: ignore[arg-type]


class Webhook(models.Model):
    """An address outside that a project's happenings are sent to."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="webhooks")
    url = models.CharField(max_length=1000)
    secret = models.CharField(max_length=64)
    """Signs what is sent. Given out once, when it is made."""
    events = models.JSONField(default=list)
    enabled = models.BooleanField(default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now_add=True)

    owned = Owned("projects", "project__created_by", is_part=True)
    objects = WebhookQuerySet.as_manager()

    def project_of(self) -> Project:
        return self.project

    def journal_name(self) -> str:
        return self.url


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    GIVEN_UP = "given_up", _("Given up")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(webhook__in=Webhook.objects.visible_to(user))


class Delivery(models.Model):
    """One happening on its way to one address: tried until it arrives or is given up."""

    happening = models.ForeignKey(Happening, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    webhook = models.ForeignKey(Webhook, null=True, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    """When it is due; while it is being tried, when that is taken to have failed."""
    answer = models.CharField(max_length=500, blank=True)
    """What came of the last attempt."""
    delivered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    owned = Owned("projects", "webhook__project__created_by", is_part=True)
    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["happening", "user"], name="mailed_once"),
            models.UniqueConstraint(fields=["happening", "webhook"], name="posted_once"),
        ]
        indexes = [
            models.Index(fields=["channel", "next_at"], name="delivery_due", condition=Q(state="waiting")),
        ]

    def project_of(self) -> Project | None:
        return self.webhook.project if self.webhook else None

    def journal_name(self) -> str:
        return self.webhook.url if self.webhook else ""
