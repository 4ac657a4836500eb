"""How a run ended: from what it said last, its exit code, and what is left on the disk."""

import logging
import shutil
import signal
from typing import Any, Final, NamedTuple

from django.db import transaction

from modelwright.contract.events import Code, Outcome
from modelwright.contract.run_dir import RunDir
from modelwright.server.jobs import kinds
from modelwright.server.jobs.models import Job, Status

log = logging.getLogger(__name__)

_FULL_BELOW_BYTES: Final = 2**20
_OUTPUT_TAIL_BYTES: Final = 2000


class Failure(NamedTuple):
    code: Code
    values: dict[str, Any] = {}
    detail: str = ""

    def columns(self) -> dict[str, Any]:
        return {"failure_code": self.code, "failure_values": self.values, "failure_detail": self.detail}


def finish(job: Job) -> None:
    """Move an ended job to the state that its end means. All its events are in."""
    run_dir = RunDir(job.run_dir)
    said = job.progress.get("outcome")
    if said == Outcome.COMPLETED and run_dir.exit_code() in (0, None):
        complete(job, run_dir)
    elif said == Outcome.FAILED:
        fail(job)
    elif said == Outcome.STOPPED or job.status == Status.STOPPING:
        _end(job, Status.STOPPED)
    else:
        fail(job, cause_of_death(job, run_dir))


def complete(job: Job, run_dir: RunDir) -> None:
    try:
        with transaction.atomic():
            if job.move_to(Status.COMPLETED):
                kinds.of(job).on_success(job, run_dir)
    except Exception as error:
        log.exception("storing the results of job %s failed", job.pk)
        job.refresh_from_db()
        fail(job, Failure(Code.UNEXPECTED, {"detail": _one_line(error)}))


def fail(job: Job, failure: Failure | None = None) -> None:
    """Without a failure, the one that the engine reported stands."""
    _end(job, Status.FAILED, **(failure.columns() if failure else {}))


def _end(job: Job, status: Status, **changes: Any) -> None:
    if job.move_to(status, **changes):
        kinds.of(job).on_failure(job, RunDir(job.run_dir))


def cause_of_death(job: Job, run_dir: RunDir) -> Failure:
    """What most likely ended a run that did not say so itself."""
    exit_code, output = run_dir.exit_code(), _tail(run_dir)
    if shutil.disk_usage(run_dir.path).free < _FULL_BELOW_BYTES:
        return Failure(Code.DISK_FULL, {"folder": str(run_dir.path)}, output)
    if exit_code is None:
        return Failure(Code.MACHINE_LOST, {"machine": job.machine_name()}, output)
    if exit_code > 128:
        return Failure(Code.KILLED, {"signal": _signal_name(exit_code - 128)}, output)
    return Failure(Code.ENDED_WITHOUT_A_WORD, {"exit_code": exit_code}, output)


def cannot_begin(job: Job, error: Exception) -> Failure:
    """Why a claimed job never became a process."""
    log.warning("job %s cannot begin: %s", job.pk, error)
    if isinstance(error, OSError) and error.errno == 28:  # no space left
        return Failure(Code.DISK_FULL, {"folder": job.run_dir}, _one_line(error))
    detail = _one_line(error).rstrip(".。")  # it stands in the middle of a sentence
    return Failure(Code.BAD_SPEC, {"detail": detail}, _one_line(error))


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def _tail(run_dir: RunDir) -> str:
    """The end of what the process printed: what a crash leaves behind."""
    try:
        return run_dir.output_file.read_bytes()[-_OUTPUT_TAIL_BYTES:].decode(errors="replace").strip()
    except OSError:
        return ""


def _one_line(error: Exception) -> str:
    return " ".join(f"{error}".split())[:500] or type(error).__name__
