"""Stores the points of a run packed, and gives them back by event number or for a chart."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from modelwright.contract.events import Metrics
from modelwright.contract.tasks import Network
from modelwright.server.jobs.kinds import News
from modelwright.server.jobs.models import Job
from modelwright.server.training.models import MetricBlock

_ORDER: Final = tuple(Network)
"""In which networks of one run are trained."""

Points = npt.NDArray[np.void]
"""Rows of POINT, by event number."""

_Series = tuple[int, str]
"""The key of its job, and its name."""

POINT: Final = np.dtype([("event", "<u4"), ("iteration", "<u4"), ("value", "<f8")])
FULL: Final = 1024
"""A block with this many points is not extended: rewriting it would cost more than reading another one."""

_GROWS: Final = ("points", "count", "first_event", "last_event", "first_iteration", "last_iteration")
"""What changes of a block that is extended."""


class Place(NamedTuple):
    """Where a run was, of all its networks together."""

    network: Network
    iteration: int


def store(news: Iterable[News]) -> None:
    """Add the points of new events. Call once per event, in one transaction with counting it."""
    series: dict[_Series, list[tuple[int, int, float]]] = defaultdict(list)
    for job, events in news:
        for number, event in events:
            if isinstance(event, Metrics):
                for name, value in event.values.items():
                    series[job.pk, f"{event.network}.{name}"].append((number, event.iteration, value))
    if series:
        _append({whose: np.array(rows, dtype=POINT) for whose, rows in series.items()})


def _append(series: dict[_Series, Points]) -> None:
    """With the same few queries however many runs and series: it is done for all that are active, several times a second."""
    jobs, names = {job for job, _ in series}, {name for _, name in series}
    unfilled = MetricBlock.objects.filter(job__in=jobs, series__in=names, count__lt=FULL).order_by("first_event")
    tails = {(block.job_id, block.series): block for block in unfilled if (block.job_id, block.series) in series}
    for (job, name), points in series.items():
        _fill(tails.setdefault((job, name), MetricBlock(job_id=job, series=name, points=b"")), points)
    grown = [block for block in tails.values() if block.pk]
    MetricBlock.objects.bulk_create(grown, update_conflicts=True, update_fields=_GROWS, unique_fields=["id"])
    MetricBlock.objects.bulk_create(block for block in tails.values() if block.pk is None)


def _fill(block: MetricBlock, points: Points) -> None:
    points = np.concatenate([_joined([block.points]), points])
    block.points, block.count = points.tobytes(), len(points)
    block.first_event, block.last_event = int(points["event"][0]), int(points["event"][-1])
    block.first_iteration, block.last_iteration = int(points["iteration"].min()), int(points["iteration"].max())


def between(job: Job, after: int, last: int) -> dict[str, Points]:
    """By series: the points of the events past `after`, up to and with `last`."""
    blocks = MetricBlock.objects.filter(job=job, last_event__gt=after, first_event__lte=last)
    rows = blocks.order_by("series", "first_event").values_list("series", "points")
    found = {name: _joined(points for _, points in group) for name, group in groupby(rows, key=itemgetter(0))}
    return {
        name: points[(points["event"] > after) & (points["event"] <= last)] for name, points in sorted(found.items())
    }


def whole(job: Job) -> dict[str, Points]:
    """By series: all points of the attempt, and before them those of the attempts that it goes on from.

    An earlier attempt counts up to where the next one took over: whole networks, and the last one up to an iteration.
    """
    parts: list[dict[str, Points]] = []
    until: Place | None = None
    attempt: Job | None = job
    while attempt is not None:
        parts.insert(0, _until(between(attempt, 0, attempt.last_event), until))
        start = taken_over_at(attempt)
        until = min(start, until, key=_order) if start and until else start or until
        attempt = attempt.continues
    names = sorted({name for part in parts for name in part})
    return {name: np.concatenate([part[name] for part in parts if name in part]) for name in names}


def taken_over_at(attempt: Job) -> Place | None:
    """Where a resumed attempt goes on: as its engine said, or as the checkpoint was when it started."""
    resumed_at = attempt.progress.get("resumed_at")
    if resumed_at is None:
        return None
    network = Network(resumed_at["network"])
    planned = attempt.plan.get("networks", {}).get(network, {})
    return Place(network, int(planned.get("first_iteration", resumed_at["iteration"])))


def _order(place: Place) -> tuple[int, int]:
    return _ORDER.index(place.network), place.iteration


def thin_out(points: Points, buckets: int) -> Points:
    """At most 2 * buckets + 2 points with the smallest and the largest of each bucket, and both ends."""
    count = len(points)
    if count <= 2 * buckets:
        return points
    size = -(-count // buckets)
    padded = np.pad(points["value"], (0, -count % size), mode="edge").reshape(-1, size)
    starts = np.arange(len(padded)) * size
    chosen = np.concatenate([starts + padded.argmin(axis=1), starts + padded.argmax(axis=1), [0, count - 1]])
    kept: Points = points[np.unique(np.minimum(chosen, count - 1))]
    return kept


def rounded(values: Any) -> list[float]:
    """Five significant digits: finer than any screen, and half the bytes."""
    return [float(f"{value:.5g}") for value in values.tolist()]


def _until(series: dict[str, Points], place: Place | None) -> dict[str, Points]:
    """What came before the place: all of the networks that were trained before its own, nothing of those after it."""
    if place is None:
        return series
    kept = {}
    for name, points in series.items():
        distance = _ORDER.index(Network(name.partition(".")[0])) - _ORDER.index(place.network)
        if distance <= 0:
            kept[name] = points if distance < 0 else points[points["iteration"] <= place.iteration]
    return kept


def _joined(blocks: Iterable[bytes | memoryview]) -> Points:
    return np.frombuffer(b"".join(bytes(block) for block in blocks), dtype=POINT)
