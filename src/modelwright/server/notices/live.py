"""The stream behind the bell: how many notices are unread, told when it changes."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import Final

from django.db import close_old_connections
from django.db.models import Count
from django.http import StreamingHttpResponse

from modelwright.server.accounts.models import User
from modelwright.server.core import sse
from modelwright.server.core.threads import in_thread
from modelwright.server.notices.models import Notice

LOOK_EVERY_S: Final = 1.0
LONGEST_S: Final = 900.0
"""Then the browser comes again, and has to show who it is."""


class Counts:
    """One query a second for all that watch, however many they are; one more when this process knows of a change."""

    def __init__(self) -> None:
        self._watching: Counter[int] = Counter()
        self._wakes: set[Callable[[], None]] = set()
        self._unread: dict[int, int] = {}
        self._looked_at = float("-inf")
        self._lock = threading.Lock()

    def watch(self, user_id: int, wake: Callable[[], None]) -> None:
        """`wake` is called from any thread when the counts may have changed."""
        with self._lock:
            self._watching[user_id] += 1
            self._wakes.add(wake)
            self._looked_at = float("-inf")

    def let_go(self, user_id: int, wake: Callable[[], None]) -> None:
        with self._lock:
            self._watching[user_id] -= 1
            self._watching += Counter()  # lets go of whom nobody watches
            self._wakes.discard(wake)

    def changed(self) -> None:
        with self._lock:
            self._looked_at = float("-inf")
            wakes = list(self._wakes)
        for wake in wakes:
            wake()

    def unread(self, user_id: int) -> int:
        with self._lock:
            if time.monotonic() - self._looked_at >= LOOK_EVERY_S:
                self._unread, self._looked_at = _unread_of(list(self._watching)), time.monotonic()
            return self._unread.get(user_id, 0)


_counts: Final = Counts()


def _unread_of(people: list[int]) -> dict[int, int]:
    close_old_connections()
    rows = Notice.objects.reachable().filter(user__in=people, read_at=None)
    return dict(rows.values_list("user").annotate(count=Count("pk")).order_by("user"))


def changed() -> None:
    """Streams of this process look at once; those of others at their next look."""
    _counts.changed()


def stream(user: User) -> StreamingHttpResponse:
    return sse.response(_follow(user.pk))


async def _follow(user_id: int) -> AsyncGenerator[str]:
    woken, loop = asyncio.Event(), asyncio.get_running_loop()

    def wake() -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(woken.set)

    _counts.watch(user_id, wake)
    try:
        sent, sent_at, begun = -1, 0.0, time.monotonic()
        while time.monotonic() - begun < LONGEST_S:
            woken.clear()
            unread = await in_thread(_counts.unread, user_id)
            if unread != sent:
                yield sse.message("unread", {"unread": unread})
                sent, sent_at = unread, time.monotonic()
            elif time.monotonic() - sent_at > sse.KEEP_ALIVE_S:
                sent_at = time.monotonic()
                yield sse.KEEP_ALIVE
            with suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), LOOK_EVERY_S)
    finally:
        _counts.let_go(user_id, wake)
