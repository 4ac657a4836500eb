"""A schedule of the template every day at eight, and a clock that tests set."""

from datetime import timedelta

import pytest
from django.utils import timezone

from modelwright.server.notices.models import Happening
from modelwright.server.schedules import due
from modelwright.server.schedules.models import Schedule
from modelwright.server.training.tests.conftest import (
    act,
    create,
    dataset,
    dispatcher,
    engine,
    executor,
    look,
    process,
    template,
)

__all__ = ["act", "create", "dataset", "dispatcher", "engine", "executor", "look", "process", "template"]

DAILY = {"kind": "cron", "expression": "0 8 * * *"}


@pytest.fixture
def recurring(login, template, dispatcher):
    def make(**more):
        body = {"timing": DAILY, "zone": "Europe/Madrid", "machine_id": dispatcher.machine.pk, **more}
        answer = login("trainer").post(f"/templates/{template['id']}/schedules", body)
        assert answer.status_code == 201, answer.content
        return answer.json()

    return make


@pytest.fixture
def come():
    """`come(schedule, minutes=1)`: its time was so long ago; then the background work looks once."""

    def look(schedule, **ago):
        Schedule.objects.filter(pk=schedule["id"]).update(next_at=timezone.now() - timedelta(**(ago or {"seconds": 1})))
        return due.start_due(lambda: False)

    return look


@pytest.fixture
def outcomes(login):
    def read(schedule):
        runs = login("trainer").get(f"/schedules/{schedule['id']}").json()["runs"]
        return [(run["outcome"], run["reason"]) for run in runs]

    return read


def told():
    return sorted(Happening.objects.filter(topic="schedule").values_list("event", flat=True))
