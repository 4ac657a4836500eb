"""Subprocesses of this machine: they outlive the server, are started once, and leave their exit code."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from modelwright.contract.run_dir import RunDir
from modelwright.server.jobs.executors.base import JobState
from modelwright.server.jobs.executors.local import LocalExecutor

_UNTIL_TOLD = "import sys; sys.stdin = open(sys.argv[1] + '/go'); sys.stdin.read()"
"""Waits for somebody to open the pipe named go."""


@pytest.fixture
def run_dir(tmp_path: Path) -> RunDir:
    os.mkfifo(tmp_path / "go")
    return RunDir(tmp_path)


@pytest.fixture
def start(run_dir: RunDir) -> Iterator[Callable[..., tuple[LocalExecutor, str]]]:
    started = []

    def begin(program: str = _UNTIL_TOLD, **options: float) -> tuple[LocalExecutor, str]:
        executor = LocalExecutor(engine=("-c", program), **options)
        handle = executor.start(run_dir)
        started.append((executor, handle))
        return executor, handle

    yield begin
    for executor, handle in started:
        for process in family(handle):
            process.kill()
        executor.state(run_dir, handle)


def family(handle: str) -> list[psutil.Process]:
    """The wrapper's children, then the wrapper."""
    try:
        wrapper = psutil.Process(int(handle.partition(":")[0]))
        return [*wrapper.children(recursive=True), wrapper]
    except psutil.NoSuchProcess:
        return []


def wait(executor: LocalExecutor, handle: str) -> None:
    executor._children[int(handle.partition(":")[0])].wait(timeout=60)


def the_engine(run_dir: RunDir, handle: str) -> psutil.Process:
    """Waits, by opening the pipe that it reads, until the engine is there."""
    (run_dir.path / "go").open("w").close()
    return family(handle)[0]


def test_a_run_ends_with_its_exit_code_and_its_output(run_dir, start):
    executor, handle = start("import sys; print('last words'); sys.exit(3)")
    wait(executor, handle)
    assert executor.state(run_dir, handle) is JobState.ENDED
    assert run_dir.exit_code() == 3
    assert run_dir.output_file.read_text() == "last words\n"


def test_a_killed_engine_leaves_128_and_the_signal(run_dir, start):
    executor, handle = start("import os; os.kill(os.getpid(), 9)")
    wait(executor, handle)
    assert executor.state(run_dir, handle) is JobState.ENDED
    assert run_dir.exit_code() == 128 + signal.SIGKILL


def test_a_new_server_finds_the_run_of_the_old_one(run_dir, start):
    executor, handle = start(_UNTIL_TOLD)
    (run_dir.path / "go").open("w").close()  # returns when the engine reads, so the run has begun
    after_restart = LocalExecutor()
    assert after_restart.find(run_dir) == handle
    wait(executor, handle)
    assert after_restart.state(run_dir, handle) is JobState.ENDED


def test_a_directory_is_carried_out_once(run_dir, start):
    executor, handle = start("print('once')")
    wait(executor, handle)
    _again, other = start("print('twice')")
    assert other.partition(":")[0] == handle.partition(":")[0]
    assert run_dir.output_file.read_text() == "once\n"


def test_a_run_whose_whole_session_was_killed_is_gone(run_dir, start):
    executor, handle = start("import os; os.killpg(0, 9)")
    wait(executor, handle)
    assert executor.state(run_dir, handle) is JobState.GONE


def test_a_reused_process_id_is_not_taken_for_the_run(run_dir):
    assert LocalExecutor().state(run_dir, f"{os.getpid()}:1.0") is JobState.GONE


def test_stopping_asks_first_and_presses_harder_later(run_dir, start):
    stubborn = "import signal, sys; signal.signal(15, lambda *a: None); open(sys.argv[1] + '/go'); signal.pause()"
    stubborn += "\nwhile True: signal.pause()"
    executor, handle = start(stubborn, grace_s=30.0)
    (run_dir.path / "go").open("w").close()
    executor.stop(run_dir, handle)
    assert run_dir.stop_requested()
    executor.stop(run_dir, handle)
    assert executor.state(run_dir, handle) is JobState.RUNNING
    long_ago = run_dir.stop_file.stat().st_mtime - 35
    os.utime(run_dir.stop_file, (long_ago, long_ago))
    executor.stop(run_dir, handle)  # terminates, which this one ignores
    os.utime(run_dir.stop_file, (long_ago - 10, long_ago - 10))
    executor.stop(run_dir, handle)
    wait(executor, handle)
    assert run_dir.exit_code() == 128 + signal.SIGKILL


def test_secrets_of_the_server_stay_behind(run_dir, start, monkeypatch):
    monkeypatch.setenv("MODELWRIGHT_SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "secret")
    monkeypatch.setenv("HF_HOME", "/models")
    names = {"HF_HOME", "DATABASE_URL", "MODELWRIGHT_SECRET_KEY"}
    executor, handle = start(f"import os; print({names} & set(os.environ))")
    wait(executor, handle)
    assert run_dir.output_file.read_text() == "{'HF_HOME'}\n"
