"""The table of job kinds: each app that has long work registers what only it knows, so that jobs never looks upward."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple, Protocol

from django.db.models import Model

from modelwright.contract.events import Event
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunSpec
from modelwright.server.jobs.models import Job

NumberedEvent = tuple[int, Event]


class Subject(NamedTuple):
    """What a job is about, for those who may see it."""

    name: str
    project_id: int
    subject_id: int


class JobKind(Protocol):
    name: str
    entity: str
    """What the journal calls the thing that a job belongs to."""

    def row_of(self, job: Job) -> Model | None:
        """That thing; None where it is gone."""

    def spec(self, job: Job) -> RunSpec:
        """What the engine gets. Raises UserError when the job cannot be described any more."""

    def on_events(self, job: Job, events: Sequence[NumberedEvent]) -> None:
        """Store what the job's own columns do not hold. Called once per event, in the transaction that counts it."""

    def on_success(self, job: Job, run_dir: RunDir) -> None:
        """Store the results, in the transaction that completes the job. A failure here fails the job."""

    def on_failure(self, job: Job, run_dir: RunDir) -> None:
        """After the job stopped or failed."""

    def subjects(self, jobs: Sequence[Job], user: Any) -> dict[int, Subject]:
        """By job: what it is about. Those that the person may not see are left out."""


_KINDS: Final[dict[str, JobKind]] = {}


def register(kind: JobKind) -> None:
    _KINDS[kind.name] = kind


def find(name: str) -> JobKind | None:
    return _KINDS.get(name)


def of(job: Job) -> JobKind:
    return _KINDS[job.kind]


def subjects(jobs: Iterable[Job], user: Any) -> dict[int, Subject]:
    """By job, of whatever kind: what it is about, as far as the person may see it."""
    by_kind: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        by_kind[job.kind].append(job)
    found: dict[int, Subject] = {}
    for name, of_kind in by_kind.items():
        if name in _KINDS:
            found |= _KINDS[name].subjects(of_kind, user)
    return found
