"""Runs jobs as subprocesses of this machine that survive a restart of the server."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import psutil

from modelwright.contract.run_dir import RunDir
from modelwright.server.jobs.executors.base import JobState

_WRAPPER: Final = """
trap : TERM INT HUP
(set -C; echo $$ > process) 2>/dev/null || exit 0
"$@" >> output.txt 2>&1 < /dev/null
code=$?
echo $code > .exit_code.partial && mv .exit_code.partial exit_code
"""
"""Carries the engine: the first to write its process id goes on, and the exit code is kept whoever is there to see it."""

_TO_REPORT_S: Final = 5.0
"""A wrapper writes its process id at once; on a machine that is short of everything, somewhat later."""
_CLOCKS_DIFFER_S: Final = 60.0
_PROXIES: Final = ("http_", "https_", "no_", "HTTP_", "HTTPS_", "NO_")
"""Pretrained weights may come through one."""
_PASSED_ON: Final = ("PATH", "HOME", "LANG", "TMPDIR", "USER", "LD_LIBRARY_PATH", "PYTHONPATH", "SSL_CERT_FILE")
_PASSED_ON_PREFIXES: Final = ("LC_", "CUDA_", "NVIDIA_", "TORCH", "HF_", "XDG_", "OMP_", "MKL_", *_PROXIES)


class LocalExecutor:
    """A handle is `process id:start time`, so that a reused process id is not taken for the run."""

    def __init__(self, *, grace_s: float = 60.0, engine: tuple[str, ...] = ("-m", "modelwright.engine")) -> None:
        """`grace_s`: how long a run may take to end by itself before it is terminated, and 10 s later killed."""
        self._grace_s = grace_s
        self._command = (sys.executable, "-P", *engine)
        self._children: dict[int, subprocess.Popen[bytes]] = {}

    def start(self, run_dir: RunDir) -> str:
        child = subprocess.Popen(
            ("/bin/sh", "-c", _WRAPPER, "modelwright-job", *self._command, str(run_dir.path)),
            cwd=run_dir.path,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # the job survives a restart of the server
        )
        if _is_second(run_dir, child):
            child.wait()
            return self.find(run_dir) or f"{child.pid}:0"
        self._children[child.pid] = child
        return _handle(child.pid) or f"{child.pid}:0"

    def find(self, run_dir: RunDir) -> str | None:
        pid = run_dir.process_id()
        if pid is None:
            return None
        handle = _handle(pid) or f"{pid}:0"
        began_after = float(handle.partition(":")[2]) - run_dir.process_file.stat().st_mtime
        return handle if began_after < _CLOCKS_DIFFER_S else f"{pid}:0"  # else another process has the number now

    def state(self, run_dir: RunDir, handle: str) -> JobState:
        self._reap(handle)
        if _process(handle) is not None:
            return JobState.RUNNING
        return JobState.GONE if run_dir.exit_code() is None else JobState.ENDED

    def stop(self, run_dir: RunDir, handle: str) -> None:
        if not run_dir.stop_requested():
            run_dir.request_stop()
            return
        asked_s_ago = time.time() - run_dir.stop_file.stat().st_mtime
        if asked_s_ago > self._grace_s + 10:
            self._signal(handle, kill=True)
        elif asked_s_ago > self._grace_s:
            self._signal(handle, kill=False)

    def _signal(self, handle: str, *, kill: bool) -> None:
        """To the engine and whatever it started; the wrapper stays to write down how they ended."""
        wrapper = _process(handle)
        for process in wrapper.children(recursive=True) if wrapper else []:
            try:
                process.kill() if kill else process.terminate()
            except psutil.NoSuchProcess:
                continue

    def _reap(self, handle: str) -> None:
        pid = int(handle.partition(":")[0])
        child = self._children.get(pid)
        if child is not None and child.poll() is not None:
            del self._children[pid]


def _is_second(run_dir: RunDir, child: subprocess.Popen[bytes]) -> bool:
    """Another wrapper carries the run already: that of a dispatcher that died a moment ago may be quicker than ours."""
    until = time.monotonic() + _TO_REPORT_S
    while (pid := run_dir.process_id()) is None and child.poll() is None and time.monotonic() < until:
        time.sleep(0.001)
    return pid not in (None, child.pid)


def _handle(pid: int) -> str | None:
    try:
        return f"{pid}:{psutil.Process(pid).create_time():.2f}"
    except psutil.NoSuchProcess:
        return None


def _process(handle: str) -> psutil.Process | None:
    """The living process that the handle means."""
    pid, _, started = handle.partition(":")
    try:
        process = psutil.Process(int(pid))
        if abs(process.create_time() - float(started)) > 2 or process.status() == psutil.STATUS_ZOMBIE:
            return None
    except psutil.NoSuchProcess:
        return None
    return process


def _environment() -> dict[str, str]:
    """What an engine needs of the server's environment; secrets stay behind."""
    passed = {
        name: value for name, value in os.environ.items() if name in _PASSED_ON or name.startswith(_PASSED_ON_PREFIXES)
    }
    return {**passed, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", "PATH": _path(passed.get("PATH", ""))}


def _path(path: str) -> str:
    return os.pathsep.join(part for part in (path, str(Path(sys.executable).parent)) if part)
