"""An executor that starts nothing: whoever drives it writes the run directory and says how the run ends."""

from modelwright.contract.run_dir import RunDir
from modelwright.server.jobs.executors.base import JobState


class FakeExecutor:
    def __init__(self) -> None:
        self.started: list[RunDir] = []
        self.stopped: list[RunDir] = []
        self._states: dict[str, JobState] = {}

    def start(self, run_dir: RunDir) -> str:
        self.started.append(run_dir)
        return self.set(run_dir, JobState.RUNNING)

    def find(self, run_dir: RunDir) -> str | None:
        return str(run_dir.path) if str(run_dir.path) in self._states else None

    def state(self, run_dir: RunDir, handle: str) -> JobState:
        return self._states.get(handle, JobState.GONE)

    def stop(self, run_dir: RunDir, handle: str) -> None:
        run_dir.request_stop()
        self.stopped.append(run_dir)

    def set(self, run_dir: RunDir, state: JobState) -> str:
        self._states[str(run_dir.path)] = state
        return str(run_dir.path)

    def end(self, run_dir: RunDir, exit_code: int) -> None:
        run_dir.exit_file.write_text(str(exit_code))
        self.set(run_dir, JobState.ENDED)
