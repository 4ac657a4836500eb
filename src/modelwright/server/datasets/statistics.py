"""What the images of a dataset are like as a whole: states, sizes, brightness, contrast, formats."""

import math
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Count, Q
from ninja import Schema

from modelwright.server.datasets import surveying
from modelwright.server.datasets.filters import LABELLED, NO_SPLIT
from modelwright.server.datasets.models import Dataset, Split

BRIGHTNESS_STEP: Final = 16
CONTRAST_STEP: Final = 8
_CELLS: Final = 24
"""Steps of each side in the picture of sizes."""


class Bin(Schema):
    low: int
    high: int
    """The first value that no longer belongs to it."""
    count: int


class SizeOut(Schema):
    """Images of about one size, pixels."""

    width: int
    height: int
    count: int


class StatisticsOut(Schema):
    images: int
    labelled: int
    problems: int
    """Images that cannot be used as they are, or whose annotation cannot."""
    excluded: int
    splits: dict[str, int]
    """Images by the part of the training data that they were given to; `none`: not given to any yet."""
    looked_at: int
    """Images whose brightness and contrast are known."""
    pending: bool
    """Images are still being looked at; ask again."""
    sizes: list[SizeOut]
    sides: list[Bin]
    """Of the longer side, each step twice the one before."""
    brightness: list[Bin]
    contrast: list[Bin]
    formats: dict[str, int]


def statistics(dataset: Dataset) -> StatisticsOut:
    """Of all its samples, in a few queries however many there are."""
    rows = dataset.samples.order_by()
    sizes = list(rows.exclude(width=None).values_list("width", "height").annotate(count=Count("pk")))
    totals = rows.aggregate(
        images=Count("pk"),
        labelled=Count("pk", filter=LABELLED),
        problems=Count("pk", filter=~Q(problem="", annotation_problem="")),
        excluded=Count("pk", filter=~Q(excluded_because="")),
        looked_at=Count("brightness"),
    )
    return StatisticsOut(
        **totals,
        splits=_splits(rows),
        pending=not surveying.is_done(dataset.pk),
        sizes=_sizes(sizes),
        sides=_sides(sizes),
        brightness=_bins(_values(rows, "brightness"), BRIGHTNESS_STEP, 256),
        contrast=_bins(_values(rows, "contrast"), CONTRAST_STEP, 128),
        formats=_formats(dataset),
    )


def _splits(rows: Any) -> dict[str, int]:
    counts = dict(rows.values_list("split").annotate(count=Count("pk")))
    return {name or NO_SPLIT: counts[name] for name in (*Split.values, "") if name in counts}


def _values(rows: Any, column: str) -> list[tuple[int, int]]:
    return list(rows.exclude(**{column: None}).values_list(column).annotate(count=Count("pk")))


def _bins(values: Iterable[tuple[int, int]], step: int, end: int) -> list[Bin]:
    """Every step from 0 to the end, empty ones too; nothing when there is no value."""
    counts: Counter[int] = Counter()
    for value, count in values:
        counts[min(value, end - 1) // step] += count
    return [Bin(low=low, high=low + step, count=counts[low // step]) for low in range(0, end if counts else 0, step)]


def _sides(sizes: list[tuple[int, int, int]]) -> list[Bin]:
    counts: Counter[int] = Counter()
    for width, height, count in sizes:
        counts[max(1, width, height).bit_length()] += count
    if not counts:
        return []
    return [Bin(low=2 ** (bits - 1), high=2**bits, count=counts[bits]) for bits in range(min(counts), max(counts) + 1)]


def _sizes(sizes: list[tuple[int, int, int]]) -> list[SizeOut]:
    """At most a few hundred: where there are more, those that lie close together count as one."""
    if len(sizes) <= _CELLS * _CELLS // 2:
        return [SizeOut(width=width, height=height, count=count) for width, height, count in sorted(sizes)]
    step = math.ceil(max(max(width, height) for width, height, _count in sizes) / _CELLS)
    cells: Counter[tuple[int, int]] = Counter()
    for width, height, count in sizes:
        cells[width // step, height // step] += count
    middle = step // 2
    return [
        SizeOut(width=x * step + middle, height=y * step + middle, count=count)
        for (x, y), count in sorted(cells.items())
    ]


def _formats(dataset: Dataset) -> dict[str, int]:
    """As the checks counted them, the most frequent first."""
    total: Counter[str] = Counter()
    for facts in dataset.paths.values_list("facts", flat=True):
        total.update(facts.get("formats", {}))
    return dict(total.most_common())
