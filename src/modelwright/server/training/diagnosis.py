"""What the doctor says of a failed process: why, the first error in its log, and what can be done."""

from typing import Any, Final

from modelwright.contract.events import Code
from modelwright.server.jobs.failures import failure_of
from modelwright.server.jobs.models import Status
from modelwright.server.training import actions, logs
from modelwright.server.training.models import Process
from modelwright.server.training.outputs import shown
from modelwright.server.training.proposals import Case
from modelwright.server.training.remedies import remedies_out, who_else

_UNEXPLAINED: Final = (Code.UNEXPECTED, Code.ENDED_WITHOUT_A_WORD, Code.MISSING_MODULE, Code.KILLED)
_LAST_LINES: Final = 12


def diagnosis(user: Any, process: Process) -> dict[str, Any] | None:
    """None while the latest attempt has not failed. What the log says is for those who may read it."""
    process = shown(Process.objects.filter(pk=process.pk)).get()
    job = process.job
    if job.status != Status.FAILED:
        return None
    case = Case(process)
    found = remedies_out(user, case)
    may_read = actions.may_monitor(process, user)
    return {
        "code": job.failure_code,
        "sentence": failure_of(job),
        "attempt": job.attempt,
        "first_error": logs.first_error(job) if may_read else None,
        "last_lines": logs.last_lines(job, _LAST_LINES) if may_read and case.code in _UNEXPLAINED else [],
        "remedies": found,
        "who_else": who_else(user, case, found),
    }
