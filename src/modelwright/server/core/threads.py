"""The threads in which event streams ask the database: however many are open, they share these and their connections."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

from asgiref.sync import sync_to_async
from django.db import connections

_COUNT: Final = 4
_THREADS: Final = ThreadPoolExecutor(_COUNT, thread_name_prefix="stream")

Result = TypeVar("Result")


async def in_thread(work: Callable[..., Result], *arguments: Any) -> Result:
    return await sync_to_async(work, thread_sensitive=False, executor=_THREADS)(*arguments)


def close_connections() -> None:
    """Of these threads, where a test is about to drop its database."""
    ready = threading.Barrier(_COUNT)

    def close() -> None:
        ready.wait()  # so that each thread gets one of these
        connections.close_all()

    for done in [_THREADS.submit(close) for _ in range(_COUNT)]:
        done.result()
