"""The server's own steps in the journal: a job begins, runs, ends, is lost. What people ask for is recorded where they ask."""

from typing import Any, Final

from modelwright.server.core import audit
from modelwright.server.jobs import kinds
from modelwright.server.jobs.models import Job, Status
from modelwright.server.notices import outbox, topics

RECORDED: Final = (
    Status.STARTING,
    Status.RUNNING,
    Status.COMPLETED,
    Status.STOPPED,
    Status.FAILED,
    Status.LOST,
)


TOLD: Final = (Status.COMPLETED, Status.STOPPED, Status.FAILED, Status.LOST)
"""Somebody may want to know: keys of notices.events."""


def record_step(job: Job, before: str) -> None:
    """Of the thing that the attempt belongs to, where its kind names one."""
    if job.status not in RECORDED:
        return
    kind = kinds.find(job.kind)
    subject = kind.row_of(job) if kind else None
    if subject is not None and kind is not None and job.status in TOLD:
        _tell(job, kind.entity, subject)
    detail = {"before": {"status": before}, "after": {"status": str(job.status)}, **_facts(job)}
    audit.record(
        None,
        f"{kind.entity if kind else job.kind}.run_{job.status}",
        subject,
        detail,
        operation_key=job.operation_key,
    )


def _tell(job: Job, entity: str, subject: Any) -> None:
    """Where the app of that kind of thing has words for it."""
    if topics.find(entity) is None:
        return
    again = f"-{job.claimed_until:%Y%m%d%H%M%S}" if job.status == Status.LOST and job.claimed_until else ""
    outbox.tell(
        str(job.status),
        key=f"{job.operation_key}-{job.status}{again}",
        topic=entity,
        subject_id=job.subject_id,
        project=subject.project_of(),
        facts={"job_id": job.pk},
    )


def _facts(job: Job) -> dict[str, Any]:
    facts: dict[str, Any] = {"attempt": job.attempt, "machine": job.machine_name()}
    if job.status == Status.FAILED and job.failure_code:
        facts |= {"reason": str(job.failure_code), **job.failure_values}
    return facts
