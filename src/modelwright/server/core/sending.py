"""Sends files and what is made while it is sent: in pieces also under ASGI, where Django's own responses would read all of
it into memory first."""

import asyncio
import io
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import FileResponse, HttpRequest, StreamingHttpResponse

_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class SentFile(FileResponse):
    block_size = 256 * 1024

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = iter(self)
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece


def send(request: HttpRequest, file: Path, *, name: str, kind: str) -> FileResponse:
    """The file as a download; the part of it that a Range header asks for, so that an interrupted download goes on."""
    size, changed = (stat := file.stat()).st_size, stat.st_mtime_ns
    etag = f'"{changed:x}-{size:x}"'
    wanted = _wanted(request, size, etag)
    response: FileResponse
    if wanted is None:
        response = SentFile(file.open("rb"), as_attachment=True, filename=name, content_type=kind)
    else:
        response = _part(file, wanted, size, name, kind)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    return response


def _part(file: Path, wanted: tuple[int, int], size: int, name: str, kind: str) -> FileResponse:
    first, last = wanted
    if first > last:
        response = SentFile(io.BytesIO(), as_attachment=True, filename=name, content_type=kind, status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    response = SentFile(_Slice(file, first, last), as_attachment=True, filename=name, content_type=kind, status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _wanted(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """First and last byte, the last before the first where there are no such bytes; None: all of the file.

    Several ranges at once are answered with all of it, as the standard allows.
    """
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked or request.headers.get("If-Range", etag) != etag:
        return None
    start, end = asked.groups()
    if start:
        return int(start), min(int(end) if end else size - 1, size - 1)
    return (max(0, size - int(end)), size - 1) if end and int(end) else None


class _Slice:
    """A part of a file, to be read once."""

    def __init__(self, file: Path, first: int, last: int) -> None:
        self._file = file.open("rb")
        self._file.seek(first)
        self._left = last - first + 1

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._file.close()


class SentInPieces(StreamingHttpResponse):
    """From an iterator that asks the database: it is carried on in a thread of its own, with its connection."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = iter(self)
        take = sync_to_async(lambda: next(pieces, None))
        try:
            while (piece := await take()) is not None:
                yield piece
        finally:
            await sync_to_async(connections.close_all)()
