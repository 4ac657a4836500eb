"""What the API says about schedules."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Max, QuerySet
from django.utils import timezone
from pydantic import TypeAdapter

from modelwright.server.core.schemas import person_out
from modelwright.server.masterdata.models import ComputeProfile
from modelwright.server.masterdata.usage import Usage
from modelwright.server.schedules.models import Outcome, Run, Schedule
from modelwright.server.schedules.schemas import Timing
from modelwright.server.schedules.timing import next_times
from modelwright.server.schedules.words import describe

_RUNS_SHOWN: Final = 20
_NAMED: Final = 20
_TIMING: Final = TypeAdapter[Any](Timing)
_READ: Final = (
    *("project", "timing", "zone", "late", "paused", "next_at", "modified_at"),
    *("template__name", "process__number", "process__template__name", "machine__name", "profile__name"),
    *(f"created_by__{name}" for name in ("username", "first_name", "last_name")),
)


def shown(rows: "QuerySet[Schedule]") -> "QuerySet[Schedule]":
    """With the names of what it is about: templates and machines are large."""
    return rows.select_related("template", "process__template", "machine", "profile", "created_by").only(*_READ)


def schedules_out(schedules: Sequence[Schedule]) -> list[dict[str, Any]]:
    """All at once: the last run of each is asked for once."""
    latest = Run.objects.filter(schedule__in=schedules).values("schedule").annotate(last=Max("pk")).values("last")
    runs = {run.schedule_id: run for run in Run.objects.filter(pk__in=latest)}
    return [_out(schedule, runs.get(schedule.pk)) for schedule in schedules]


def schedule_out(schedule: Schedule) -> dict[str, Any]:
    """As it is in the database now, with its last runs."""
    fresh = shown(Schedule.objects.filter(pk=schedule.pk)).get()
    runs = fresh.runs.order_by("-pk")[:_RUNS_SHOWN]
    return {**schedules_out([fresh])[0], "runs": [_run(run) for run in runs]}


def users_of_profile(profile: ComputeProfile) -> Usage:
    """The recurring ones whose processes would be left without what they ask of a machine."""
    rows = shown(Schedule.objects.filter(profile=profile)).order_by("pk")
    names = [f"{row.journal_name()} ({describe(_TIMING.validate_python(row.timing))})" for row in rows[:_NAMED]]
    return Usage("schedules", rows.count(), names)


def _out(schedule: Schedule, last: Run | None) -> dict[str, Any]:
    timing = _TIMING.validate_python(schedule.timing)
    plain = ("id", "project_id", "template_id", "process_id", "zone", "late", "paused", "modified_at")
    over = schedule.next_at is None
    return {
        **{name: getattr(schedule, name) for name in plain},
        "name": schedule.journal_name(),
        "timing": timing,
        "created_by": person_out(schedule.created_by),
        "words": describe(timing),
        "over": over,
        "next": [] if over or schedule.paused else next_times(timing, schedule.zone, timezone.now()),
        "machine": _named(schedule.machine),
        "compute_profile": _named(schedule.profile),
        "last": _run(last) if last else None,
    }


def _named(row: Any) -> dict[str, Any] | None:
    return {"id": row.pk, "name": row.name} if row else None


def _run(run: Run) -> dict[str, Any]:
    plain = ("due_at", "at", "outcome", "process_id")
    label = str(Outcome(run.outcome).label)
    return {**{name: getattr(run, name) for name in plain}, "outcome_label": label, "reason": run.why()}
