"""The verbs of a process in the waiting line: another place in it, or another machine."""

from typing import Any

from django.db import transaction

from modelwright.server.core.audit import difference
from modelwright.server.core.errors import Conflict
from modelwright.server.jobs import order, wake
from modelwright.server.jobs.line import Line
from modelwright.server.jobs.models import Job, Machine
from modelwright.server.training import actions, estimates
from modelwright.server.training.creating import insist_on_room
from modelwright.server.training.machines import place_of
from modelwright.server.training.models import Process
from modelwright.server.training.noting import TOLD_AT_ONCE, note
from modelwright.server.training.outputs import process_out
from modelwright.server.training.places import place_in


@transaction.atomic
def move_in_line(user: Any, process: Process, move: order.Move) -> dict[str, int]:
    """Raises Conflict where the order is no longer what the person saw, Forbidden where somebody else's would wait longer."""
    moved = order.move(user, process.job, move)
    if moved.before != moved.after:
        note(user, "reordered", process, difference({"position": moved.before}, {"position": moved.after}))
    return {"position": moved.after}


@transaction.atomic
def move_to_machine(user: Any, process: Process, machine_id: int | None, profile_id: int | None) -> dict[str, Any]:
    """Wait for another machine, or for the first that fits. Nobody is passed by that who came earlier.

    Raises Conflict where it has begun meanwhile, Invalid where it cannot run there.
    """
    actions.insist(actions.move(process))
    where = place_of(process.template, machine_id, profile_id or process.job.profile_id)
    machine = where["machine"]
    if machine is not None:
        insist_on_room(machine, process)
    where["needs_bytes"] = estimates.needed_bytes(process.template, machine, resumed=False)
    _put_on(process.job, machine, where)
    names = {"machine": process.job.machine_name() or "auto"}, {"machine": machine.name if machine else "auto"}
    note(user, "moved", process, difference(*names))
    transaction.on_commit(wake.up)
    return process_out(process, user)


def _put_on(job: Job, machine: Machine | None, where: dict[str, Any]) -> None:
    place = place_in(Line.read(), job, machine)
    if place != job.place:  # behind all others: it was put ahead before
        where = where | {"moved_at": None, "moved_by": None}
    rows = Job.objects.filter(pk=job.pk, status=job.status, machine=job.machine_id)
    if not rows.update(place=place, **where):
        raise Conflict(TOLD_AT_ONCE)
