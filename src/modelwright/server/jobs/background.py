"""Work besides jobs that the dispatcher keeps doing, each piece in its own thread."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from django.db import close_old_connections, connection

log = logging.getLogger(__name__)

Work = Callable[[Callable[[], bool]], object]
"""Does what there is to do, ends early when its argument says so, and says whether there was anything."""

WORK: Final[list[Work]] = []
_WOKEN: Final[dict[Work, threading.Event]] = {}
_PAUSE_S: Final = 1.0
_GRACE_S: Final = 5.0
"""For all threads together to end; what they had not finished is done again at the next start."""


def register(work: Work, *, woken_by: threading.Event | None = None) -> None:
    """It looks every second; with an event, as soon as somebody in this process sets it."""
    WORK.append(work)
    if woken_by:
        _WOKEN[work] = woken_by


def start_all(stop: threading.Event) -> list[threading.Thread]:
    threads = [threading.Thread(target=_keep_doing, args=(work, stop), name=_name(work), daemon=True) for work in WORK]
    for thread in threads:
        thread.start()
    return threads


def join_all(threads: list[threading.Thread]) -> None:
    """They have been told to stop."""
    for event in _WOKEN.values():
        event.set()
    deadline = time.monotonic() + _GRACE_S
    for thread in threads:
        thread.join(timeout=max(0.0, deadline - time.monotonic()))


def _keep_doing(work: Work, stop: threading.Event) -> None:
    woken_by = _WOKEN.get(work)
    while not stop.is_set():
        if woken_by:
            woken_by.clear()  # before it looks: what comes while it looks is looked for at once
        if not _do(work, stop):
            (woken_by or stop).wait(_PAUSE_S)
    connection.close()


def _do(work: Work, stop: threading.Event) -> bool:
    close_old_connections()
    try:
        return bool(work(stop.is_set))
    except Exception:
        log.exception("%s failed; it is tried again", _name(work))
        return False


def _name(work: Work) -> str:
    return getattr(work, "__qualname__", repr(work))
