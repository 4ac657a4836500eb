"""What can be done with a process now, and why not: the buttons show it, and the verbs obey it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts import rights
from modelwright.server.accounts.rights import Right
from modelwright.server.core.errors import Conflict, Forbidden, Sentence
from modelwright.server.jobs.matching import why_not_on
from modelwright.server.jobs.models import Job, Machine, Status
from modelwright.server.training.models import Process
from modelwright.server.training.schemas_processes import Actions

Refusal = Sentence | None
_DISABLED: Final = _("The process is disabled. Enable it first.")


def start(process: Process) -> Refusal:
    """Once it has ended, another machine may be chosen for it."""
    return _begin(process, None) if process.job.status in (Status.STOPPED, Status.FAILED) else start_here(process)


def start_here(process: Process) -> Refusal:
    """On the machine that it has, or on the first that fits."""
    return _begin(process, None if process.job.is_auto else process.job.machine)


def resume(process: Process) -> Refusal:
    if process.job.status == Status.CREATED and process.job.continues_id is None:
        return _("It has not been started yet, so there is nothing to go on from.")
    if refusal := _begin(process, process.job.machine):  # where its checkpoint is
        return refusal
    if not process.job.has_checkpoint:
        return _("It ended before its first checkpoint. Start it from the beginning.")
    return None


def _begin(process: Process, machine: Machine | None) -> Refusal:
    job = process.job
    if process.disabled:
        return _DISABLED
    if job.status == Status.WAITING:
        return _("It is waiting for its machine already.")
    if job.status in Job.ACTIVE:
        return _("It is running.")
    if job.status == Status.COMPLETED:
        return _("It has completed. Create another process to train again.")
    return why_not_on(machine) if machine else None


def stop(process: Process) -> Refusal:
    match process.job.status:
        case Status.CREATED:
            return _("It has not been started yet.")
        case Status.WAITING:
            return _("It is waiting and does not run yet. Withdraw it instead.")
        case Status.STOPPING:
            return _("It is stopping already.")
        case Status.STARTING | Status.RUNNING | Status.LOST:
            return _DISABLED if process.disabled else None
        case _:
            return _("It is over.")


def withdraw(process: Process) -> Refusal:
    return None if process.job.status == Status.WAITING else _("It is not waiting.")


def move(process: Process) -> Refusal:
    """To another machine, before it has begun."""
    job = process.job
    if job.status not in (Status.CREATED, Status.WAITING):
        return _("It has begun already. Only what waits, or has not been started yet, can be moved to another machine.")
    if job.continues_id is not None:
        return _("It goes on from a checkpoint, and can only do that where it ran before.")
    return _DISABLED if process.disabled else None


def disable(process: Process) -> Refusal:
    if process.disabled:
        return _("It is disabled already.")
    return _("It is waiting for its machine. Withdraw it first.") if process.job.status == Status.WAITING else None


def enable(process: Process) -> Refusal:
    return None if process.disabled else _("It is not disabled.")


def delete(process: Process) -> Refusal:
    if process.job.status == Status.WAITING:
        return _("It is waiting for its machine. Withdraw it first.")
    return _("It is running. Stop it first.") if process.job.status in Job.ACTIVE else None


def monitor(process: Process) -> Refusal:
    never = process.job.attempt == 1 and process.job.status == Status.CREATED
    return _("It has not been started yet.") if never else None


def report(process: Process) -> Refusal:
    return None if process.job.status == Status.COMPLETED else _("The report is there once the training has completed.")


def publish(process: Process) -> Refusal:
    if process.published_name:
        return _("It is published already, as %(version)s.") % {"version": process.published_name}
    if process.checkpoints_removed_at:
        return _("Its checkpoints were removed on %(date)s to free disk space. Train again to publish it.") % {
            "date": f"{process.checkpoints_removed_at:%Y-%m-%d}"
        }
    return None if process.job.status == Status.COMPLETED else _("Only a completed training can be published.")


def schedule(process: Process) -> Refusal:
    """To be started by the clock, once."""
    if process.disabled:
        return _DISABLED
    if process.job.status != Status.CREATED:
        return _("Only a created process can be scheduled. Withdraw it, or create another one.")
    return _("The process is scheduled already. Change or delete that schedule.") if process.scheduled_at else None


def _always(_process: Process) -> Refusal:
    return None


_RULES: Final[dict[str, tuple[Callable[[Process], Refusal], *tuple[Right, ...]]]] = {
    "start": (start, Right.PROCESSES_MANAGE),
    "resume": (resume, Right.PROCESSES_MANAGE),
    "stop": (stop, Right.PROCESSES_MANAGE),
    "withdraw": (withdraw, Right.PROCESSES_MANAGE),
    "disable": (disable, Right.PROCESSES_MANAGE),
    "enable": (enable, Right.PROCESSES_MANAGE),
    "delete": (delete, Right.PROCESSES_DELETE),
    "monitor": (monitor, Right.PROCESSES_VIEW),
    "report": (report, Right.PROCESSES_VIEW),
    "publish": (publish, Right.PROCESSES_MANAGE, Right.MODELS_CREATE),
    "schedule": (schedule, Right.PROCESSES_MANAGE),
    "annotate": (_always, Right.PROCESSES_MANAGE),
    "clone": (_always, Right.PROCESSES_CREATE, Right.TEMPLATES_CREATE),
}


def of(process: Process, missing: Mapping[str, Refusal]) -> Actions:
    """Each action's reason why not; the rights, as `missing_rights` says, are asked for first."""
    reasons = {name: missing[name] or refusal(process) for name, (refusal, *_needed) in _RULES.items()}
    return Actions(**{name: None if reason is None else str(reason) for name, reason in reasons.items()})


def missing_rights(process: Process, user: Any) -> dict[str, Refusal]:
    """By action: the right that the person lacks. It is the same for all processes of one author."""
    missing = {name: _missing(needed, process, user) for name, (_refusal, *needed) in _RULES.items()}
    return {**missing, "monitor": _may_not_monitor(process, user) or missing["monitor"]}


def why_not(name: str, process: Process, user: Any) -> Refusal:
    """Why the person cannot do it now; None where they can."""
    refusal, *needed = _RULES[name]
    return _missing(needed, process, user) or refusal(process)


def insist(refusal: Refusal) -> None:
    """Raise Conflict where an action is refused."""
    if refusal is not None:
        raise Conflict(refusal)


def insist_on_monitoring(process: Process, user: Any) -> None:
    """Raise Forbidden where the person may not watch this process (A16, X1)."""
    refusal = _may_not_monitor(process, user)
    if refusal is not None:
        raise Forbidden(refusal)


def may_monitor(process: Process, user: Any) -> bool:
    return _may_not_monitor(process, user) is None


def _may_not_monitor(process: Process, user: Any) -> Refusal:
    """Watching needs the right to manage, unless the setting asks for less; authors may always watch their own."""
    if process.author_id == user.pk:
        return None
    needed = Right.PROCESSES_VIEW if settings.MONITORING_NEEDS == "view" else Right.PROCESSES_MANAGE
    return rights.refusal(user, needed, process)


def _missing(needed: Iterable[Right], process: Process, user: Any) -> Refusal:
    refusals = (rights.refusal(user, right, process) for right in needed)
    return next((refusal for refusal in refusals if refusal is not None), None)
