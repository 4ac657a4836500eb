"""When what waits is expected to begin: what runs ends when it says, and each free slot takes the next of its machine's row."""

import heapq
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from modelwright.server.jobs.models import Job, Machine

_OVERDUE_S: Final = 60.0
"""What should have ended so long ago is not believed any more."""


class Basis(StrEnum):
    """What says how long something takes."""

    PROGRESS = "progress"
    REHEARSAL = "rehearsal"
    EARLIER_RUN = "earlier_run"


class Waiter(NamedTuple):
    """A waiting job: what its place and its time depend on."""

    pk: int
    place: int
    machine_id: int | None
    profile_id: int | None
    least_cores: int
    needs_bytes: int
    expected: dict[str, Any]


class Beginning(NamedTuple):
    at: datetime | None
    """None: nobody can tell."""
    basis: frozenset[Basis] = frozenset()
    """What it rests on; empty: a slot is free."""
    unknown: int = 0
    """So many before it have no estimate."""

    def note(self) -> str:
        """What the time rests on, or why there is none, in the person's language."""
        if self.at is None:
            return _unknown(self.unknown) if self.unknown else ""
        if not self.basis:
            return _("A slot is free: it begins at once.")
        if self.basis == {Basis.PROGRESS}:
            return _("By the time left of what runs.")
        return _("By the time left of what runs, and by rehearsals and earlier runs of what comes before it.")


def _unknown(count: int) -> str:
    sentence = _(
        "It is not known how long those before it take (without an estimate: %(count)s). A rehearsal of their "
        "templates tells."
    )
    return sentence % {"count": count}


NOTHING: Final = Beginning(None)


def seconds_left(job: Job, now: datetime) -> tuple[float, Basis] | None:
    """Of something that runs: by what it says itself, else by what was known before it began."""
    said, at = job.progress.get("remaining_s"), job.progress.get("at")
    if said is not None and at is not None:
        return _believed(said - (now.timestamp() - at), Basis.PROGRESS)
    known = duration(job.expected, job.machine_id)
    if known is None or job.started_at is None:
        return None
    seconds, basis = known
    return _believed(seconds - (now - job.started_at).total_seconds(), basis)


def _believed(left: float, basis: Basis) -> tuple[float, Basis] | None:
    return (max(0.0, left), basis) if left > -_OVERDUE_S else None


def duration(expected: Mapping[str, Any], machine_id: int | None) -> tuple[float, Basis] | None:
    """How long it takes there, as was known when it was queued (`Job.expected`)."""
    known = expected.get(str(machine_id))
    return (float(known["seconds"]), Basis(known["basis"])) if known else None


class _Slot(NamedTuple):
    free_in_s: float
    number: int
    """Of two that are free at once, the one that was made first takes first."""
    machine_id: int
    basis: frozenset[Basis]


class Simulation:
    """Lets the slots of all machines take what waits, in order, as the dispatchers do."""

    def __init__(
        self,
        machines: Sequence[Machine],
        rows: Mapping[int, Sequence[Waiter]],
        active: Sequence[Job],
        passed: Collection[int],
        now: datetime,
    ) -> None:
        """`passed`: jobs that others may pass, because the disk has no room for them."""
        self._rows = rows
        self._active = active
        self._passed = passed
        self._now = now
        self._numbers = count()
        self._unknown: Counter[int] = Counter()
        """By machine: slots of which nobody knows when they are free."""
        self._taken: dict[int, Beginning] = {}
        self._slots = [slot for machine in machines if machine.is_available() for slot in self._slots_of(machine)]
        self._next = {machine_id: iter(row) for machine_id, row in rows.items()}

    def run(self) -> Mapping[int, Beginning]:
        """By job."""
        heapq.heapify(self._slots)
        while self._slots:
            slot = heapq.heappop(self._slots)
            if (job := self._first_for(slot.machine_id)) is not None:
                self._take(slot, job)
        return self._without_estimate() | self._taken

    def _without_estimate(self) -> dict[int, Beginning]:
        unknown: Counter[int] = Counter()
        for machine_id, row in self._rows.items():
            for job in row:
                unknown[job.pk] = max(unknown[job.pk], self._unknown[machine_id])
        nobody_knows = {count: Beginning(None, unknown=count) for count in set(unknown.values())}
        return {pk: nobody_knows[count] for pk, count in unknown.items() if pk not in self._passed}

    def _slots_of(self, machine: Machine) -> Iterator[_Slot]:
        """Where it has fewer slots than it runs things, the first that end free none."""
        lefts = [seconds_left(job, self._now) for job in self._active if job.machine_id == machine.pk]
        known = sorted(left for left in lefts if left is not None)
        self._unknown[machine.pk] = len(lefts) - len(known)
        for seconds, basis in known[max(0, len(lefts) - machine.slots) :]:
            yield self._slot(machine.pk, seconds, frozenset({basis}))
        for _free in range(machine.slots - len(lefts)):
            yield self._slot(machine.pk, 0.0, frozenset())

    def _slot(self, machine_id: int, free_in_s: float, basis: frozenset[Basis]) -> _Slot:
        return _Slot(free_in_s, next(self._numbers), machine_id, basis)

    def _first_for(self, machine_id: int) -> Waiter | None:
        row = self._next.get(machine_id, iter(()))
        return next((job for job in row if job.pk not in self._taken and job.pk not in self._passed), None)

    def _take(self, slot: _Slot, job: Waiter) -> None:
        self._taken[job.pk] = Beginning(self._now + timedelta(seconds=slot.free_in_s), slot.basis)
        known = duration(job.expected, slot.machine_id)
        if known is None:
            self._unknown[slot.machine_id] += 1
            return
        seconds, basis = known
        heapq.heappush(self._slots, self._slot(slot.machine_id, slot.free_in_s + seconds, slot.basis | {basis}))
