"""The table of job kinds: each app that has long work registers what only it knows, so that jobs never looks upward."""

from collections.abc import Sequence
from typing import Final, Protocol

from modelwright.contract.events import Event
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunSpec
from modelwright.server.jobs.models import Job

NumberedEvent = tuple[int, Event]


class JobKind(Protocol):
    name: str

    def spec(self, job: Job) -> RunSpec:
        """What the engine gets. Raises UserError when the job cannot be described any more."""

    def on_events(self, job: Job, events: Sequence[NumberedEvent]) -> None:
        """Store what the job's own columns do not hold. Called once per event, in the transaction that counts it."""

    def on_success(self, job: Job, run_dir: RunDir) -> None:
        """Store the results, in the transaction that completes the job. A failure here fails the job."""

    def on_failure(self, job: Job, run_dir: RunDir) -> None:
        """After the job stopped or failed."""


_KINDS: Final[dict[str, JobKind]] = {}


def register(kind: JobKind) -> None:
    _KINDS[kind.name] = kind


def of(job: Job) -> JobKind:
    return _KINDS[job.kind]
