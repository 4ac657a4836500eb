"""Lets a start in this process wake the dispatcher at once instead of at its next look."""

import threading
from typing import Final

_something_to_do: Final = threading.Event()


def up() -> None:
    _something_to_do.set()


def wait(timeout_s: float) -> None:
    """Return when somebody calls `up`, or after the time."""
    _something_to_do.wait(timeout_s)
    _something_to_do.clear()
