"""How a long-running program learns that it is to end: a signal is noted where it arrives, and heeded where all can be closed.

A handler that raises is lost where Python swallows exceptions (finalizers, callbacks), and one that is set up late, such as
uvicorn's, does not know what came before it.
"""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class _Note:
    """A handler of signals."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self._is_noted = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a second Ctrl-C ends at once
        if not self._is_noted:  # a second signal may interrupt the event while it holds its lock
            self._is_noted = True
            self.asked.set()


@contextlib.contextmanager
def asked_to_end() -> Iterator[threading.Event]:
    """Set from the first SIGTERM or Ctrl-C on. Look at it by `is_set`: in the main thread `wait` could hold the lock that the
    handler needs."""
    note = _Note()
    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield note.asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
