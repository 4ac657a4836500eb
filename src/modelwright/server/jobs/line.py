"""The waiting line at one moment: who stands before whom on each machine, and when each is expected to begin.

Read with a query for the machines, for what waits and what it asks for, and for what is active: what it costs depends on
what runs and waits now, not on what has finished.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Self

from django.utils import timezone

from modelwright.server.jobs import matching, room
from modelwright.server.jobs.expectation import NOTHING, Beginning, Simulation, Waiter
from modelwright.server.jobs.models import Job, Machine
from modelwright.server.masterdata.models import ComputeProfile

_OF_A_PROFILE: Final = ("id", "name", "cores", "memory", "gpus", "gpu_memory")


class Line:
    def __init__(
        self,
        machines: Sequence[Machine],
        waiting: Sequence[Waiter],
        active: Sequence[Job],
        profiles: Mapping[int, ComputeProfile],
        now: datetime,
    ) -> None:
        self.machines = machines
        """All that are present, by name."""
        self.waiting = waiting
        """In order."""
        self.active = active
        self.now = now
        self.profiles = profiles

    @classmethod
    def read(cls) -> Self:
        jobs = Job.objects.waiting().order_by("place", "pk")
        # with its profile in one read: between two, it could be withdrawn and the profile deleted
        rows = list(jobs.values_list(*Waiter._fields, *(f"profile__{name}" for name in _OF_A_PROFILE)))
        own = len(Waiter._fields)
        waiting, profiles = [Waiter(*row[:own]) for row in rows], _profiles(row[own:] for row in rows)
        machines = list(Machine.objects.present().order_by("name"))
        active = Job.objects.active().only("machine", "progress", "expected", "started_at")
        return cls(machines, waiting, list(active.order_by("started_at", "pk")), profiles, timezone.now())

    def if_it_held(self, job: Waiter, profile: ComputeProfile | None) -> "Line":
        """The same line with this job at its place, whether it waits already, would wait elsewhere, or does not wait yet."""
        others = [other for other in self.waiting if other.pk != job.pk]
        waiting = sorted([*others, job], key=lambda one: (one.place, one.pk))
        profiles = {**self.profiles, **({profile.pk: profile} if profile else {})}
        return Line(self.machines, waiting, self.active, profiles, self.now)

    def of(self, waiting: Sequence[Waiter]) -> "Line":
        """The same line with these, in order, instead of who waits in it."""
        return Line(self.machines, waiting, self.active, self.profiles, self.now)

    def find(self, job_id: int) -> Waiter | None:
        return next((job for job in self.waiting if job.pk == job_id), None)

    def takers_of(self, job: Waiter) -> frozenset[int]:
        """Keys of the machines in whose rows it stands: the one that it names, or all that satisfy what it asks for."""
        if job.machine_id is not None:
            return frozenset({job.machine_id})
        return self._fitting(job.profile_id, job.least_cores)

    def _fitting(self, profile_id: int | None, least_cores: int) -> frozenset[int]:
        known = self._fitting_known.get((profile_id, least_cores))
        if known is None:
            profile = self.profiles.get(profile_id) if profile_id else None
            known = frozenset(one.pk for one in self.machines if matching.fits(one, profile, least_cores))
            self._fitting_known[profile_id, least_cores] = known
        return known

    @cached_property
    def _fitting_known(self) -> dict[tuple[int | None, int], frozenset[int]]:
        return {}

    @cached_property
    def rows(self) -> Mapping[int, Sequence[Waiter]]:
        """By machine: what it will take, in order; what waits for any machine stands in several."""
        rows: dict[int, list[Waiter]] = defaultdict(list)
        for job in self.waiting:
            for machine_id in self.takers_of(job):
                rows[machine_id].append(job)
        return rows

    @cached_property
    def _positions(self) -> Mapping[int, int]:
        positions: dict[int, int] = {}
        for row in self.rows.values():
            for number, job in enumerate(row, start=1):
                positions[job.pk] = min(number, positions.get(job.pk, number))
        return positions

    @cached_property
    def free_bytes(self) -> int:
        """On the disk of the runs."""
        return room.free_bytes()

    def position(self, job_id: int) -> int | None:
        """From 1; of several rows, where it is furthest ahead. None where no machine would take it."""
        return self._positions.get(job_id)

    def beginning(self, job_id: int) -> Beginning:
        return self._beginnings.get(job_id, NOTHING)

    @cached_property
    def _beginnings(self) -> Mapping[int, Beginning]:
        passed = {job.pk for job in self.waiting if room.shortage(job.needs_bytes, self.free_bytes)}
        return Simulation(self.machines, self.rows, self.active, passed, self.now).run()


def _profiles(asked: Iterable[tuple[Any, ...]]) -> dict[int, ComputeProfile]:
    """By key: each that something asks for, as far as the line looks at it."""
    return {row[0]: ComputeProfile(**dict(zip(_OF_A_PROFILE, row, strict=True))) for row in set(asked) if row[0]}
