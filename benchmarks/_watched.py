"""Runs a program and looks at the memory that it and its children take together."""

import os
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

EVERY_S: Final = 1.0


@dataclass(frozen=True)
class Watched:
    code: int
    began: float
    """Seconds since 1970."""
    took_s: float
    peak_mb: float
    """The most that it and its children took at once (PSS: shared pages are counted once)."""


def run_watched(command: list[str], log: Path, environment: dict[str, str]) -> Watched:
    """Run the program to its end; what it says goes into the log."""
    began, started = time.time(), time.monotonic()
    over = threading.Event()
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **environment})
        peak = [0.0]
        watcher = threading.Thread(target=_watch, args=(process.pid, over, peak))
        watcher.start()
        try:
            code = process.wait()
        finally:
            process.terminate()
            over.set()
            watcher.join()
    return Watched(code, began, time.monotonic() - started, peak[0])


def _watch(pid: int, over: threading.Event, peak: list[float]) -> None:
    while not over.wait(EVERY_S):
        peak[0] = max(peak[0], _memory_mb(pid))


def _memory_mb(pid: int) -> float:
    total = 0.0
    with suppress(psutil.Error):
        root = psutil.Process(pid)
        for one in (root, *root.children(recursive=True)):
            with suppress(psutil.Error):
                total += one.memory_full_info().pss / 1e6
    return total
