"""What if: where a process could run, when it would begin on each machine, and where first."""

import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from modelwright.contract.report import Rehearsal as Told
from modelwright.server.accounts.rights import Right, refusal
from modelwright.server.jobs import matching
from modelwright.server.jobs.expectation import Beginning, Waiter
from modelwright.server.jobs.line import Line
from modelwright.server.jobs.models import Job, Machine
from modelwright.server.jobs.services import list_machines
from modelwright.server.masterdata.models import ComputeProfile
from modelwright.server.training import actions, forecasts
from modelwright.server.training.machines import profile_of, too_many_workers, workers_of
from modelwright.server.training.models import Process, Template


class _There(NamedTuple):
    position: int
    """0: it begins at once."""
    beginning: Beginning


class _Question(NamedTuple):
    """What if a process of the template stood elsewhere in the line, or joined it."""

    line: Line
    template: Template
    profile: ComputeProfile | None
    process: Process | None
    """None: one that is still to be added."""

    def there(self, machine: Machine | None) -> _There:
        """`machine` None: the first that fits."""
        asked = self.process.job if self.process else None
        profile = None if machine else self.profile
        job = Waiter(
            pk=asked.pk if asked else 0,
            place=place_in(self.line, asked, machine),
            machine_id=machine.pk if machine else None,
            profile_id=profile.pk if profile else None,
            least_cores=workers_of(self.template),
            needs_bytes=0,
            expected={},
        )
        line = self.line.if_it_held(job, profile)
        beginning = line.beginning(job.pk)
        at_once = beginning.at is not None and not beginning.basis
        return _There(0 if at_once else line.position(job.pk) or 0, beginning)

    def is_here(self, machine: Machine | None) -> bool:
        return self.process is not None and self.process.job.machine_id == (machine.pk if machine else None)

    def why_not(self, machine: Machine) -> str | None:
        reason = matching.why_not_on(machine) or too_many_workers(self.template, machine)
        return str(reason) if reason else None


def place_in(line: Line, job: Job | None, machine: Machine | None) -> int:
    """The place in the line that it gets with another machine: its own, unless it was moved and would pass others by that."""
    end = max([time.time_ns(), *(one.place + 1 for one in line.waiting[-1:])])
    current = line.find(job.pk) if job else None
    if job is None or current is None:
        return end
    stays = job.moved_at is None or (machine and machine.pk in line.takers_of(current))
    return current.place if stays else end


def choices(user: Any, template: Template, profile_id: int | None, process: Process | None = None) -> dict[str, Any]:
    """Where a process of the template could run: each machine with its load and forecast, and why it cannot be chosen.

    `process`: one that is there already and would be moved.
    """
    question = _Question(Line.read(), template, profile_of(profile_id), process)
    told = forecasts.of_machines(template)
    rows = {machine.pk: machine for machine in question.line.machines}
    shown = [row for row in list_machines(user) if row["id"] in rows]
    machines = [_choice(row, rows[row["id"]], question, told.get(row["id"])) for row in shown]
    _mark_first(machines)
    return {"machines": machines, **_auto(question), "move_reason": _why_not_moved(user, process)}


def places(user: Any, process: Process) -> dict[str, Any]:
    """The same for a process that is there."""
    return choices(user, process.template, process.job.profile_id, process)


def _why_not_moved(user: Any, process: Process | None) -> str | None:
    if process is None:
        return None
    reason = refusal(user, Right.PROCESSES_MANAGE, process) or actions.move(process)
    return str(reason) if reason else None


def _auto(question: _Question) -> dict[str, Any]:
    reason = matching.why_on_none(question.profile, workers_of(question.template), question.line.machines)
    position, beginning = question.there(None)
    return {
        "auto_reason": str(reason) if reason else None,
        "auto_queue_position": position,
        "auto_expected_start": beginning.at,
        "auto_expected_start_note": beginning.note(),
        "auto_is_here": question.is_here(None),
    }


def _choice(shown: Mapping[str, Any], machine: Machine, question: _Question, told: Told | None) -> dict[str, Any]:
    plain = ("id", "name", "address", "cores", "memory", "gpus", "slots", "running", "waiting", "load")
    position, beginning = question.there(machine)
    return {
        **{name: shown[name] for name in plain},
        "reason": question.why_not(machine),
        "queue_position": position,
        "expected_start": beginning.at,
        "expected_start_note": beginning.note(),
        "begins_first": False,
        "is_here": question.is_here(machine),
        "is_fitting": matching.fits(machine, question.profile, workers_of(question.template)),
        "forecast_s": told.total_s if told else None,
        "forecast_fits": told.fits if told else None,
    }


def _mark_first(machines: list[dict[str, Any]]) -> None:
    """Where it is, counts for more than the name."""
    possible = [one for one in machines if one["expected_start"] and not one["reason"] and one["is_fitting"]]
    first = min(possible, key=lambda one: (one["expected_start"], not one["is_here"]), default=None)
    if first is not None:
        first["begins_first"] = True
