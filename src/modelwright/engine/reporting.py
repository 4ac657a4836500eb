"""Tells the world how a run goes: numbered events for programs, a log for people, and the wish to stop the other way."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from types import FrameType
from typing import Any, Final

from modelwright.contract.events import Code, Event, Level, Message, Stage, StageName, StageState
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Network

ADVANCE_INTERVAL_S: Final = 0.25


class Reporter:
    """Writes a run's events and log as they happen. Is the data side's `Watcher`."""

    def __init__(self, run_dir: RunDir) -> None:
        self._run_dir = run_dir
        self._events = _LineFile(run_dir.events_file)
        self._log = _LineFile(run_dir.log_file)
        self._second_log: _LineFile | None = None
        self._terminated = False
        self._stage: StageName | None = None
        self._stage_started = self._last_advance = 0.0
        self._total: int | None = None

    def emit(self, event: Event) -> None:
        """Append one event; it is in the file, whole, when this returns. Raises OSError and leaves no half line."""
        self._events.append(event.model_dump_json())

    def log(self, text: str, level: Level = Level.INFO) -> None:
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        line = f"{stamp} {level.name} {' '.join(text.splitlines())}"
        self._log.append(line)
        if self._second_log is not None:
            self._second_log.append(line)

    @contextmanager
    def also_into(self, path: Path) -> Iterator[None]:
        """What is logged inside the block goes into a second file, too."""
        self._second_log = _LineFile(path)
        try:
            yield
        finally:
            self._second_log.close()
            self._second_log = None

    def message(
        self, level: Level, code: Code, *, network: Network | None = None, iteration: int | None = None, **values: Any
    ) -> None:
        """Something a person should know, in the log and on the screen; with an iteration, marked on the network's chart."""
        text = describe(code, values)
        self.log(text, level)
        self.emit(
            Message(
                time=time.time(),
                level=level,
                code=code,
                values=values,
                text=text,
                network=network,
                iteration=iteration,
            )
        )

    def start(self, name: StageName, total: int | None = None) -> None:
        self._stage, self._total, self._stage_started = name, total, time.monotonic()
        self._record(StageState.RUNNING, done=None if total is None else 0)

    def advance(self, done: int) -> None:
        if time.monotonic() - self._last_advance >= ADVANCE_INTERVAL_S:
            self._last_advance = time.monotonic()
            self._record(StageState.RUNNING, done=done)

    def finish(self, **counts: int) -> None:
        self._record(StageState.COMPLETED, done=self._total, counts=counts)
        facts = "".join(f", {count} {name.replace('_', ' ')}" for name, count in counts.items())
        self.log(f"Stage {self._stage}: completed in {self._took_s():.1f} s{facts}")
        self._stage = None

    def end_stage(self, state: StageState) -> None:
        """Close the stage that a stop or a failure left open, if there is one."""
        if self._stage is not None:
            self._record(state)
            self._stage = None

    def _record(self, state: StageState, *, done: int | None = None, counts: dict[str, int] | None = None) -> None:
        if self._stage is None:
            raise ValueError("no stage is running")
        self.emit(
            Stage(
                time=time.time(),
                name=self._stage,
                state=state,
                done=done,
                total=self._total,
                took_s=self._took_s(),
                counts=counts or {},
            )
        )

    def _took_s(self) -> float:
        return time.monotonic() - self._stage_started

    def stop_requested(self) -> bool:
        return self._terminated or self._run_dir.stop_requested()

    @property
    def is_interrupted(self) -> bool:
        """A signal asked for the stop, and nobody else."""
        return self._terminated and not self._run_dir.stop_requested()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Understand SIGTERM and SIGINT as requests to stop while the block runs."""
        before = {number: signal.signal(number, self._on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def close(self) -> None:
        self._events.close()
        self._log.close()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._terminated = True


class _LineFile:
    """A file that only ever holds whole lines, also after a crash or on a full disk."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: FileIO = path.open("a+b", buffering=0)
        self._drop_half_line()

    def append(self, line: str) -> None:
        end = self._file.seek(0, os.SEEK_END)
        data = line.encode() + b"\n"
        try:
            while data:
                data = data[self._file.write(data) :]
        except OSError:
            self._file.truncate(end)
            raise

    def close(self) -> None:
        self._file.close()

    def _drop_half_line(self) -> None:
        """What a killed run left behind its last line break would spoil the next line."""
        size = self._file.seek(0, os.SEEK_END)
        tail_start = max(0, size - 2**20)
        self._file.seek(tail_start)
        tail = self._file.read()
        if tail and not tail.endswith(b"\n"):
            self._file.truncate(tail_start + tail.rfind(b"\n") + 1)


def describe(code: Code, values: dict[str, Any]) -> str:
    """A code in plain English for the log; the server holds the sentences."""
    facts = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())
    return code.value.replace("_", " ").capitalize() + (f": {facts}" if facts else "")


def complain(text: str) -> None:
    """For what cannot even be reported: standard error is kept in the run's output file."""
    sys.stderr.write(text.rstrip() + "\n")
