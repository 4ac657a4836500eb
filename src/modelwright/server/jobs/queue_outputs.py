"""What the API says about the whole waiting line: for each machine and each compute profile, what runs and what waits."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from modelwright.server.jobs import kinds
from modelwright.server.jobs.expectation import Waiter, seconds_left
from modelwright.server.jobs.line import Line
from modelwright.server.jobs.matching import why_not_on, why_waiting
from modelwright.server.jobs.models import Job, Machine
from modelwright.server.jobs.order import why_not_before
from modelwright.server.jobs.outputs import job_out

SHOWN: Final = 100
"""Of each row."""
_FIXED: Final = _("A rehearsal keeps its place.")
_NOT_YOURS: Final = _("Your rights do not cover this process.")
_FIRST: Final = _("It is the first already.")
_LAST: Final = _("It is the last already.")


def queue_out(user: Any) -> dict[str, Any]:
    line = Line.read()
    anywhere = _by_profile(line)
    shown = [job for row in [*line.rows.values(), *anywhere.values()] for job in row[:SHOWN]]
    view = _View(user, line, _jobs([*line.active, *shown]))
    return {
        "machines": [view.machine(machine) for machine in line.machines],
        "profiles": [view.profile(key, row) for key, row in anywhere.items()],
    }


def _by_profile(line: Line) -> dict[int | None, list[Waiter]]:
    """What may run on any machine, by what it asks of it; without a profile first."""
    rows: dict[int | None, list[Waiter]] = defaultdict(list)
    for job in line.waiting:
        if job.machine_id is None:
            rows[job.profile_id].append(job)
    return dict(sorted(rows.items(), key=lambda item: line.profiles[item[0]].name if item[0] else ""))


def _jobs(wanted: Iterable[Job | Waiter]) -> dict[int, Job]:
    """With the people that are shown."""
    rows = Job.objects.lean().select_related("machine", "profile", "started_by", "moved_by")
    return rows.in_bulk({one.pk for one in wanted})


class _View:
    """For one person."""

    def __init__(self, user: Any, line: Line, jobs: Mapping[int, Job]) -> None:
        self._user = user
        self._line = line
        self._jobs = jobs
        self._subjects = kinds.subjects(jobs.values(), user)
        self._managed = kinds.managed(jobs.values(), user)

    def machine(self, machine: Machine) -> dict[str, Any]:
        row = self._line.rows.get(machine.pk, ())
        active = [
            self._jobs[job.pk] for job in self._line.active if job.machine_id == machine.pk and job.pk in self._jobs
        ]
        reason = why_not_on(machine)
        return {
            **{name: getattr(machine, name) for name in ("id", "name", "address", "slots")},
            "reason": reason and str(reason),
            "running": [self._running(job) for job in active],
            "waiting": self._row(row),
            "waiting_count": len(row),
        }

    def profile(self, profile_id: int | None, row: Sequence[Waiter]) -> dict[str, Any]:
        profile = self._line.profiles[profile_id] if profile_id else None
        return {"profile": profile, "waiting": self._row(row), "waiting_count": len(row)}

    def _running(self, job: Job) -> dict[str, Any]:
        left = seconds_left(job, self._line.now)
        return {**job_out(job, self._subjects.get(job.pk)), "remaining_s": left and left[0]}

    def _row(self, row: Sequence[Waiter]) -> list[dict[str, Any]]:
        """Without what was deleted since the line was read."""
        known = [(number, self._jobs[job.pk]) for number, job in enumerate(row[:SHOWN]) if job.pk in self._jobs]
        return [self._waiting(job, number, row) for number, job in known]

    def _waiting(self, job: Job, number: int, row: Sequence[Waiter]) -> dict[str, Any]:
        beginning = self._line.beginning(job.pk)
        subject = self._subjects.get(job.pk)
        return {
            **job_out(job, subject),
            "position": number + 1,
            "expected_start": beginning.at,
            "expected_start_note": beginning.note(),
            "waiting_reason": str(why_waiting(job, self._line.machines, self._line.free_bytes) or ""),
            "is_auto": job.machine_id is None,
            "profile": job.profile.name if job.profile else "",
            "moved_at": job.moved_at,
            "moved_by": job.moved_by if subject else None,
            "moves": {name: reason and str(reason) for name, reason in self._moves(job, number, row).items()},
        }

    def _moves(self, job: Job, number: int, row: Sequence[Waiter]) -> dict[str, str | Promise | None]:
        kind = kinds.find(job.kind)
        if kind is None or not kind.is_movable or job.pk not in self._managed:
            why = _FIXED if kind and not kind.is_movable else _NOT_YOURS
            return dict.fromkeys(("up", "down", "front", "end", "withdraw"), why)
        last = _LAST if number == len(row) - 1 else None
        return {
            "up": _FIRST if number == 0 else why_not_before(self._user, row[number - 1 : number], self._managed),
            "front": _FIRST if number == 0 else why_not_before(self._user, row[:number], self._managed),
            "down": last,
            "end": last,
            "withdraw": None,
        }
