"""The verbs that change a process that is there."""

from datetime import datetime
from typing import Any

from django.db import transaction

from modelwright.server.core.audit import difference
from modelwright.server.core.errors import Conflict
from modelwright.server.jobs import wake
from modelwright.server.jobs.models import Status
from modelwright.server.training import actions
from modelwright.server.training.models import Process
from modelwright.server.training.noting import TOLD_AT_ONCE, note
from modelwright.server.training.outputs import process_out


def set_scheduled(process: Process, at: datetime | None) -> None:
    """What the schedule of it says; the schedule's own verbs record that."""
    Process.objects.filter(pk=process.pk).update(scheduled_at=at)


def withdraw_process(user: Any, process: Process) -> dict[str, Any]:
    """X8: take it off the queue; it is as if it had not been started."""
    actions.insist(actions.withdraw(process))
    return _moved(user, process, Status.CREATED, "withdrawn")


def stop_process(user: Any, process: Process) -> dict[str, Any]:
    """The dispatcher passes the wish on; the run saves a checkpoint and ends between two steps."""
    actions.insist(actions.stop(process))
    return _moved(user, process, Status.STOPPING, "stopped")


@transaction.atomic
def _moved(user: Any, process: Process, status: Status, verb: str) -> dict[str, Any]:
    before = process.job.status
    if not process.job.move_to(status):
        raise Conflict(TOLD_AT_ONCE)
    note(user, verb, process, difference({"status": str(before)}, {"status": str(status)}))
    transaction.on_commit(wake.up)
    return process_out(process, user)


@transaction.atomic
def set_disabled(user: Any, process: Process, *, disabled: bool) -> dict[str, Any]:
    """A7, A8. One that runs goes on, but cannot be stopped until it is enabled (X34)."""
    actions.insist(actions.disable(process) if disabled else actions.enable(process))
    if not Process.objects.filter(pk=process.pk, disabled=not disabled).update(disabled=disabled):
        raise Conflict(TOLD_AT_ONCE)
    changed = difference({"disabled": process.disabled}, {"disabled": disabled})
    note(user, "disabled" if disabled else "enabled", process, changed)
    return process_out(process, user)
