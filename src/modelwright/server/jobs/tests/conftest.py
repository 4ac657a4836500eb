"""A machine that is not this one, and jobs of a kind that nothing knows."""

import uuid
from collections.abc import Callable
from itertools import count

import pytest
from django.utils import timezone

from modelwright.server.jobs.models import Job, Machine, Status


@pytest.fixture
def make_machine(db: None) -> Callable[..., Machine]:
    """`make_machine("rig", cores=8)`: one that has answered just now."""

    def make(name: str = "rig", **more: object) -> Machine:
        given = {"address": "10.0.0.4", "identifier": uuid.uuid4().hex, "last_seen": timezone.now(), "cores": 4, **more}
        return Machine.objects.create(name=name, **given)

    return make


@pytest.fixture
def make_jobs(db: None) -> Callable[..., list[Job]]:
    """`make_jobs(machine, Status.RUNNING, 3)`"""
    numbers = count(1)

    def make(machine: Machine | None, status: Status, times: int = 1, **more: object) -> list[Job]:
        rows = [
            Job(
                kind="other", subject_id=next(numbers), machine=machine, status=status, queued_at=timezone.now(), **more
            )
            for _ in range(times)
        ]
        return Job.objects.bulk_create(rows)

    return make
