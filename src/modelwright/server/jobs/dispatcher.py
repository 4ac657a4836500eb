"""Claims waiting jobs for this machine's free slots, starts them, takes in what they tell, and notices how they end."""

import logging
import threading
import time
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from modelwright.contract.events import Code
from modelwright.contract.run_dir import RunDir
from modelwright.server.jobs import background, kinds, outcome, room, wake
from modelwright.server.jobs.care import Care
from modelwright.server.jobs.deaths import Failure
from modelwright.server.jobs.executors.base import Executor, JobState
from modelwright.server.jobs.executors.local import LocalExecutor
from modelwright.server.jobs.ingest import ingest_all, ingest_together
from modelwright.server.jobs.machines import register_this_machine
from modelwright.server.jobs.matching import is_anything_waiting_for, queue_of
from modelwright.server.jobs.models import Job, Machine, Status
from modelwright.server.jobs.presence import Presence
from modelwright.server.jobs.safely import safely

log = logging.getLogger(__name__)

BUSY_PAUSE_S: Final = 0.2
IDLE_PAUSE_S: Final = 1.0
_HEARTBEAT_S: Final = 5.0
_TO_BEGIN: Final = timedelta(seconds=30)
"""A claimed job without a process after this time was left by a dispatcher that died."""
_BEGINS_FOR_S: Final = 0.5
_ORPHANS: Final = 50
_MAY_PASS: Final = 50
"""So many waiting jobs for which the disk has no room are looked past."""
_TO_COME_BACK: Final = timedelta(minutes=5)
"""A lost job is given up after this time."""


class Dispatcher:
    """Serves the machine that it runs on. Several may serve one machine: nothing is started or taken in twice."""

    def __init__(self, executor: Executor | None = None) -> None:
        self.executor: Executor = executor or LocalExecutor()
        self.machine = register_this_machine()
        self.care = Care()
        self._presence = Presence(self.machine.identifier)
        self._last_beat = time.monotonic()
        self._end_orphans()
        if self._presence.is_first:
            self._take_over()

    def run(self, stop: threading.Event) -> None:
        """Look after the jobs, and the other background work, until told to stop. Running jobs go on after that."""
        self._tick_safely()  # what ran when the last server ended is seen to before all else begins
        threads = background.start_all(stop)
        while not stop.is_set():
            busy = self._tick_safely()
            wake.wait(BUSY_PAUSE_S if busy else IDLE_PAUSE_S)
        background.join_all(threads)
        connection.close()

    def tick(self) -> bool:
        """Look once. Says whether anything is active."""
        self._beat()
        active = list(active_on([self.machine]).order_by("queued_at", "pk"))
        begun = self._begin_waiting(len(active)) if is_anything_waiting_for(self.machine) else 0
        self._follow([job for job in active if job.handle])
        for job in active:
            if not job.handle:
                safely(self._rescue, job)
        self.care.forget_all_but(active)
        return bool(begun or active)

    def _tick_safely(self) -> bool:
        close_old_connections()
        try:
            return self.tick()
        except Exception:
            log.exception("the dispatcher could not look after its jobs; it tries again")
            return False

    def _beat(self) -> None:
        if time.monotonic() - self._last_beat < _HEARTBEAT_S:
            return
        self._last_beat = time.monotonic()
        now, own = timezone.now(), Machine.objects.present().filter(pk=self.machine.pk)
        if own.filter(last_seen__lt=now - settings.MACHINE_LEASE).update(last_seen=now):
            self._end_orphans()
        else:
            own.update(last_seen=now)
        give_up_lost_machines()

    def _end_orphans(self) -> None:
        """What was given up while this machine did not answer may still be at work: it is asked to end."""
        given_up = Job.objects.filter(machine=self.machine, status=Status.FAILED, failure_code=Code.MACHINE_LOST)
        for job in given_up.exclude(handle="").order_by("-finished_at")[:_ORPHANS]:
            run_dir = RunDir(job.run_dir)
            if self.executor.state(run_dir, job.handle) is JobState.RUNNING:
                self.executor.stop(run_dir, job.handle)

    def _take_over(self) -> None:
        """What was claimed and has no process is begun at the next look: whoever claimed it is dead."""
        left = Job.objects.active().filter(machine=self.machine, handle="")
        left.update(claimed_until=timezone.now() - _TO_BEGIN)

    def _begin_waiting(self, active: int) -> int:
        """Take jobs off the queue, in order, for the slots that look free, and begin each. Many are begun in several looks:
        those that run are looked after in between."""
        machine = Machine.objects.present().filter(pk=self.machine.pk, enabled=True).first()
        if machine is None or machine.slots <= active:
            return 0
        begun, until = 0, time.monotonic() + _BEGINS_FOR_S
        for job in _that_fit(queue_of(machine), machine.slots - active):
            if claim(job, machine):
                safely(self._begin, job)
                begun += 1
            if time.monotonic() > until:
                wake.up()
                break
        return begun

    def _begin(self, job: Job) -> None:
        """Start a claimed job, or find the process that a dispatcher started before it died."""
        run_dir = RunDir(job.run_dir)
        try:
            job.handle = self.executor.find(run_dir) or self._start(job, run_dir)
        except Exception as error:
            outcome.fail(job, outcome.cannot_begin(job, error))
        else:
            Job.objects.filter(pk=job.pk).update(handle=job.handle)

    def _start(self, job: Job, run_dir: RunDir) -> str:
        run_dir.path.mkdir(parents=True, exist_ok=True)
        run_dir.create(kinds.of(job).spec(job))
        return self.executor.start(run_dir)

    def _rescue(self, job: Job) -> None:
        """Begin what a dispatcher claimed and then, dying, left without a process."""
        left = Job.objects.filter(
            pk=job.pk, handle="", claimed_until=job.claimed_until, claimed_until__lt=timezone.now()
        )
        if left.update(**_lease()):
            self._begin(job)

    def _follow(self, jobs: list[Job]) -> None:
        states = [(job, safely(self._state, job)) for job in jobs]  # before the events, so the last are never missed
        ingest_together(jobs)
        for job, state in states:
            if state is not None:
                safely(self._see_to, job, state)

    def _state(self, job: Job) -> JobState:
        return self.executor.state(RunDir(job.run_dir), job.handle)

    def _see_to(self, job: Job, state: JobState) -> None:
        if state is JobState.LOST:
            _lose(job)
        elif state is not JobState.RUNNING:
            ingest_all(job)
            outcome.finish(job)
        elif job.status == Status.STOPPING:
            self.executor.stop(RunDir(job.run_dir), job.handle)
        else:
            if job.status == Status.LOST or (job.status == Status.STARTING and job.last_event):
                job.move_to(Status.RUNNING)
            self.care.look_after(job)


def _that_fit(queue: "QuerySet[Job]", slots: int) -> list[Job]:
    """The first of the queue for which the disk has room; what does not fit lets others pass, and is tried again."""
    free = room.free_bytes()
    first = queue[: slots + _MAY_PASS]
    return [job for job in first if room.shortage(job.needs_bytes, free) is None][:slots]


@transaction.atomic
def claim(job: Job, machine: Machine) -> bool:
    """Take a waiting job off the queue, unless the machine has no free slot or another dispatcher was first."""
    own = Machine.objects.present().filter(pk=machine.pk, enabled=True)
    if not own.update(last_seen=timezone.now()):  # locks the row: claims go one by one
        return False
    if Job.objects.active().filter(machine=machine).count() >= own.get().slots:
        return False
    return job.move_to(Status.STARTING, machine=machine, run_dir=str(_run_dir(job)), handle="", **_lease())


def give_up_lost_machines() -> None:
    """Jobs of machines that do not answer become lost, and after a while failed."""
    silent = list(Machine.objects.filter(last_seen__lt=timezone.now() - settings.MACHINE_LEASE))
    for job in active_on(silent) if silent else ():
        _lose(job)


def active_on(machines: list[Machine]) -> "QuerySet[Job]":
    """Without a join, for which SQLite would read all that ever ran on the machines."""
    return Job.objects.active().filter(machine__in=machines).prefetch_related("machine")


def _lose(job: Job) -> None:
    if job.status != Status.LOST:
        job.move_to(Status.LOST, claimed_until=timezone.now() + _TO_COME_BACK)
    elif job.claimed_until and job.claimed_until < timezone.now():
        outcome.fail(job, Failure(Code.MACHINE_LOST, {"machine": job.machine_name()}))


def _run_dir(job: Job) -> Path:
    """New for every attempt, also where a new database counts from 1 again."""
    return Path(settings.RUNS_DIR / f"{job.kind}-{job.subject_id}-{job.attempt}-{uuid.uuid4().hex[:8]}")


def _lease() -> dict[str, object]:
    return {"claimed_until": timezone.now() + _TO_BEGIN}
