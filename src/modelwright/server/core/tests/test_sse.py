"""Event streams: how they end."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from modelwright.server.core.sse import OpenStreams


async def turns(count: int) -> None:
    """Lets all others have so many turns."""
    for _ in range(count):
        await asyncio.sleep(0)


async def events() -> AsyncGenerator[str]:
    """One, then none for ever; takes its time to go."""
    try:
        yield "first"
        await asyncio.Event().wait()
    finally:
        await turns(5)


async def read(streams: OpenStreams, seen: list[str]) -> None:
    seen.extend([event async for event in streams.until_the_end(events())])


def test_a_stream_that_is_left_while_the_server_ends_is_over_without_an_error():
    async def leave_twice() -> None:
        reading = asyncio.create_task(read(OpenStreams(), []))
        await turns(5)
        for _ in range(2):
            reading.cancel()
            await turns(2)
        with pytest.raises(asyncio.CancelledError):
            await reading

    asyncio.run(leave_twice())


def test_a_server_that_ends_ends_its_streams():
    async def end() -> list[str]:
        streams, seen = OpenStreams(), list[str]()
        reading = asyncio.create_task(read(streams, seen))
        await turns(5)
        streams.end()
        await reading
        await read(streams, seen)  # whatever begins from now on
        return seen

    assert asyncio.run(end()) == ["first"]
