"""What most likely ended a run that did not say so itself: from its exit code, its output, the disk and the clock."""

import re
import shutil
import signal
from typing import Any, Final, NamedTuple

import psutil

from modelwright.contract.events import Code
from modelwright.contract.run_dir import RunDir
from modelwright.server.jobs.models import Job

_FULL_BELOW_BYTES: Final = 2**20
_OUTPUT_TAIL_BYTES: Final = 2000
_MISSING: Final = re.compile(r"No module named '([^']+)'")
_FULL: Final = ("No space left on device", "Disk quota exceeded", "File too large")
_NO_MEMORY: Final = ("MemoryError", "bad_alloc", "Cannot allocate memory")


class Failure(NamedTuple):
    code: Code
    values: dict[str, Any] = {}
    detail: str = ""

    def columns(self) -> dict[str, Any]:
        return {"failure_code": self.code, "failure_values": self.values, "failure_detail": self.detail}


def cause_of_death(job: Job, run_dir: RunDir) -> Failure:
    output = _tail(run_dir)
    code, values = _cause(job, run_dir, run_dir.exit_code(), output)
    return Failure(code, values, output)


def _cause(job: Job, run_dir: RunDir, exit_code: int | None, output: str) -> tuple[Code, dict[str, Any]]:
    if shutil.disk_usage(run_dir.path).free < _FULL_BELOW_BYTES or any(sign in output for sign in _FULL):
        return Code.DISK_FULL, {"folder": str(run_dir.path)}
    if exit_code is None:
        return _vanished(job)
    return _killed(exit_code - 128) if exit_code > 128 else _crashed(exit_code, output)


def _killed(number: int) -> tuple[Code, dict[str, Any]]:
    if number == signal.SIGBUS:  # memory that a file or /dev/shm was to stand for is not there
        return Code.SHARED_MEMORY, {}
    return Code.KILLED, {"signal": _signal_name(number)}


def _crashed(exit_code: int, output: str) -> tuple[Code, dict[str, Any]]:
    if missing := _MISSING.search(output):
        return Code.MISSING_MODULE, {"name": missing[1]}
    if any(sign in output for sign in _NO_MEMORY):
        return Code.OUT_OF_MEMORY, {"device": "cpu"}
    return Code.ENDED_WITHOUT_A_WORD, {"exit_code": exit_code}


def _vanished(job: Job) -> tuple[Code, dict[str, Any]]:
    """Nobody wrote an exit code: the machine began anew meanwhile, or nobody knows."""
    if job.started_at and psutil.boot_time() > job.started_at.timestamp():
        return Code.INTERRUPTED, {}
    return Code.MACHINE_LOST, {"machine": job.machine_name()}


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def _tail(run_dir: RunDir) -> str:
    """The end of what the process printed: what a crash leaves behind."""
    try:
        return run_dir.output_file.read_bytes()[-_OUTPUT_TAIL_BYTES:].decode(errors="replace").strip()
    except OSError:
        return ""
