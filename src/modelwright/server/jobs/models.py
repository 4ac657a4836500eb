"""Machines, and the jobs that run on them. A job is one attempt at something long; its kind says what."""

import time
from typing import Any, Final, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.masterdata.models import ComputeProfile


class MachineQuerySet(models.QuerySet["Machine"]):
    def present(self) -> Self:
        return self.filter(removed_at=None)

    def visible_to(self, user: object) -> Self:
        """Everybody sees the machines that there are."""
        return self.present()


class Machine(models.Model):
    """A target machine. "This machine" registers itself when the server starts."""

    name = models.CharField(max_length=60)
    address = models.CharField(max_length=255)
    identifier = models.CharField(max_length=64, unique=True)
    description = models.TextField(blank=True)
    cores = models.PositiveIntegerField(default=0)
    memory = models.PositiveBigIntegerField(default=0)
    """Bytes."""
    gpus = models.JSONField(default=list)
    """[{"name": str, "memory": bytes}]"""
    slots = models.PositiveIntegerField(default=1)
    enabled = models.BooleanField(default=True)
    disabled_at = models.DateTimeField(null=True)
    last_seen = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)
    """A removed machine stays as a name in the history; registering brings it back."""
    version = models.PositiveIntegerField(default=1)
    """Counts what people change, so that of two who edit at once the second is told."""

    objects = MachineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(removed_at=None), name="machine_names_are_unique"
            )
        ]

    def is_available(self) -> bool:
        """Enabled, and has answered lately."""
        lately = timezone.now() - settings.MACHINE_LEASE
        return self.enabled and self.last_seen is not None and self.last_seen > lately


class LoadSample(models.Model):
    """How loaded a machine was in one span of time; fine spans are rolled up into coarse ones (jobs.load)."""

    machine = models.ForeignKey(Machine, on_delete=models.CASCADE, related_name="+")
    span_s = models.PositiveIntegerField()
    at = models.DateTimeField()
    """Where the span begins: a multiple of its length, so that two dispatchers of one machine do not count twice."""
    running = models.JSONField(default=dict)
    """By kind of job, the most that ran at once."""
    mean = models.JSONField(default=dict)
    """{"cpu", "memory", "disk" and, with GPUs, "gpu", "gpu_memory"}: shares of what there is."""
    peak = models.JSONField(default=dict)
    """As `mean`, the highest."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["machine", "span_s", "at"], name="one_sample_for_a_span")]


class Status(models.TextChoices):
    CREATED = "created", _("Created")
    WAITING = "waiting", _("Waiting")
    STARTING = "starting", _("Starting")
    RUNNING = "running", _("Running")
    STOPPING = "stopping", _("Stopping")
    STOPPED = "stopped", _("Stopped")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Failed")
    LOST = "lost", _("Lost")


class JobQuerySet(models.QuerySet["Job"]):
    def active(self) -> Self:
        return self.unfinished().filter(status__in=Job.ACTIVE)

    def waiting(self) -> Self:
        return self.unfinished().filter(status=Status.WAITING)

    def unfinished(self) -> Self:
        """Says the condition of the index `job_unfinished`: what is asked every second reads it and not the table, whatever
        the database believes of the states in that (after an ANALYZE, that nearly all are finished)."""
        return self.filter(finished_at=None)

    def lean(self) -> Self:
        """Without the columns that are large and that no list reads."""
        return self.defer("plan", "stages", "notices", "failure_values", "failure_detail", "ended_for")


class Job(models.Model):
    """One attempt. `status` has one life cycle for everything that runs, and one door: `move_to`."""

    NEXT: Final = {
        Status.CREATED: {Status.WAITING},
        Status.WAITING: {Status.CREATED, Status.STARTING, Status.FAILED},
        Status.STARTING: {
            Status.RUNNING,
            Status.STOPPING,
            Status.COMPLETED,
            Status.STOPPED,
            Status.FAILED,
            Status.LOST,
        },
        Status.RUNNING: {Status.STOPPING, Status.COMPLETED, Status.STOPPED, Status.FAILED, Status.LOST},
        Status.STOPPING: {Status.STOPPED, Status.COMPLETED, Status.FAILED, Status.LOST},
        Status.LOST: {Status.RUNNING, Status.STOPPING, Status.COMPLETED, Status.STOPPED, Status.FAILED},
    }
    ACTIVE: Final = (Status.STARTING, Status.RUNNING, Status.STOPPING, Status.LOST)
    """Occupies a slot of its machine."""
    FINISHED: Final = (Status.STOPPED, Status.COMPLETED, Status.FAILED)
    NOTICES_KEPT: Final = 100

    kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    """The thing that the attempt belongs to, of the kind's own table."""
    attempt = models.PositiveIntegerField(default=1)
    continues = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    """The earlier attempt from whose checkpoint this one goes on."""
    machine = models.ForeignKey(Machine, null=True, on_delete=models.PROTECT, related_name="jobs")
    """None while it waits for the first machine that fits (X7)."""
    is_auto = models.BooleanField(default=False)
    """The machine was, or will be, found by the queue."""
    profile = models.ForeignKey(ComputeProfile, null=True, on_delete=models.SET_NULL, related_name="+")
    """What the queue asks of such a machine."""
    least_cores = models.PositiveIntegerField(default=0)
    """What it asks besides the profile."""
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CREATED)
    run_dir = models.CharField(max_length=4096, blank=True)
    handle = models.CharField(max_length=255, blank=True)
    """What the executor gave back; outlives the server."""
    created_at = models.DateTimeField(auto_now_add=True)
    queued_at = models.DateTimeField(null=True)
    place = models.BigIntegerField(default=0)
    """Orders those that wait: when it was queued, in nanoseconds, until somebody moves it (jobs.order)."""
    moved_at = models.DateTimeField(null=True)
    """When somebody last gave it another place in the line; None: it stands where it came."""
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expected = models.JSONField(default=dict)
    """{key of a machine as text: {"seconds", "basis"}}: how long it takes there, as was known when it was queued."""
    started_at = models.DateTimeField(null=True)
    """Left the queue."""
    running_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    time_limit_s = models.PositiveIntegerField(null=True)
    """How long it may run; None: as long as it likes."""
    needs_bytes = models.PositiveBigIntegerField(default=0)
    """Of the disk, by estimate; it does not begin while there is less."""
    ended_for = models.JSONField(default=dict)
    """{"code", "values"}: why the dispatcher itself asked it to end (jobs.care); empty: it did not."""
    failure_code = models.CharField(max_length=60, blank=True)
    """A contract.events.Code."""
    failure_values = models.JSONField(default=dict)
    failure_detail = models.TextField(blank=True)
    last_event = models.PositiveBigIntegerField(default=0)
    """Number of the last event taken in."""
    last_offset = models.PositiveBigIntegerField(default=0)
    """Where it ends in events.jsonl."""
    plan = models.JSONField(default=dict)
    """{"networks": {network: the engine's latest plan of it}}"""
    stages = models.JSONField(default=list)
    """[{name, state, started, took_s, done, total, counts}] in order."""
    progress = models.JSONField(default=dict)
    """The latest of the whole run, and of each of its networks: {network: the one in training, share, remaining_s, at,
    checkpoint, resumed_at: {network, iteration}, outcome, "networks": {network: {iteration, epoch, seconds_per_iteration,
    loss, learning_rate, <part>.<metric> …}}}"""
    notices = models.JSONField(default=list)
    """[{level, code, values, text, time, network, iteration}]; with an iteration, it is a mark on the network's chart."""
    claimed_until = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["status", "place"], name="job_unfinished", condition=models.Q(finished_at=None)),
            models.Index(fields=["kind", "subject_id"]),
            models.Index(fields=["machine", "status"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "attempt"], name="attempt_numbers_are_unique")
        ]

    def machine_name(self) -> str:
        return self.machine.name if self.machine else ""

    @property
    def has_checkpoint(self) -> bool:
        """There is something to go on from: its own checkpoint, or that of the attempt that it continues."""
        return bool(self.progress.get("checkpoint")) or self.continues_id is not None

    @property
    def operation_key(self) -> str:
        """One for each attempt; the journal finds all of it by this."""
        return f"{self.kind}-{self.subject_id}-{self.attempt}"

    @transaction.atomic
    def move_to(self, status: str, **changes: Any) -> bool:
        """Change status, and the fields that go with it, unless another process changed it first.

        The only place that writes `status`. Returns False when this process lost the race.
        The server's own steps go into the journal here. Raises ValueError when the life cycle has no such step.
        """
        from modelwright.server.jobs.steps import record_step

        if status not in self.NEXT.get(Status(self.status), set()):
            raise ValueError(f"job {self.pk} cannot go from {self.status} to {status}")
        changes |= {_STAMPS[status]: timezone.now()} if status in _STAMPS else {}
        changes |= {"place": time.time_ns(), "moved_at": None, "moved_by": None} if status == Status.WAITING else {}
        before = self.status
        if not Job.objects.filter(pk=self.pk, status=self.status).update(status=status, **changes):
            return False
        for name, value in {"status": status, **changes}.items():
            setattr(self, name, value)
        record_step(self, before)
        return True


_STAMPS: Final[dict[str, str]] = {
    Status.WAITING: "queued_at",
    Status.STARTING: "started_at",
    Status.RUNNING: "running_at",
    Status.STOPPED: "finished_at",
    Status.COMPLETED: "finished_at",
    Status.FAILED: "finished_at",
}
