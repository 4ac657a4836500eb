"""Server-sent events: the format, and a response that no proxy holds back."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse

KEEP_ALIVE: Final = ": still here\n\n"
KEEP_ALIVE_S: Final = 15.0
"""Proxies close connections that are silent for a minute or so."""


def message(event: str, data: Any, *, number: str = "") -> str:
    """One event; the browser sends `number` back as Last-Event-ID when it connects again."""
    lines = [f"id: {number}"] if number else []
    return "\n".join([*lines, f"event: {event}", f"data: {json.dumps(data, cls=DjangoJSONEncoder)}", "", ""])


class OpenStreams:
    """Those that wait for events. A server that ends waits for every answer to be whole, and these have no end of their own.

    Used in the thread of their loop alone.
    """

    def __init__(self) -> None:
        self._asked: set[asyncio.Future[None]] = set()
        self._is_ending = False

    def end(self) -> None:
        """Each one now, and whatever begins from now on. The pages come again by themselves."""
        self._is_ending = True
        for asked in self._asked:
            if not asked.done():
                asked.set_result(None)

    async def until_the_end(self, events: AsyncGenerator[str]) -> AsyncIterator[str]:
        asked = asyncio.get_running_loop().create_future()
        self._asked.add(asked)
        try:
            async with contextlib.aclosing(events):
                while not self._is_ending and (event := await _next_before(asked, events)) is not None:
                    yield event
        finally:
            self._asked.remove(asked)


async def _next_before(asked: asyncio.Future[None], events: AsyncGenerator[str]) -> str | None:
    """None when there are no more, or we were asked first."""
    coming = asyncio.create_task(_next(events))
    first: set[asyncio.Future[Any]] = {coming, asked}
    try:
        await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        return coming.result() if coming.done() else None
    finally:
        coming.cancel()
        await _over(coming)


async def _over(task: asyncio.Task[Any]) -> None:
    """Once it is, however often we are cancelled meanwhile: a page that is left and a server that ends both do so, and events
    cannot be closed while one of them is still being made."""
    is_cancelled = False
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            is_cancelled = True
    if is_cancelled:
        raise asyncio.CancelledError


async def _next(events: AsyncGenerator[str]) -> str | None:
    return await anext(events, None)


open_streams: Final = OpenStreams()


def response(events: AsyncGenerator[str]) -> StreamingHttpResponse:
    """Access was checked before: once the first byte is out, there is no other answer."""
    return StreamingHttpResponse(
        open_streams.until_the_end(events),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )
