"""A zip made while it is sent: no copy on disk, one file in memory at a time."""

import asyncio
import csv
import io
import zipfile
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import NamedTuple


class Entry(NamedTuple):
    name: str
    data: bytes
    compressed: bool = False
    """Images do not get smaller; tables do."""


async def stream(entries: Iterable[Entry]) -> AsyncIterator[bytes]:
    """The zip in pieces; the next entry is asked for, in a thread, when the last one was sent."""
    pieces = _pieces(entries)
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece


def safe(name: str) -> str:
    """The name as one step of a path inside a zip."""
    return name.replace("/", "_").replace("\\", "_").lstrip(".") or "_"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV with a byte order mark, without which spreadsheets misread Cyrillic and Chinese."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(columns)
    lines.writerows([_harmless("" if value is None else str(value)) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _harmless(text: str) -> str:
    """A cell of a CSV that a spreadsheet would take for a formula is shown as text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _pieces(entries: Iterable[Entry]) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            kind = zipfile.ZIP_DEFLATED if entry.compressed else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(entry.name), entry.data, kind)
            yield sink.taken()
    yield sink.taken()


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
