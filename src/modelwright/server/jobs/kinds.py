"""The table of job kinds: each app that has long work registers what only it knows, so that jobs never looks upward."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple, Protocol

from django.db.models import Model

from modelwright.contract.events import Event
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunSpec
from modelwright.server.jobs.models import Job

NumberedEvent = tuple[int, Event]
News = tuple[Job, Sequence[NumberedEvent]]
"""What one job has told."""


class Subject(NamedTuple):
    """What a job is about, for those who may see it."""

    name: str
    project_id: int
    subject_id: int


class JobKind(Protocol):
    name: str
    entity: str
    """What the journal calls the thing that a job belongs to."""
    is_movable: bool
    """Whether people may give it another place in the waiting line."""

    def row_of(self, job: Job) -> Model | None:
        """That thing; None where it is gone."""

    def spec(self, job: Job) -> RunSpec:
        """What the engine gets. Raises UserError when the job cannot be described any more."""

    def on_events(self, news: Sequence[News]) -> None:
        """Store what the jobs' own columns do not hold. Called once per event, in the transaction that counts it."""

    def on_success(self, job: Job, run_dir: RunDir) -> None:
        """Store the results, in the transaction that completes the job. A failure here fails the job."""

    def on_failure(self, job: Job, run_dir: RunDir) -> None:
        """After the job stopped or failed."""

    def subjects(self, jobs: Sequence[Job], user: Any) -> dict[int, Subject]:
        """By job: what it is about. Those that the person may not see are left out."""

    def managed(self, jobs: Sequence[Job], user: Any) -> set[int]:
        """Keys of those jobs that are the person's to manage: they may make them wait longer."""


_KINDS: Final[dict[str, JobKind]] = {}


def register(kind: JobKind) -> None:
    _KINDS[kind.name] = kind


def find(name: str) -> JobKind | None:
    return _KINDS.get(name)


def of(job: Job) -> JobKind:
    return _KINDS[job.kind]


def on_events(news: Sequence[News]) -> None:
    """To each kind what jobs of its own have told."""
    by_name: dict[str, list[News]] = defaultdict(list)
    for job, events in news:
        by_name[job.kind].append((job, events))
    for name, of_kind in by_name.items():
        _KINDS[name].on_events(of_kind)


def subjects(jobs: Iterable[Job], user: Any) -> dict[int, Subject]:
    """By job, of whatever kind: what it is about, as far as the person may see it."""
    found: dict[int, Subject] = {}
    for kind, of_kind in _by_kind(jobs):
        found |= kind.subjects(of_kind, user)
    return found


def managed(jobs: Iterable[Job], user: Any) -> set[int]:
    """Keys of those jobs, of whatever kind, that are the person's to manage."""
    found: set[int] = set()
    for kind, of_kind in _by_kind(jobs):
        found |= kind.managed(of_kind, user)
    return found


def _by_kind(jobs: Iterable[Job]) -> Iterator[tuple[JobKind, list[Job]]]:
    by_name: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        by_name[job.kind].append(job)
    return ((_KINDS[name], of_kind) for name, of_kind in by_name.items() if name in _KINDS)
