"""Schedules, and what became of each of their times."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Owned, Right, own_only
from modelwright.server.core.sentences import in_the_readers
from modelwright.server.jobs.models import Machine
from modelwright.server.masterdata.models import ComputeProfile
from modelwright.server.training.models import Process, Template


class Late(models.TextChoices):
    RUN = "run", _("Start once when the server is back")
    SKIP = "skip", _("Leave it out")


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def visible_to(self, user: object) -> Self:
        rows = self.filter(project__in=Project.objects.visible_to(user))  # type: ignore[arg-type]
        return own_only(rows, user, Right.PROCESSES_VIEW)


class Schedule(models.Model):
    """Starts one process once, or makes and starts a process of a template each time."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    template = models.ForeignKey(Template, null=True, on_delete=models.CASCADE, related_name="+")
    """Of a recurring one."""
    process = models.ForeignKey(Process, null=True, on_delete=models.CASCADE, related_name="+")
    """That is started once."""
    timing = models.JSONField()
    """A schemas.Timing."""
    zone = models.CharField(max_length=64)
    """IANA's name: the clock that the timing means."""
    machine = models.ForeignKey(Machine, null=True, on_delete=models.SET_NULL, related_name="+")
    profile = models.ForeignKey(ComputeProfile, null=True, on_delete=models.PROTECT, related_name="+")
    late = models.CharField(max_length=4, choices=Late.choices, default=Late.RUN)
    """What becomes of a time at which the server was down."""
    paused = models.BooleanField(default=False)
    next_at = models.DateTimeField(null=True)
    """Null: it is over. Of a paused one without meaning."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """In whose name it starts."""
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now_add=True)

    owned = Owned("training_processes", "created_by", is_part=True)
    objects = ScheduleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(template=None, process__isnull=False) | Q(template__isnull=False, process=None),
                name="schedule_of_one_thing",
            ),
            models.UniqueConstraint(fields=["process"], name="one_schedule_a_process"),
        ]
        indexes = [models.Index(fields=["next_at"], name="schedule_due", condition=Q(paused=False))]

    def project_of(self) -> Project:
        return self.project

    def journal_name(self) -> str:
        if self.process:
            return self.process.journal_name()
        return self.template.name if self.template else ""


class Outcome(models.TextChoices):
    PENDING = "pending", _("Starting")
    STARTED = "started", _("Started")
    LATE = "late", _("Started late")
    SKIPPED = "skipped", _("Skipped")
    REFUSED = "refused", _("Could not start")


class Run(models.Model):
    """What became of one time of a schedule."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="runs")
    due_at = models.DateTimeField()
    at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.PENDING)
    process = models.ForeignKey(Process, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)
    """Why it did not start, of runs from before `reasons`: in the language of the schedule's author."""
    reasons = models.JSONField(default=dict)
    """Why it did not start, by language."""
    claimed_until = models.DateTimeField()
    """A pending one that nobody has finished by then was left by a server that died."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "due_at"], name="one_run_a_time")]
        indexes = [models.Index(fields=["claimed_until"], name="run_pending", condition=Q(outcome="pending"))]

    def why(self) -> str:
        """Why it did not start, in the person's language."""
        return in_the_readers(self.reasons, self.reason)
