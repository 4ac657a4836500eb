"""Sends files: in pieces also under ASGI, where Django's own response would read all of it into memory first."""

import asyncio
from collections.abc import AsyncIterator

from django.http import FileResponse


class SentFile(FileResponse):
    block_size = 256 * 1024

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = iter(self)
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece
