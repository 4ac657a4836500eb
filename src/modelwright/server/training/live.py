"""Curves and the event stream of a process."""

import asyncio
import csv
import io
import time
from collections.abc import AsyncGenerator
from typing import Any, Final, NamedTuple

from django.db import close_old_connections
from django.db.models import TextField
from django.db.models.functions import MD5, Cast
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import translation
from django.utils.encoding import iri_to_uri

from modelwright.contract.tasks import MAIN_NETWORK, Network, Task
from modelwright.server.accounts.models import User
from modelwright.server.accounts.rights import Right, refusal
from modelwright.server.core import sse
from modelwright.server.core.threads import in_thread
from modelwright.server.jobs.models import Job
from modelwright.server.training import actions, metrics
from modelwright.server.training.models import Process
from modelwright.server.training.outputs import shown, whole_out
from modelwright.server.training.schemas_live import CurveNetwork, CurvesOut, Series
from modelwright.server.training.schemas_processes import ProcessOut

POINTS_SENT: Final = 6_000
"""Of all series together: more than a screen shows, and under 100 kB."""
LOOK_EVERY_S: Final = 0.3
_EVENTS_AT_ONCE: Final = 5_000
"""Bounds one message of a stream that has much to catch up with."""


def curves(process: Process, *, width: int, first: int | None = None, last: int | None = None) -> CurvesOut:
    """All series between two iterations, thinned out to the width with the extremes kept."""
    job = process.job
    series = {name: _within(points, first, last) for name, points in metrics.whole(job).items()}
    buckets = _buckets([len(points) for points in series.values()], max(10, min(width, POINTS_SENT)))
    return CurvesOut(
        last_event=job.last_event,
        networks=[_axes(job, network) for network in Network if network in job.plan.get("networks", {})],
        series=[_series(name, points, buckets) for name, points in series.items()],
    )


def _axes(job: Job, network: Network) -> CurveNetwork:
    plan = job.plan["networks"][network]
    return CurveNetwork(
        network=network, **{name: plan[name] for name in CurveNetwork.model_fields if name != "network"}
    )


def _buckets(counts: list[int], width: int) -> int:
    """So that 2 points a bucket are at most the width asked for, and all series together at most POINTS_SENT."""
    left, buckets = POINTS_SENT, width
    for position, count in enumerate(sorted(counts)):
        share = left // (len(counts) - position)
        buckets = min(width, max(5, share // 2))
        left -= min(count, 2 * buckets + 2)
    return buckets


def _within(points: metrics.Points, first: int | None, last: int | None) -> metrics.Points:
    if first is not None:
        points = points[points["iteration"] >= first]
    return points if last is None else points[points["iteration"] <= last]


def _series(name: str, points: metrics.Points, buckets: int) -> Series:
    sent = metrics.thin_out(points, buckets)
    return Series(
        name=name,
        iterations=sent["iteration"].tolist(),
        values=metrics.rounded(sent["value"]),
        count=len(points),
    )


def curves_csv(process: Process, network: Network | None) -> HttpResponse:
    """Every point of one network, or of the task's main one: a row per iteration, a column per series."""
    chosen = network or MAIN_NETWORK[Task(process.template.task)]
    prefix = f"{chosen}."
    whole = metrics.whole(process.job).items()
    series = {name.removeprefix(prefix): points for name, points in whole if name.startswith(prefix)}
    rows: dict[int, dict[str, float]] = {}
    for name, points in series.items():
        for iteration, value in zip(points["iteration"].tolist(), points["value"].tolist(), strict=True):
            rows.setdefault(iteration, {})[name] = value
    text = io.StringIO()
    writer = csv.DictWriter(text, ["iteration", *series], lineterminator="\n")
    writer.writeheader()
    writer.writerows({"iteration": iteration, **rows[iteration]} for iteration in sorted(rows))
    name = iri_to_uri(f"{process.template.name}-{process.number}-{chosen}.csv")
    return HttpResponse(
        text.getvalue(), content_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


class Look(NamedTuple):
    """What tells whether there is something to send: one cheap query. Status and count are read together, and the count
    moves before the status does, so a finished look never misses the last event."""

    job_id: int
    attempt: int
    status: str
    last_event: int
    disabled: bool
    published_name: str
    notices: str
    """A digest: the dispatcher has some of its own, which no event counts."""


def stream(request: HttpRequest, process: Process, *, after: int) -> StreamingHttpResponse:
    """Each event number comes once: behind `Last-Event-ID` (attempt.number), or behind `after` of the latest attempt."""
    attempt, number = _resumed(request.headers.get("Last-Event-ID", ""), process.job.attempt, after)
    return sse.response(_follow(process.pk, request.user, translation.get_language(), attempt, number))


def _resumed(last_event_id: str, attempt: int, after: int) -> tuple[int, int]:
    seen_attempt, _, number = last_event_id.rpartition(".")
    if number.isdecimal():
        return int(seen_attempt) if seen_attempt.isdecimal() else attempt, int(number)
    return attempt, max(0, after)


async def _follow(process_id: int, user: Any, language: str | None, attempt: int, after: int) -> AsyncGenerator[str]:
    sent: Look | None = None
    sent_at = time.monotonic()
    while (now := await in_thread(_look, process_id)) is not None:
        if now.attempt != attempt:  # another one was started: its events count from 1
            attempt, after = now.attempt, 0
        upto = min(now.last_event, after + _EVENTS_AT_ONCE)
        if now != sent or upto > after:
            update = await in_thread(_update, process_id, user, language, now.job_id, after, upto)
            if update is None:
                break
            yield sse.message("update", update, number=f"{attempt}.{max(after, upto)}")
            sent, sent_at, after = now, time.monotonic(), max(after, upto)
        elif now.status in Job.FINISHED:
            break
        elif time.monotonic() - sent_at > sse.KEEP_ALIVE_S:
            sent_at = time.monotonic()
            yield sse.KEEP_ALIVE
        if after >= now.last_event and now.status not in Job.FINISHED:
            await asyncio.sleep(LOOK_EVERY_S)
    yield sse.message("end", {})


def _look(process_id: int) -> Look | None:
    close_old_connections()
    columns = ("job_id", "job__attempt", "job__status", "job__last_event", "disabled", "published_name", "notices")
    rows = Process.objects.annotate(notices=MD5(Cast("job__notices", TextField())))
    found = rows.filter(pk=process_id).values_list(*columns).first()
    return Look(*found) if found else None


def _update(
    process_id: int, user: Any, language: str | None, job_id: int, after: int, upto: int
) -> dict[str, Any] | None:
    """None where the process is gone, or the person may no longer watch it."""
    user = User.objects.filter(pk=user.pk, is_active=True).first()  # what they may do can change while they watch
    process = shown(Process.objects.visible_to(user).filter(pk=process_id)).first() if user else None
    if process is None or refusal(user, Right.PROCESSES_VIEW, process) or not actions.may_monitor(process, user):
        return None
    points = metrics.between(Job(pk=job_id), after, upto) if upto > after else {}
    with translation.override(language):
        out = ProcessOut.model_validate(whole_out(process, user))
    return {"process": out.model_dump(mode="json"), "points": {name: _pairs(part) for name, part in points.items()}}


def _pairs(points: metrics.Points) -> list[list[float]]:
    return [[i, v] for i, v in zip(points["iteration"].tolist(), metrics.rounded(points["value"]), strict=True)]
