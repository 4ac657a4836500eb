"""Work on many items in threads, in order, within bounded memory, and with an ear for a stop."""

import math
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

from modelwright.engine.data.progress import Watcher
from modelwright.engine.errors import Stopped

_CONTAINER_LIMIT: Final = Path("/sys/fs/cgroup/cpu.max")

Item = TypeVar("Item")
Done = TypeVar("Done")


def usable_cores() -> int:
    """The cores that this process may use: less than the machine has where it is pinned or its container is limited."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, _container_cores()))


def _container_cores() -> int:
    try:
        quota, period = _CONTAINER_LIMIT.read_text().split()
        return math.ceil(int(quota) / int(period))
    except (OSError, ValueError):  # no container, or no limit
        return sys.maxsize


def in_order(work: Callable[[Item], Done], items: Iterable[Item], threads: int, ahead: int) -> Iterator[Done]:
    """`map` in threads: results come in the order of the items, at most `ahead` items are worked on or wait.

    With no threads the work is done by the caller. Closing the iterator drops what has not begun.
    """
    if threads == 0:
        yield from map(work, items)
        return
    pool = ThreadPoolExecutor(threads, thread_name_prefix="modelwright-data")
    waiting: deque[Future[Done]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def watched(results: Iterator[Done], watcher: Watcher) -> Iterator[Done]:
    """Tell the watcher the number of results so far. Raises Stopped when the run should end."""
    for done, result in enumerate(results, start=1):
        if watcher.stop_requested():
            raise Stopped
        yield result
        watcher.advance(done)
