"""Work on one job that must not keep others waiting when it fails."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from modelwright.server.jobs.models import Job

log = logging.getLogger(__name__)

Result = TypeVar("Result")


def safely(work: Callable[..., Result], job: Job, *more: Any) -> Result | None:
    """None where it failed, which the log tells."""
    try:
        return work(job, *more)
    except Exception:
        log.exception("job %s could not be looked after; it is tried again", job.pk)
        return None
