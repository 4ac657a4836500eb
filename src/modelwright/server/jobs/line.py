"""The waiting line at one moment: who stands before whom on each machine, and when each is expected to begin.

Read with a query for the machines, for what waits, for what is active and, where one is named, for the profiles: what it
costs depends on what runs and waits now, not on what has finished.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Final, Self

from django.utils import timezone

from modelwright.server.jobs import matching, room
from modelwright.server.jobs.expectation import NOTHING, Beginning, Simulation
from modelwright.server.jobs.models import Job, Machine, Status
from modelwright.server.masterdata.models import ComputeProfile

_HEAVY: Final = ("plan", "stages", "notices", "failure_values", "failure_detail", "ended_for")
"""Columns that nobody who waits needs."""


class Line:
    def __init__(
        self,
        machines: Sequence[Machine],
        waiting: Sequence[Job],
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
        self._profiles = profiles

    @classmethod
    def read(cls, *, named: bool = False) -> Self:
        """`named`: with the people, for those who show them."""
        rows = Job.objects.select_related("started_by", "moved_by") if named else Job.objects.all()
        rows = rows.defer(*_HEAVY)
        waiting = list(rows.filter(status=Status.WAITING).order_by("place", "pk"))
        machines = list(Machine.objects.present().order_by("name"))
        profiles = ComputeProfile.objects.in_bulk({job.profile_id for job in waiting if job.profile_id})
        by_key = {machine.pk: machine for machine in machines}
        for job in waiting:  # what was read already is not read again for each
            if job.machine_id in by_key:
                job.machine = by_key[job.machine_id]
            job.profile = profiles[job.profile_id] if job.profile_id else None
        active = list(rows.filter(status__in=Job.ACTIVE).order_by("started_at", "pk"))
        return cls(machines, waiting, active, profiles, timezone.now())

    def if_it_held(self, job: Job, profile: ComputeProfile | None) -> "Line":
        """The same line with this job at its place, whether it waits already, would wait elsewhere, or does not wait yet."""
        others = [other for other in self.waiting if other.pk != job.pk]
        waiting = sorted([*others, job], key=lambda one: (one.place, one.pk))
        profiles = {**self._profiles, **({profile.pk: profile} if profile else {})}
        return Line(self.machines, waiting, self.active, profiles, self.now)

    def find(self, job_id: int) -> Job | None:
        return next((job for job in self.waiting if job.pk == job_id), None)

    def takers_of(self, job: Job) -> frozenset[int]:
        """Keys of the machines in whose rows it stands: the one that it names, or all that satisfy what it asks for."""
        if job.machine_id is not None:
            return frozenset({job.machine_id})
        return self._fitting(job.profile_id, job.least_cores)

    def _fitting(self, profile_id: int | None, least_cores: int) -> frozenset[int]:
        known = self._fitting_known.get((profile_id, least_cores))
        if known is None:
            profile = self._profiles.get(profile_id) if profile_id else None
            known = frozenset(one.pk for one in self.machines if matching.fits(one, profile, least_cores))
            self._fitting_known[profile_id, least_cores] = known
        return known

    @cached_property
    def _fitting_known(self) -> dict[tuple[int | None, int], frozenset[int]]:
        return {}

    @cached_property
    def rows(self) -> Mapping[int, Sequence[Job]]:
        """By machine: what it will take, in order; what waits for any machine stands in several."""
        rows: dict[int, list[Job]] = defaultdict(list)
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

    def position(self, job: Job) -> int | None:
        """From 1; of several rows, where it is furthest ahead. None where no machine would take it."""
        return self._positions.get(job.pk)

    def beginning(self, job: Job) -> Beginning:
        return self._beginnings.get(job.pk, NOTHING)

    @cached_property
    def _beginnings(self) -> Mapping[int, Beginning]:
        free = room.free_bytes() if self.waiting else 0
        passed = {job.pk for job in self.waiting if room.shortage(job.needs_bytes, free)}
        return Simulation(self.machines, self.rows, self.active, passed, self.now).run()
