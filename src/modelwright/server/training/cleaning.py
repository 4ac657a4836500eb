"""The daily round of the clean-up, among the dispatcher's background work."""

import time
from collections.abc import Callable
from typing import Final

from modelwright.server.training import storage

_FIRST_AFTER_S: Final = 600.0
_EVERY_S: Final = 24 * 3600.0


class CleanUp:
    """Begins a while after the start, so that a server that is being restarted has other things to do first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due = clock() + _FIRST_AFTER_S

    def __call__(self, should_stop: Callable[[], bool]) -> bool:
        if self._clock() < self._due:
            return False
        self._due = self._clock() + _EVERY_S
        return bool(storage.clean_up(None, dry_run=False)["bytes"])
