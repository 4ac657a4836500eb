"""What the API says about the whole waiting line: for each machine and each compute profile, what runs and what waits."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from modelwright.server.jobs import kinds
from modelwright.server.jobs.expectation import seconds_left
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
    line = Line.read(named=True)
    shown = [job for row in line.rows.values() for job in row[:SHOWN]]
    jobs = {job.pk: job for job in [*line.active, *shown, *_anywhere(line)]}.values()
    view = _View(user, line, kinds.subjects(jobs, user), kinds.managed(jobs, user))
    return {
        "machines": [view.machine(machine) for machine in line.machines],
        "profiles": view.profiles(_anywhere(line)),
    }


def _anywhere(line: Line) -> list[Job]:
    return [job for job in line.waiting if job.machine_id is None]


class _View:
    """For one person."""

    def __init__(self, user: Any, line: Line, subjects: dict[int, kinds.Subject], managed: set[int]) -> None:
        self._user = user
        self._line = line
        self._subjects = subjects
        self._managed = managed

    def machine(self, machine: Machine) -> dict[str, Any]:
        row = self._line.rows.get(machine.pk, ())
        active = [job for job in self._line.active if job.machine_id == machine.pk]
        reason = why_not_on(machine)
        return {
            **{name: getattr(machine, name) for name in ("id", "name", "address", "slots")},
            "reason": reason and str(reason),
            "running": [self._running(job) for job in active],
            "waiting": self._row(row),
            "waiting_count": len(row),
        }

    def profiles(self, anywhere: Sequence[Job]) -> list[dict[str, Any]]:
        """What may run on any machine, by what it asks of it; without a profile first."""
        known = {job.profile_id: job.profile for job in anywhere}
        rows = {key: [job for job in anywhere if job.profile_id == key] for key in known}
        ordered = sorted(known, key=lambda key: (key is not None, str(getattr(known[key], "name", ""))))
        return [
            {"profile": known[key], "waiting": self._row(rows[key]), "waiting_count": len(rows[key])} for key in ordered
        ]

    def _running(self, job: Job) -> dict[str, Any]:
        left = seconds_left(job, self._line.now)
        return {**job_out(job, self._subjects.get(job.pk)), "remaining_s": left and left[0]}

    def _row(self, row: Sequence[Job]) -> list[dict[str, Any]]:
        return [self._waiting(job, number, row) for number, job in enumerate(row[:SHOWN])]

    def _waiting(self, job: Job, number: int, row: Sequence[Job]) -> dict[str, Any]:
        beginning = self._line.beginning(job)
        subject = self._subjects.get(job.pk)
        return {
            **job_out(job, subject),
            "position": number + 1,
            "expected_start": beginning.at,
            "expected_start_note": beginning.note(),
            "waiting_reason": str(why_waiting(job, self._line.machines) or ""),
            "is_auto": job.machine_id is None,
            "profile": job.profile.name if job.profile else "",
            "moved_at": job.moved_at,
            "moved_by": job.moved_by if subject else None,
            "moves": {name: reason and str(reason) for name, reason in self._moves(job, number, row).items()},
        }

    def _moves(self, job: Job, number: int, row: Sequence[Job]) -> dict[str, str | Promise | None]:
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
