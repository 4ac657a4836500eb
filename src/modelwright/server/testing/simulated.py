"""`python -m modelwright.server.testing.simulated FOLDER serve …`: the server with simulated engines, which can be made to die.

A file FOLDER/die with `moment number` kills the server (SIGKILL, by itself) at that moment, the number-th time it comes.
A file FOLDER/looks gets a line for each look of the dispatcher: seconds it took, and of them the processor's own.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import django

from modelwright.server import program

ENGINE: Final = Path(__file__).with_name("simulated_engine.py")
MOMENTS: Final = ("dispatching", "claimed", "starting", "started", "ingesting", "ingested", "ending", "ended")
"""Each pair: just before and just after a claim, the start of an engine, storing events, and storing results; of the last
two both lie inside the transaction."""


def main(folder: Path, arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "modelwright.server.settings")
    django.setup()
    prepare(folder)
    return program.main(arguments)


def prepare(folder: Path) -> None:
    """Put the simulated engine in the place of the real one, and the moments where the server may die."""
    from modelwright.server.jobs import dispatcher
    from modelwright.server.jobs.executors.local import LocalExecutor
    from modelwright.server.training import metrics, reports

    class Executor(LocalExecutor):
        def __init__(self) -> None:
            super().__init__(engine=("-I", "-S", str(ENGINE), str(folder)))

    deaths = _Deaths(folder / "die")
    vars(dispatcher).update(LocalExecutor=Executor)
    dispatcher.Dispatcher.tick = _timed(dispatcher.Dispatcher.tick, folder / "looks")  # type: ignore[method-assign]
    dispatcher.claim = deaths.around(dispatcher.claim, "dispatching", "claimed")
    Executor.start = deaths.around(LocalExecutor.start, "starting", "started")  # type: ignore[method-assign]
    metrics.store = deaths.around(metrics.store, "ingesting", "ingested")
    reports.store = deaths.around(reports.store, "ending", "ended")


class _Deaths:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._passed = 0

    def around(self, work: Callable[..., Any], before: str, after: str) -> Callable[..., Any]:
        def deadly(*arguments: Any, **named: Any) -> Any:
            self._pass(before)
            result = work(*arguments, **named)
            self._pass(after)
            return result

        return deadly

    def _pass(self, moment: str) -> None:
        if not self._file.exists():
            return
        wanted, number = self._file.read_text().split()
        self._passed += moment == wanted
        if self._passed >= int(number):
            os.kill(os.getpid(), signal.SIGKILL)


def _timed(look: Callable[..., bool], file: Path) -> Callable[..., bool]:
    def timed(*arguments: Any) -> bool:
        wall, own = time.perf_counter(), time.thread_time()
        try:
            return look(*arguments)
        finally:
            if file.exists():
                with file.open("a") as lines:
                    lines.write(f"{time.perf_counter() - wall:.6f} {time.thread_time() - own:.6f}\n")

    return timed


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
