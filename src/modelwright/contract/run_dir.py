"""The run directory is the wire between server and engine: this module owns every file name in it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from modelwright.contract.run_spec import RunSpec
from modelwright.contract.tasks import Network

_LOG: Final = ".txt"
_LINES: Final = ".jsonl"


class _File:
    """A file of every run, by its name. Its path is made when it is asked for: whoever looks after runs makes many a RunDir."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, run_dir: "RunDir", _owner: type["RunDir"]) -> Path:
        return run_dir.path / self._name


class Written(NamedTuple):
    """A file that a run adds to as it goes."""

    path: Path
    stat: os.stat_result

    @property
    def is_log(self) -> bool:
        return self.path.suffix == _LOG


class RunDir:
    """Paths of one run, and the reading and writing of the small files."""

    spec_file = _File("spec.json")
    events_file = _File("events.jsonl")
    log_file = _File("log.txt")
    output_file = _File("output.txt")
    """Standard output and error of the process: what a crash leaves behind."""
    stop_file = _File("stop")
    process_file = _File("process")
    """Id of the process that carries the run, written by itself before it does anything else."""
    exit_file = _File("exit_code")
    manifest_file = _File("manifest.json")
    report_file = _File("report.json")
    results_file = _File("results.jsonl")
    non_compliant_file = _File("non_compliant.jsonl")
    checkpoints = _File("checkpoints")
    last_checkpoint = _File("checkpoints/last.pt")
    """What a resumed run goes on from: of the network that was in training."""
    rehearsal_file = _File("rehearsal.json")
    previews = _File("previews")
    bundle_file = _File("bundle.zip")
    certificate_file = _File("certificate.json")

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def best_checkpoint(self, network: Network) -> Path:
        """The network's weights that did best on the validation set."""
        return self.checkpoints / f"best-{network}.pt"

    def network_log(self, network: Network) -> Path:
        """What the log says about the training of one network (E60)."""
        return self.path / f"log-{network}.txt"

    def written(self) -> list[Written]:
        """Its logs and its files of lines, in one look at the directory; nothing where that is gone."""
        try:
            with os.scandir(self.path) as files:
                return [Written(Path(file.path), file.stat()) for file in files if file.name.endswith((_LOG, _LINES))]
        except FileNotFoundError:
            return []

    def create(self, spec: RunSpec) -> None:
        """Make the directory and write the spec. Safe to call again."""
        self.path.mkdir(parents=True, exist_ok=True)
        write_atomically(self.spec_file, spec.model_dump_json(indent=2))

    def read_spec(self) -> RunSpec:
        """Raises pydantic.ValidationError or OSError."""
        return RunSpec.model_validate_json(self.spec_file.read_bytes())

    def request_stop(self) -> None:
        """Ask the engine to end between two steps. Asking twice does no harm."""
        self.stop_file.touch()

    def stop_requested(self) -> bool:
        return self.stop_file.exists()

    def exit_code(self) -> int | None:
        """The process's exit status (128 + n for signal n), or None while it has none."""
        return _number_in(self.exit_file)

    def process_id(self) -> int | None:
        """Of the process that carries the run, or None before it began."""
        return _number_in(self.process_file)

    def events(self, *, after: int = 0, offset: int = 0) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """Yield (number, offset behind it, event) of the events past number `after`, which ends at byte `offset`.

        A half-written last line is left for the next call, which passes back the number and offset it got last.
        """
        for number, end, line in self.event_lines(after=after, offset=offset):
            yield number, end, json.loads(line)

    def event_lines(self, *, after: int = 0, offset: int = 0) -> Iterator[tuple[int, int, bytes]]:
        """As `events`, for readers with a parser of their own."""
        if not self.events_file.exists():
            return
        with self.events_file.open("rb") as file:
            file.seek(offset)
            for number, line in enumerate(file, start=after + 1):
                if not line.endswith(b"\n"):
                    return
                offset += len(line)
                yield number, offset, line


def _number_in(file: Path) -> int | None:
    try:
        return int(file.read_text())
    except (FileNotFoundError, ValueError):
        return None


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees all of it or nothing, also after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    data = content.encode() if isinstance(content, str) else content
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
