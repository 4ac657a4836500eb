"""Runs the engine on this machine without a server, and follows what it says."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from modelwright.contract.events import EVENT, Event, Finished
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunSpec
from modelwright.sdk.problems import UsageProblem

POLL_S: Final = 0.1


def default_cache() -> Path:
    """Where packed images are kept for the next run: MODELWRIGHT_CACHE, or the person's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("MODELWRIGHT_CACHE") or Path(base) / "modelwright")


class LocalRun:
    """One run of the engine in its own process, in a directory of its own."""

    def __init__(self, out: Path, spec: RunSpec) -> None:
        """Raises UsageProblem when `out` already holds a run, or cannot be written."""
        self.run_dir = RunDir(out)
        if self.run_dir.events_file.exists():
            raise UsageProblem(f"--out {out} already holds a run; name another directory")
        try:
            self.run_dir.create(spec)
        except OSError as error:
            raise UsageProblem(f"--out {out}: {error.strerror}") from error

    def follow(self) -> Iterator[Event]:
        """Start the engine and yield its events until it ends. Closing the iterator asks it to stop and waits."""
        with self.run_dir.output_file.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "modelwright.engine", str(self.run_dir.path)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for us: the engine is asked to stop, and saves a checkpoint
            )
            try:
                yield from self._events(process)
            finally:
                if process.poll() is None:
                    self.run_dir.request_stop()
                    process.wait()

    def request_stop(self) -> None:
        self.run_dir.request_stop()

    def last_words(self) -> str:
        """What the process wrote before it died, for a run that ended without a finished event."""
        return self.run_dir.output_file.read_text(errors="replace")[-2000:].strip()

    def _events(self, process: "subprocess.Popen[bytes]") -> Iterator[Event]:
        number = offset = 0
        while True:
            ended = process.poll() is not None  # read before the events, so that the last ones are never missed
            for numbered in self.run_dir.events(after=number, offset=offset):
                number, offset, content = numbered
                event = EVENT.validate_python(content)
                if isinstance(event, Finished):
                    process.wait()  # before it is told: whoever hears of the end may close us at once
                    yield event
                    return
                yield event
            if ended:
                return
            time.sleep(POLL_S)
