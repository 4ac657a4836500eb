"""How a run ended: from what it said last, its exit code, and what is left on the disk."""

import logging
from typing import Any

from django.db import transaction

from modelwright.contract.events import Code, Outcome
from modelwright.contract.run_dir import RunDir
from modelwright.server.core.errors import UserError
from modelwright.server.jobs import kinds
from modelwright.server.jobs.deaths import Failure, cause_of_death
from modelwright.server.jobs.models import Job, Status

log = logging.getLogger(__name__)


def finish(job: Job) -> None:
    """Move an ended job to the state that its end means. All its events are in."""
    run_dir = RunDir(job.run_dir)
    said = job.progress.get("outcome")
    if said == Outcome.COMPLETED and run_dir.exit_code() in (0, None):
        complete(job, run_dir)
    elif job.ended_for:
        fail(job, Failure(Code(job.ended_for["code"]), job.ended_for["values"]))
    elif said == Outcome.FAILED or (said == Outcome.STOPPED and _was_interrupted(job)):
        fail(job)
    elif said == Outcome.STOPPED or job.status == Status.STOPPING:
        _end(job, Status.STOPPED)
    else:
        fail(job, cause_of_death(job, run_dir))


def _was_interrupted(job: Job) -> bool:
    """It stopped by itself, because the system asked it to; a person who asks as well wins."""
    return job.failure_code == Code.INTERRUPTED and job.status != Status.STOPPING


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


def cannot_begin(job: Job, error: Exception) -> Failure:
    """Why a claimed job never became a process."""
    log.warning("job %s cannot begin: %s", job.pk, error)
    if isinstance(error, OSError) and error.errno == 28:  # no space left
        return Failure(Code.DISK_FULL, {"folder": job.run_dir}, _one_line(error))
    detail = _one_line(error).rstrip(".。")  # it stands in the middle of a sentence
    values = error.detail if isinstance(error, UserError) else {}
    return Failure(Code.BAD_SPEC, {**values, "detail": detail}, _one_line(error))


def _one_line(error: Exception) -> str:
    return " ".join(f"{error}".split())[:500] or type(error).__name__
