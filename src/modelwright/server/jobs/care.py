"""Looks after runs that are alive: one that takes too long, says nothing any more, or writes too much."""

import os
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from modelwright.contract.events import Code, Level, Message
from modelwright.contract.run_dir import RunDir, Written
from modelwright.server.jobs.models import Job, Status

_LINE_BYTES: Final = 2**16
"""So far back the end of a line is looked for."""


class _Silence(NamedTuple):
    written_at: int
    """When it last wrote, in nanoseconds."""
    since: float
    is_told: bool = False


class Care:
    """Of one dispatcher. Silence is counted from when it looked first, by a clock that stands still while the machine sleeps."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._silences: dict[int, _Silence] = {}

    def look_after(self, job: Job) -> None:
        """Call it for a job whose process is alive, once its events are in."""
        written = RunDir(job.run_dir).written()
        _cut_logs(job, written)
        if job.status not in (Status.STARTING, Status.RUNNING):
            self._silences.pop(job.pk, None)
        elif _is_over_time(job):
            _end(job, Code.TIME_LIMIT, hours=(job.time_limit_s or 0) / 3600)
        else:
            self._listen(job, max((file.stat.st_mtime_ns for file in written), default=0))

    def forget_all_but(self, jobs: Iterable[Job]) -> None:
        alive = {job.pk for job in jobs}
        self._silences = {pk: silence for pk, silence in self._silences.items() if pk in alive}

    def _listen(self, job: Job, written_at: int) -> None:
        limit_s = settings.HUNG_AFTER_MINUTES * 60
        known, now = self._silences.get(job.pk), self._clock()
        if not limit_s or known is None or known.written_at != written_at:
            self._silences[job.pk] = _Silence(written_at, now)
        elif now - known.since >= limit_s:
            _end(job, Code.HUNG, minutes=settings.HUNG_AFTER_MINUTES)
        elif now - known.since >= limit_s / 2 and not known.is_told:
            tell(job, Code.NO_SIGN_OF_LIFE, minutes=settings.HUNG_AFTER_MINUTES / 2)
            self._silences[job.pk] = known._replace(is_told=True)


def _is_over_time(job: Job) -> bool:
    if job.time_limit_s is None or job.started_at is None:
        return False
    return (timezone.now() - job.started_at).total_seconds() > job.time_limit_s


def _end(job: Job, code: Code, **values: Any) -> None:
    """As a person's stop does: its checkpoint is kept. When it is over, it has failed for this reason (outcome.finish)."""
    job.move_to(Status.STOPPING, ended_for={"code": code.value, "values": values})


def tell(job: Job, code: Code, **values: Any) -> None:
    """Something that people should know, among the notices that the engine sends; not while another dispatcher takes them in."""
    message = Message(time=time.time(), level=Level.WARNING, code=code, values=values)
    notices = [*job.notices, message.model_dump(mode="json", exclude={"kind"})][-Job.NOTICES_KEPT :]
    with transaction.atomic():
        if Job.objects.filter(pk=job.pk, last_event=job.last_event).update(notices=notices):
            job.notices = notices


def _cut_logs(job: Job, written: Iterable[Written]) -> None:
    """A log that grows beyond its bound keeps its first half, where the first error is, and goes on behind it."""
    most = int(settings.LOG_LIMIT_MB * 1e6)
    for file in written:
        if file.is_log and file.stat.st_size > most:
            _cut(file.path, most // 2)
            if not any(notice["code"] == Code.LOG_CUT for notice in job.notices):
                tell(job, Code.LOG_CUT, file=file.path.name, megabytes=settings.LOG_LIMIT_MB)


def _cut(file: Path, keep: int) -> None:
    """Whoever writes it appends, so that what comes next stands behind the mark."""
    with file.open("rb") as text:
        text.seek(max(0, keep - _LINE_BYTES))
        before = text.tell()
        end = text.read(keep - before).rfind(b"\n") + 1
    os.truncate(file, before + end if end else keep)
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with file.open("ab") as text:
        text.write(f"{stamp} WARNING What came here was cut off: the log had grown too large.\n".encode())
