"""`python -m modelwright.engine RUN_DIR` carries out the run whose spec lies in that directory."""

import errno
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from modelwright import loading
from modelwright.contract.events import Code, Finished, Level, Outcome, SpecProblem, StageName, StageState
from modelwright.contract.run_dir import RunDir
from modelwright.engine.errors import RunFailure, Stopped, bad_spec, out_of_memory
from modelwright.engine.reporting import Reporter, complain, describe

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_UNMAPPED: Final = ("failed to map segment", "annot allocate memory")
"""A library that is there, but for which memory is not enough."""
_PLAIN: Final = (str, int, float)
_SHARED_MEMORY: Final = ("shared memory", "</torch_", "Bus error")
"""What PyTorch and the C library say when there is no more of it."""


def main(arguments: list[str]) -> int:
    """The exit code: 0 completed or stopped, 1 failed, 2 not called properly."""
    if len(arguments) != 1 or not RunDir(arguments[0]).spec_file.is_file():
        complain("usage: python -m modelwright.engine RUN_DIR (a directory with a spec.json)")
        return 2
    try:
        return carry_out(RunDir(arguments[0]), time.monotonic())
    except OSError as error:
        complain(f"The run can no longer write its events: {error}")
        return 1


def carry_out(run_dir: RunDir, started: float) -> int:
    """Run to the end, whatever it is, and say so in the last event. Raises OSError when even that cannot be written."""
    reporter = Reporter(run_dir)
    try:
        with reporter.listening():
            finished = _outcome(lambda: _run(run_dir, reporter, started), run_dir, reporter)
        _conclude(reporter, finished)
    finally:
        reporter.close()
    return 1 if finished.outcome is Outcome.FAILED else 0


def _run(run_dir: RunDir, reporter: Reporter, started: float) -> None:
    spec = run_dir.read_spec()
    reporter.log(f"Run of {spec.base_model} on {', '.join(spec.data.train)}")
    reporter.start(StageName.COMPLIANCE)
    with loading.for_good():
        from modelwright.engine.runner import run  # takes seconds, and people like to see that something happens

    run(run_dir, spec, reporter, started)


def _outcome(work: Callable[[], None], run_dir: RunDir, reporter: Reporter) -> Finished:
    try:
        work()
    except Stopped:
        code = Code.INTERRUPTED if reporter.is_interrupted else None
        return Finished(time=time.time(), outcome=Outcome.STOPPED, code=code)
    except Exception as error:
        failure = as_failure(error, run_dir)
        if failure.code is Code.UNEXPECTED:
            complain(traceback.format_exc())
        return Finished(
            time=time.time(), outcome=Outcome.FAILED, code=failure.code, values=failure.values, detail=str(failure)
        )
    return Finished(time=time.time(), outcome=Outcome.COMPLETED)


def as_failure(error: Exception, run_dir: RunDir) -> RunFailure:
    """What went wrong, as one of the reasons that a person can act on."""
    text = " ".join(str(error).split())
    match error:
        case RunFailure():
            return error
        case ValidationError():
            detail = "; ".join(f"{'.'.join(map(str, of['loc']))}: {of['msg']}" for of in error.errors())
            return bad_spec(SpecProblem.FIELDS, detail, errors=[_broken(of) for of in error.errors()])
        case ImportError() if any(sign in text for sign in _UNMAPPED):
            return out_of_memory(text, "cpu")
        case ImportError():
            return RunFailure(Code.MISSING_MODULE, text, name=error.name or text)
        case MemoryError() | RuntimeError() | OSError() if found := _of_the_machine(error, text, run_dir):
            return found
    detail = f"{type(error).__name__}: {text}"
    return RunFailure(Code.UNEXPECTED, detail, detail=detail)


def _broken(problem: Mapping[str, Any]) -> dict[str, Any]:
    """Which rule the value of which field breaks, without what cannot be written as JSON."""
    context = {name: value for name, value in (problem.get("ctx") or {}).items() if isinstance(value, _PLAIN)}
    given = problem["input"] if isinstance(problem["input"], _PLAIN) else f"{problem['input']}"[:60]
    loc = ".".join(map(str, problem["loc"]))
    return {"loc": loc, "type": problem["type"], "ctx": context, "input": given}


def _of_the_machine(error: MemoryError | RuntimeError | OSError, text: str, run_dir: RunDir) -> RunFailure | None:
    """Something that it has too little of, or cannot read."""
    if any(sign in text for sign in _SHARED_MEMORY):
        return RunFailure(Code.SHARED_MEMORY, text)
    match error:
        case OSError(errno=number) if number in FULL:
            return RunFailure(Code.DISK_FULL, text, folder=str(run_dir.path))
        case OSError(filename=str(path)) if not Path(path).is_relative_to(run_dir.path):
            return RunFailure(Code.UNREADABLE_DATA, text, path=path, detail=error.strerror or text)
        case MemoryError():
            return out_of_memory(text, "cpu")
        case RuntimeError() if "out of memory" in text or "can't allocate memory" in text:
            return out_of_memory(text, "cuda" if "CUDA" in text else "cpu")
    return None


def _conclude(reporter: Reporter, finished: Finished) -> None:
    reporter.end_stage(StageState.STOPPED if finished.outcome is Outcome.STOPPED else StageState.FAILED)
    if finished.outcome is Outcome.FAILED and finished.code is not None:
        reporter.log(f"Failed: {finished.detail or describe(finished.code, finished.values)}", Level.ERROR)
    else:
        reporter.log(f"Run {finished.outcome}")
    reporter.emit(finished)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
