"""Loads what stays for as long as the program lives."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def for_good() -> Iterator[None]:
    """The garbage collector does not look through the modules that are loaded meanwhile, now or later: it took a fifth of
    the time until a server was ready."""
    known, was_enabled = len(sys.modules), gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > known:
            gc.freeze()
        if was_enabled:  # not inside of another one
            gc.enable()
