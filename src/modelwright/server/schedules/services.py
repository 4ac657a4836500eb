"""Verbs of schedules."""

from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter

from modelwright.server.accounts.models import Project
from modelwright.server.core import audit
from modelwright.server.core.changes import update_unless_changed
from modelwright.server.core.errors import Conflict, Invalid
from modelwright.server.core.pagination import page
from modelwright.server.jobs.models import Status
from modelwright.server.schedules.models import Schedule
from modelwright.server.schedules.outputs import schedule_out, schedules_out, shown
from modelwright.server.schedules.schemas import Once, OnceIn, ScheduleEdit, ScheduleIn, Timing, TimingIn
from modelwright.server.schedules.timing import check, next_times
from modelwright.server.schedules.words import describe
from modelwright.server.training import services as training
from modelwright.server.training.models import Process, Template

_SORTS: Final = {"next_at": "next_at", "created_at": "created_at"}
_TIMING: Final = TypeAdapter[Any](Timing)


def list_schedules(user: Any, project: Project, *, sort: str, cursor: str, limit: int) -> dict[str, Any]:
    rows = shown(Schedule.objects.visible_to(user).filter(project=project))
    return page(rows, sort=sort, sorts=_SORTS, cursor=cursor, limit=limit, show=schedules_out)


def preview(body: TimingIn) -> dict[str, Any]:
    """Raises Invalid."""
    check(body.timing, body.zone)
    return {"words": describe(body.timing), "next": next_times(body.timing, body.zone, timezone.now())}


@transaction.atomic
def create_schedule(user: Any, template: Template, body: ScheduleIn) -> dict[str, Any]:
    """Recurring: each time a process of the template. Where it may run is asked for now and each time again."""
    place = training.place_of(template, body.machine_id, body.compute_profile_id)
    schedule = Schedule(
        project=template.project,
        template=template,
        timing=body.timing.model_dump(mode="json"),
        zone=body.zone,
        late=body.late,
        machine=place["machine"],
        profile=place.get("profile"),
        next_at=check(body.timing, body.zone),
        created_by=user,
    )
    schedule.save()
    audit.record(user, "schedule.created", schedule, {"after": _facts(schedule)})
    return schedule_out(schedule)


def schedule_process(user: Any, process: Process, body: OnceIn) -> dict[str, Any]:
    """Start it once, at that time; the process stays created until then. Raises Conflict or Invalid."""
    if process.job.status != Status.CREATED:
        raise Conflict(_("Only a created process can be scheduled. Withdraw it, or create another one."))
    timing = Once(at=body.at)
    schedule = Schedule(
        project=process.template.project,
        process=process,
        timing=timing.model_dump(mode="json"),
        zone=body.zone,
        late=body.late,
        next_at=check(timing, body.zone),
        created_by=user,
    )
    try:
        with transaction.atomic():
            Schedule.objects.filter(process=process, next_at=None).delete()  # of a time that is over
            schedule.save()
            training.set_scheduled(process, schedule.next_at)
            audit.record(user, "schedule.created", schedule, {"after": _facts(schedule)})
    except IntegrityError as error:
        raise Conflict(_("The process is scheduled already. Change or delete that schedule.")) from error
    return schedule_out(schedule)


@transaction.atomic
def edit_schedule(user: Any, schedule: Schedule, body: ScheduleEdit) -> dict[str, Any]:
    """Raises Invalid, or Changed where somebody else was first."""
    if isinstance(body.timing, Once) != (schedule.process_id is not None):
        sentence = _("A process is started once; a template again and again. Make another schedule instead.")
        raise Invalid(sentence, fields={"timing": sentence})
    before = _facts(schedule)
    next_at = check(body.timing, body.zone)
    changes = {
        "timing": body.timing.model_dump(mode="json"),
        "zone": body.zone,
        "late": body.late,
        "next_at": next_at,
        **_place(schedule, body),
    }
    update_unless_changed(schedule, changes, seen=body.modified_at, current=lambda: _current(schedule))
    _pass_on(schedule, None if schedule.paused else next_at)
    audit.record(user, "schedule.edited", schedule, audit.difference(before, _facts(schedule)))
    return schedule_out(schedule)


@transaction.atomic
def set_paused(user: Any, schedule: Schedule, *, paused: bool) -> dict[str, Any]:
    """Times that pass while it is paused are left out."""
    now = timezone.now()
    times = next_times(_TIMING.validate_python(schedule.timing), schedule.zone, now, 1)
    next_at = times[0] if times else None
    changes = {"paused": paused, "modified_at": now} | ({} if paused else {"next_at": next_at})
    if not Schedule.objects.filter(pk=schedule.pk, paused=not paused).update(**changes):
        raise Conflict(_("It is paused already.") if paused else _("It is not paused."))
    _pass_on(schedule, None if paused else next_at)
    audit.record(user, f"schedule.{'paused' if paused else 'resumed'}", schedule)
    return schedule_out(schedule)


@transaction.atomic
def delete_schedule(user: Any, schedule: Schedule) -> None:
    """What it started goes on."""
    audit.record(user, "schedule.deleted", schedule, {"before": _facts(schedule)})
    _pass_on(schedule, None)
    Schedule.objects.filter(pk=schedule.pk).delete()


def _place(schedule: Schedule, body: ScheduleEdit) -> dict[str, Any]:
    """Where the processes of a recurring one run from now on, where that is named. Raises Invalid."""
    if schedule.template is None or not body.model_fields_set & {"machine_id", "compute_profile_id"}:
        return {}
    place = training.place_of(schedule.template, body.machine_id, body.compute_profile_id)
    return {"machine": place["machine"], "profile": place.get("profile")}


def _pass_on(schedule: Schedule, at: datetime | None) -> None:
    if schedule.process:
        training.set_scheduled(schedule.process, at)


def _facts(schedule: Schedule) -> dict[str, Any]:
    place = {"machine": schedule.machine, "compute_profile": schedule.profile}
    return {
        "timing": schedule.timing,
        "zone": schedule.zone,
        "late": str(schedule.late),
        **{name: row.name if row else None for name, row in place.items()},
    }


def _current(schedule: Schedule) -> dict[str, Any]:
    fresh = schedule_out(schedule)
    return {
        "modified_at": fresh["modified_at"],
        "timing": fresh["timing"].model_dump(mode="json"),
        **{name: fresh[name] for name in ("zone", "late", "words", "machine", "compute_profile")},
    }
