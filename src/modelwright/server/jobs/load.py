"""How loaded the machines are: measured every few seconds, kept fine for a day and coarse for a month."""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, IntegerField, QuerySet, TextField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Invalid
from modelwright.server.core.functions import Epoch, Together
from modelwright.server.jobs.machines import own_identifier
from modelwright.server.jobs.meter import Meter
from modelwright.server.jobs.models import Job, LoadSample, Machine

FINE_S: Final = 10
COARSE_S: Final = 300
KEPT: Final = {FINE_S: timedelta(days=1), COARSE_S: timedelta(days=30)}
_NOW: Final = timedelta(minutes=1)
"""A sample that is older says nothing about now."""
Reading = Mapping[str, float]
Summed = dict[str, dict[str, float]]


class Sampler:
    """Background work of the dispatcher: measures its machine, and clears up behind itself."""

    def __init__(self) -> None:
        self._meter = Meter()
        self._due = 0.0

    def __call__(self, should_stop: Callable[[], bool]) -> bool:
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + FINE_S
            self.sample(timezone.now())
        return False

    def sample(self, now: datetime) -> None:
        machine = Machine.objects.present().filter(identifier=own_identifier()).first()
        if machine is None:
            return
        store(machine, self._meter.read(with_gpus=bool(machine.gpus)), now)
        if now.timestamp() % COARSE_S < FINE_S:
            roll_up(machine, now)


def store(machine: Machine, read: Mapping[str, float], now: datetime) -> None:
    sample = LoadSample(
        machine=machine, span_s=FINE_S, at=_floor(now, FINE_S), running=_running(machine), mean=read, peak=read
    )
    LoadSample.objects.bulk_create([sample], ignore_conflicts=True)


def _running(machine: Machine) -> dict[str, int]:
    counted = Job.objects.active().filter(machine=machine).values("kind").annotate(count=Count("pk")).order_by("kind")
    return {row["kind"]: row["count"] for row in counted}


def roll_up(machine: Machine, now: datetime) -> None:
    """Make coarse samples of the fine ones since the last time, and let go of what is too old."""
    samples = LoadSample.objects.filter(machine=machine)
    fine = samples.filter(span_s=FINE_S, at__lt=_floor(now, COARSE_S))
    last = samples.filter(span_s=COARSE_S).order_by("-at").first()
    since = fine.filter(at__gte=last.at + timedelta(seconds=COARSE_S)) if last else fine
    coarse = [
        LoadSample(machine=machine, span_s=COARSE_S, at=at, **_summed_rows(rows))
        for at, rows in _grouped(since.order_by("at"), COARSE_S).items()
    ]
    LoadSample.objects.bulk_create(coarse, ignore_conflicts=True)
    for span_s, kept in KEPT.items():
        samples.filter(span_s=span_s, at__lt=now - kept).delete()


def _summed_rows(rows: list[LoadSample]) -> Summed:
    return summed([row.mean for row in rows], [row.peak for row in rows], [row.running for row in rows])


def latest(machines: Iterable[Machine]) -> dict[int, LoadSample]:
    """By machine: the sample of now, where it measures."""
    rows = LoadSample.objects.filter(machine__in=list(machines), span_s=FINE_S, at__gte=timezone.now() - _NOW)
    return {sample.machine_id: sample for sample in rows.order_by("at")}


def curves(machine: Machine, since: datetime | None, until: datetime | None, points: int) -> dict[str, Any]:
    """The machine's load between two times in at most `points` steps; a step without a sample is null.

    Raises Invalid where there is no time between the two.
    """
    now = timezone.now()
    oldest = now - KEPT[COARSE_S]
    last = max(oldest, min(until or now, now))
    first = max(oldest, since or last - timedelta(hours=1))
    if first >= last:
        sentence = _("The range ends before it begins, or lies in the future. Choose an earlier beginning.")
        raise Invalid(sentence, fields={"since": sentence})
    range_s = (last - first).total_seconds()
    is_fine = first >= now - KEPT[FINE_S] and _step(range_s, FINE_S, points) <= COARSE_S / 2  # else too many are read
    span_s = FINE_S if is_fine else COARSE_S
    step_s = _step(range_s, span_s, points)
    rows = LoadSample.objects.filter(machine=machine, span_s=span_s, at__gte=_floor(first, step_s), at__lt=last)
    return _series(_summed_by_step(rows, step_s), _steps(first, last, step_s), step_s)


def _step(range_s: float, span_s: int, points: int) -> int:
    """Seconds: a multiple of the samples' own span, one step less than asked for because both ends are cut."""
    spans = range_s / span_s / max(1, points - 1)
    return span_s * max(1, int(spans) + (spans > int(spans)))


def _steps(first: datetime, last: datetime, step_s: int) -> list[datetime]:
    begin = _floor(first, step_s)
    count = int((last - begin).total_seconds() // step_s) + 1
    return [begin + timedelta(seconds=step_s * number) for number in range(count)]


def _summed_by_step(rows: "QuerySet[LoadSample]", step_s: int) -> dict[datetime, Summed]:
    """The database puts the samples of a step together: a row for each step instead of thousands."""
    together = {f"{name}_texts": Together(name, output_field=TextField()) for name in ("mean", "peak", "running")}
    steps = (
        rows.order_by()
        .annotate(step=Epoch("at", output_field=IntegerField()) / step_s)
        .values("step")
        .annotate(**together)
    )
    return {
        datetime.fromtimestamp(step * step_s, UTC): summed(*(json.loads(f"[{text}]") for text in texts))
        for step, *texts in steps.values_list("step", *together)
    }


def _series(groups: Mapping[datetime, Summed], steps: list[datetime], step_s: int) -> dict[str, Any]:
    told = [groups.get(at) for at in steps]
    return {"step_s": step_s, "at": steps} | {
        kind: {name: [row and row[kind].get(name, missing) for row in told] for name in _names(told, kind)}
        for kind, missing in (("mean", None), ("peak", None), ("running", 0))
    }


def _names(told: Iterable[Mapping[str, Any] | None], kind: str) -> list[str]:
    return sorted({name for row in told if row for name in row[kind]})


def summed(means: list[Reading], peaks: list[Reading], running: list[Reading]) -> Summed:
    """Of samples of one length: the mean of the means, the highest peak, the most that ran."""
    return {
        "mean": {name: round(sum(values) / len(values), 4) for name, values in _by_name(means).items()},
        "peak": {name: max(values) for name, values in _by_name(peaks).items()},
        "running": {name: max(values) for name, values in _by_name(running).items()},
    }


def _by_name(readings: list[Reading]) -> dict[str, list[float]]:
    named: dict[str, list[float]] = defaultdict(list)
    for reading in readings:
        for name, value in reading.items():
            named[name].append(value)
    return named


def _grouped(rows: Iterable[LoadSample], span_s: int) -> dict[datetime, list[LoadSample]]:
    groups: dict[datetime, list[LoadSample]] = defaultdict(list)
    for row in rows:
        groups[_floor(row.at, span_s)].append(row)
    return groups


def _floor(at: datetime, span_s: int) -> datetime:
    return datetime.fromtimestamp(at.timestamp() // span_s * span_s, UTC)
