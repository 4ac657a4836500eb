"""A zip of measured samples: what is read of each, and its line in the table."""

from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Final

from modelwright.server.core import zips
from modelwright.server.datasets import mirrors, places
from modelwright.server.training.models import MeasuredSample

_COLUMNS: Final = (
    "file",
    "path",
    "set",
    "label",
    "predicted",
    "confidence",
    "label_confidence",
    "score",
    "correct",
    "reason",
)


def stream(rows: Sequence[MeasuredSample]) -> AsyncIterator[bytes]:
    """The zip in pieces. An image that is gone is missing in the zip; its line of samples.csv says so."""
    return zips.stream(_entries(rows))


def _entries(rows: Sequence[MeasuredSample]) -> Iterator[zips.Entry]:
    lines = []
    for row in rows:
        entry = _entry(row)
        lines.append(_line(entry.name if entry else "(gone)", row))
        if entry:
            yield entry
    yield zips.Entry("samples.csv", zips.table(_COLUMNS, lines), compressed=True)


def _entry(row: MeasuredSample) -> zips.Entry | None:
    """Its name: true class, predicted class, number, own name. None when the file is gone."""
    predicted = row.predicted or row.reason
    name = f"{zips.safe(row.label)}/{zips.safe(predicted)}/{row.pk}-{zips.safe(Path(row.path).name)}"
    if not places.may_be_shown(Path(row.path)):
        return None
    try:
        return zips.Entry(name, Path(row.path).read_bytes())
    except (OSError, ValueError):
        return None


def _line(name: str, row: MeasuredSample) -> tuple[object, ...]:
    return (
        name,
        mirrors.shown(row.path),
        row.part,
        row.label,
        row.predicted,
        None if row.reason else row.confidence,
        None if row.reason else row.label_confidence,
        None if row.reason else row.score,
        None if row.reason else row.correct,
        row.reason,
    )
