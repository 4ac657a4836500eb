"""Takes an engine's events in by number: each exactly once, whatever dies in between."""

import logging
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db import transaction
from pydantic import ValidationError

from modelwright.contract.events import (
    EVENT,
    Checkpoint,
    Event,
    Finished,
    Level,
    Message,
    Metrics,
    Plan,
    Progress,
    Stage,
)
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Network
from modelwright.server.jobs import kinds
from modelwright.server.jobs.kinds import NumberedEvent
from modelwright.server.jobs.models import Job
from modelwright.server.jobs.safely import safely

log = logging.getLogger(__name__)

EVENTS_AT_ONCE: Final = 20_000
"""Bounds the memory and the length of one transaction."""


class _News(NamedTuple):
    """What one run has written since the last time."""

    job: Job
    lines: int
    events: Sequence[NumberedEvent]
    """Those of the lines that can be read."""
    changes: dict[str, Any]
    """The job's columns after them."""


def ingest_all(job: Job) -> None:
    while ingest(job):
        pass


def ingest(job: Job) -> int:
    """Take in what the run has written since the last time; says how many lines that were."""
    news = _news_of(job, EVENTS_AT_ONCE)
    return news.lines if news and _store([news]) else 0


def ingest_together(jobs: Collection[Job]) -> None:
    """Take in what all of them have written, in one transaction: most of its cost comes once, however many they are.

    Where that fails, each by itself: a run whose events cannot be stored keeps no other waiting.
    """
    at_once = EVENTS_AT_ONCE // max(1, len(jobs)) + 1
    news = [told for job in jobs if (told := safely(_news_of, job, at_once))]
    try:
        _store(news)
    except Exception as error:
        log.warning("what %s runs have written cannot be stored together: %r", len(news), error)
        for told in news:
            safely(ingest, told.job)


def _news_of(job: Job, at_once: int) -> _News | None:
    lines = list(islice(RunDir(job.run_dir).event_lines(after=job.last_event, offset=job.last_offset), at_once))
    if not lines:
        return None
    events = [(number, event) for number, _, line in lines if (event := _event(job, number, line)) is not None]
    summary = {name: value for name, value in _summary(job, events).items() if value != getattr(job, name)}
    return _News(job, len(lines), events, {"last_event": lines[-1][0], "last_offset": lines[-1][1], **summary})


def _store(news: Sequence[_News]) -> int:
    """Says of how many jobs it was.

    The counts move in the same transaction as the points are stored, and only from where this process saw them: a crash
    repeats nothing, and of two dispatchers one goes away empty-handed. Both go by the keys, so neither waits for the other.
    """
    if not news:
        return 0
    with transaction.atomic():
        counted = [told for told in sorted(news, key=lambda told: told.job.pk) if _count(told)]
        kinds.on_events([(told.job, told.events) for told in counted])
    ours = {told.job.pk for told in counted}
    for told in news:
        _keep(told) if told.job.pk in ours else told.job.refresh_from_db()
    return len(counted)


def _count(told: _News) -> bool:
    return bool(Job.objects.filter(pk=told.job.pk, last_event=told.job.last_event).update(**told.changes))


def _keep(told: _News) -> None:
    for name, value in told.changes.items():
        setattr(told.job, name, value)


def _event(job: Job, number: int, line: bytes) -> Event | None:
    try:
        return EVENT.validate_json(line)
    except ValidationError:
        log.warning("event %s of job %s cannot be read and is passed over", number, job.pk)
        return None


def _summary(job: Job, events: Sequence[NumberedEvent]) -> dict[str, Any]:
    """The job's columns after the events."""
    changes: dict[str, Any] = {
        "plan": job.plan,
        "stages": list(job.stages),
        "progress": dict(job.progress),
        "notices": list(job.notices),
    }
    for _, event in events:
        _apply(changes, event)
    return changes


def _apply(changes: dict[str, Any], event: Event) -> None:
    match event:
        case Metrics():
            _tell(changes, event.network, {**event.values, "iteration": event.iteration, "epoch": event.epoch})
        case Progress():
            own = event.model_dump(include={"iteration", "epoch", "seconds_per_iteration"})
            _tell(changes, event.network, own)
            changes["progress"].update(remaining_s=event.remaining_s, share=event.share, at=event.time)
        case Stage():
            changes["stages"] = _with_stage(changes["stages"], event)
        case Plan():
            planned = event.model_dump(mode="json", exclude={"kind", "time"})
            changes["plan"] = {"networks": {**changes["plan"].get("networks", {}), event.network.value: planned}}
            changes["progress"]["network"] = event.network.value
        case Checkpoint(which="last"):
            changes["progress"]["checkpoint"] = {"network": event.network.value, "iteration": event.iteration}
        case Message() if event.code or event.level != Level.INFO:
            notice = event.model_dump(mode="json", exclude={"kind"})
            changes["notices"] = [*changes["notices"], notice][-Job.NOTICES_KEPT :]
        case Finished():
            changes["progress"]["outcome"] = event.outcome.value
            changes |= {
                "failure_code": event.code or "",
                "failure_values": event.values,
                "failure_detail": event.detail,
            }


def _tell(changes: dict[str, Any], network: Network, values: dict[str, Any]) -> None:
    """The latest numbers of one network; it is the one in training."""
    known = changes["progress"].get("networks", {})
    told = {**known.get(network, {}), **values}
    changes["progress"].update(network=network.value, networks={**known, network.value: told})


def _with_stage(stages: list[dict[str, Any]], event: Stage) -> list[dict[str, Any]]:
    earlier = next((stage for stage in stages if stage["name"] == event.name), None)
    started = earlier["started"] if earlier else datetime.fromtimestamp(event.time, UTC).isoformat()
    stage = {**event.model_dump(mode="json", exclude={"kind", "time"}), "started": started}
    return [stage if old is earlier else old for old in stages] if earlier else [*stages, stage]
