"""What the dispatcher asks of anything that can carry out a run directory."""

from enum import StrEnum
from typing import Protocol

from modelwright.contract.run_dir import RunDir


class JobState(StrEnum):
    RUNNING = "running"
    ENDED = "ended"
    """It is over and its exit code is in the run directory."""
    GONE = "gone"
    """It is over and nobody knows how: the machine was restarted, or its whole session was killed."""
    LOST = "lost"
    """Its machine does not answer; it may still be running."""


class Executor(Protocol):
    def start(self, run_dir: RunDir) -> str:
        """Begin the run described in the directory and return a handle that outlives this process.

        Raises OSError when the run cannot be begun. Starting a directory twice carries it out once.
        """

    def find(self, run_dir: RunDir) -> str | None:
        """The handle of a run that was started, where a crash came before the handle was stored."""

    def state(self, run_dir: RunDir, handle: str) -> JobState: ...

    def stop(self, run_dir: RunDir, handle: str) -> None:
        """Ask the run to end; asking again later presses harder. It may still complete."""
