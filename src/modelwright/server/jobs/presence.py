"""Whether another dispatcher is alive on this machine: each holds a lock on one file for as long as its process lives."""

import fcntl
import os
import weakref
from typing import Final

from django.conf import settings

_FILE: Final = "dispatcher.lock"


class Presence:
    """Held from when it is made until it is let go of, or its process ends, however that ends."""

    def __init__(self, machine: str) -> None:
        """`machine`: its identifier. Two machines may share the home folder."""
        settings.HOME.mkdir(parents=True, exist_ok=True)
        self._file = os.open(settings.HOME / f"{machine}-{_FILE}", os.O_CREAT | os.O_RDWR, 0o600)
        weakref.finalize(self, os.close, self._file)
        self.is_first = self._locked(fcntl.LOCK_EX)
        """Nobody else was there: what an earlier dispatcher had begun, nobody is at work on."""
        self._locked(fcntl.LOCK_SH)

    def _locked(self, how: int) -> bool:
        try:
            fcntl.flock(self._file, how | fcntl.LOCK_NB)
        except OSError:  # another one holds it, or the file system knows no locks: be careful
            return False
        return True
