"""A zip of measured samples, made while it is sent: no copy on disk, one image in memory at a time."""

import asyncio
import csv
import io
import zipfile
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Final

from modelwright.server.datasets import places
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


async def stream(rows: Sequence[MeasuredSample]) -> AsyncIterator[bytes]:
    """The zip in pieces. An image that is gone is missing in the zip; its line of samples.csv says so."""
    pieces = _pieces(rows)
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece


def _pieces(rows: Sequence[MeasuredSample]) -> Iterator[bytes]:
    sink = _Sink()
    table = io.StringIO()
    lines = csv.writer(table)
    lines.writerow(_COLUMNS)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # images do not get smaller
        for row in rows:
            name = _put(archive, row)
            lines.writerow(_line(name, row))
            yield sink.taken()
        archive.writestr("samples.csv", b"\xef\xbb\xbf" + table.getvalue().encode(), zipfile.ZIP_DEFLATED)
    yield sink.taken()


def _put(archive: zipfile.ZipFile, row: MeasuredSample) -> str:
    """The name in the zip: true class, predicted class, number, own name; empty when the file is gone."""
    predicted = row.predicted or row.reason
    name = f"{_safe(row.label)}/{_safe(predicted)}/{row.pk}-{_safe(Path(row.path).name)}"
    if not places.may_be_shown(Path(row.path)):
        return ""
    try:
        archive.writestr(zipfile.ZipInfo(name), Path(row.path).read_bytes())
    except (OSError, ValueError):
        return ""
    return name


def _safe(name: str) -> str:
    return name.replace("/", "_").replace("\\", "_").lstrip(".") or "_"


def _line(name: str, row: MeasuredSample) -> list[str]:
    values = (
        name or "(gone)",
        row.path,
        row.part,
        row.label,
        row.predicted,
        None if row.reason else row.confidence,
        None if row.reason else row.label_confidence,
        None if row.reason else row.score,
        None if row.reason else row.correct,
        row.reason,
    )
    return [_harmless("" if value is None else str(value)) for value in values]


def _harmless(text: str) -> str:
    """A cell that a spreadsheet would take for a formula is shown as text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class _Sink(io.RawIOBase):
    """What the zip writes, until it is taken. Not seekable, as a network is not."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        piece = bytes(self._written)
        self._written.clear()
        return piece
