"""Background work: what is due is started. Each time is taken by a conditional update, so that of several servers one
starts it; a server that dies in between leaves a pending run, which another one finishes."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter

from modelwright.server.accounts.models import User
from modelwright.server.accounts.rights import Right, refusal
from modelwright.server.core.errors import Sentence, UserError
from modelwright.server.core.sentences import in_every_language
from modelwright.server.jobs.models import Job, Status
from modelwright.server.notices import outbox
from modelwright.server.schedules.models import Late, Outcome, Run, Schedule
from modelwright.server.schedules.schemas import Timing
from modelwright.server.schedules.timing import next_times
from modelwright.server.training import services as training
from modelwright.server.training.models import Process

log = logging.getLogger(__name__)

LATE: Final = timedelta(minutes=5)
"""What is started later than that is told to be late."""
_LEASE: Final = timedelta(minutes=2)
_AT_ONCE: Final = 20
_TIMING: Final = TypeAdapter[Any](Timing)
_TOLD: Final = {
    Outcome.SKIPPED: "schedule_skipped",
    Outcome.REFUSED: "schedule_refused",
    Outcome.LATE: "schedule_late",
}


def start_due(should_stop: Callable[[], bool]) -> bool:
    """Says whether there was anything."""
    now = timezone.now()
    due = Schedule.objects.filter(paused=False, next_at__lte=now).order_by("next_at")[:_AT_ONCE]
    left = Run.objects.filter(outcome=Outcome.PENDING, claimed_until__lt=now).order_by("pk")[:_AT_ONCE]
    taken = [run for run in [*map(take, due), *map(_take_over, left)] if run is not None]
    for run in taken:
        if should_stop():
            break  # another server, or this one after its start, takes it over
        _carry_out_safely(run)
    return bool(taken)


@transaction.atomic
def take(schedule: Schedule) -> Run | None:
    """The run of the time that is due, for whoever is first. Of several missed times only the last counts."""
    now, due_at = timezone.now(), schedule.next_at
    if due_at is None:
        return None
    following = _following(schedule, now)
    own = Schedule.objects.filter(pk=schedule.pk, paused=False, next_at=due_at)
    if not own.update(next_at=following):
        return None
    return Run.objects.create(schedule=schedule, due_at=due_at, claimed_until=now + _LEASE)


def _following(schedule: Schedule, now: datetime) -> datetime | None:
    if schedule.process_id is not None:
        return None
    times = next_times(_TIMING.validate_python(schedule.timing), schedule.zone, now, 1)
    return times[0] if times else None


def _take_over(run: Run) -> Run | None:
    now = timezone.now()
    own = Run.objects.filter(pk=run.pk, outcome=Outcome.PENDING, claimed_until=run.claimed_until)
    if not own.update(claimed_until=now + _LEASE):
        return None
    run.refresh_from_db()
    return run


def _carry_out_safely(run: Run) -> None:
    try:
        carry_out(run)
    except Exception:
        log.exception("the schedule %s could not be carried out; it is tried again", run.schedule_id)


def carry_out(run: Run) -> None:
    """Start what is due, or say why not, in every language: what it makes has that of the schedule's author."""
    schedule = Schedule.objects.select_related("created_by", "template", "process__job", "project").get(
        pk=run.schedule_id
    )
    author = schedule.created_by
    language = author.language if author and author.language else settings.LANGUAGE_CODE
    with translation.override(language):
        is_late = run.at - run.due_at > LATE
        if run.process_id is None and (reason := _why_skipped(schedule, is_late)):
            _finish(run, schedule, Outcome.SKIPPED, in_every_language(reason))
            return
        try:
            _start(run, schedule)
        except UserError as problem:
            reasons = in_every_language(problem.message)  # as long as all is there that it speaks of
            _clear_up(run, schedule)
            _finish(run, schedule, Outcome.REFUSED, reasons)
        else:
            _finish(run, schedule, Outcome.LATE if is_late else Outcome.STARTED)


def _why_skipped(schedule: Schedule, is_late: bool) -> Sentence | None:
    if is_late and schedule.late == Late.SKIP:
        return _("The server was not running then, and late starts are left out.")
    before = schedule.runs.filter(process__isnull=False).select_related("process__job").order_by("-due_at").first()
    job = before.process.job if before and before.process else None
    if job and job.status in (Status.WAITING, *Job.ACTIVE) and schedule.template_id:
        return _("The process of the time before still waits or runs.")
    if schedule.process and (schedule.process.job.status != Status.CREATED or schedule.process.scheduled_at is None):
        return _("Somebody started it, or took it off the schedule, before.")
    return None


def _start(run: Run, schedule: Schedule) -> None:
    """Raises UserError. Going on where a server died makes nothing twice."""
    author = schedule.created_by
    if author is None or not author.is_active:
        raise UserError(_("Whoever made the schedule has no account any more."))
    _insist_on_rights(author, schedule)
    process = _process(run, schedule)
    if process.job.status == Status.CREATED:
        training.start_process(author, process, resume=False, prepare=lambda _job: _remember(run, process))


def _insist_on_rights(author: User, schedule: Schedule) -> None:
    """Those that doing it by hand would take, before anything is made. Raises UserError."""
    what, needed = schedule.process or schedule.template, [Right.PROCESSES_MANAGE]
    if schedule.process is None:
        needed.append(Right.PROCESSES_CREATE)
    if what is None or not type(what).objects.visible_to(author).filter(pk=what.pk).exists():
        raise UserError(
            _("Whoever made the schedule can no longer see what it starts. Somebody who can may make another.")
        )
    for right in needed:
        if sentence := refusal(author, right, what):
            raise UserError(sentence)


def _remember(run: Run, process: Process) -> None:
    """In the transaction of the start: whoever goes on after a crash finds that it has begun."""
    Run.objects.filter(pk=run.pk).update(process=process)


def _process(run: Run, schedule: Schedule) -> Process:
    """Of a recurring one, made once for each time."""
    if schedule.process is not None:
        return schedule.process
    if run.process_id is None and schedule.template is not None:
        with transaction.atomic():
            made = training.create_process(
                schedule.created_by, schedule.template, schedule.machine_id, schedule.profile_id
            )
            Run.objects.filter(pk=run.pk).update(process_id=made["id"])
            run.process_id = made["id"]
    return Process.objects.select_related("job", "template__project").get(pk=run.process_id or 0)


def _clear_up(run: Run, schedule: Schedule) -> None:
    """A process that was made for this time and cannot start is of no use."""
    process = Process.objects.select_related("job", "template__project").filter(pk=run.process_id or 0).first()
    if process and schedule.template_id and process.job.status == Status.CREATED:
        training.delete_process(schedule.created_by, process)


@transaction.atomic
def _finish(run: Run, schedule: Schedule, outcome: Outcome, reasons: Mapping[str, str] | None = None) -> None:
    reasons = reasons or {}
    pending = Run.objects.filter(pk=run.pk, outcome=Outcome.PENDING)
    if not pending.update(outcome=outcome, reasons=reasons) or outcome not in _TOLD:
        return
    outbox.tell(
        _TOLD[outcome],
        key=f"schedule-{schedule.pk}-{run.pk}-{outcome}",
        topic="schedule",
        subject_id=schedule.pk,
        project=schedule.project,
        facts={"name": schedule.journal_name(), "due_at": run.due_at.isoformat(), **_why(reasons)},
    )


def _why(reasons: Mapping[str, str]) -> dict[str, Any]:
    """English for programs, which webhooks are for; all for people."""
    return {"reason": reasons.get("en", ""), "reasons": reasons}
