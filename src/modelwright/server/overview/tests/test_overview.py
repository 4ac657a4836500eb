"""What a person sees at a glance (E2): their own numbers, their week, what waits for them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from modelwright.contract.events import Outcome
from modelwright.server.accounts.models import Membership
from modelwright.server.datasets.models import DataPath, Dataset, PathStatus
from modelwright.server.jobs.models import Job
from modelwright.server.training.tests.conftest import latest_job

QUERIES = 18


@pytest.fixture
def see(login, project):
    """`see("trainer")`: the overview of that person."""

    def look(name, **query):
        return login(name).get(f"/projects/{project.pk}/overview", **query)

    return look


@pytest.fixture
def completed(create, engine, dispatcher):
    row = create()
    run = engine(row)
    run.finish()
    dispatcher.tick()
    return row


@pytest.fixture
def failed(create, engine, dispatcher):
    row = create()
    run = engine(row)
    run.finish(Outcome.FAILED)
    dispatcher.tick()
    return row


def test_an_empty_project_has_zeros_and_nothing_that_waits(see):
    seen = see("trainer").json()
    assert seen["whose"] == "mine"
    assert seen["numbers"] == {
        "models": 0,
        "weakest": None,
        "trainings": 0,
        "active": 0,
        "abnormal": 0,
        "unpublished": 0,
    }
    assert len(seen["week"]) == 7
    assert seen["waiting"] == []


def test_trainings_are_counted_by_how_they_ended(see, create, completed, failed):
    create()
    numbers = see("trainer").json()["numbers"]
    assert (numbers["trainings"], numbers["abnormal"], numbers["unpublished"], numbers["active"]) == (3, 1, 1, 0)


def test_a_training_that_runs_is_active(see, create, engine):
    engine(create())
    assert see("trainer").json()["numbers"]["active"] == 1


def test_the_weakest_model_is_named_with_what_it_was_measured_on(see, publish):
    version = publish()
    weakest = see("trainer").json()["numbers"]["weakest"]
    assert (weakest["model_name"], weakest["version"]) == ("Bearings model", version.name)
    assert weakest["measured_samples"] > 0
    assert 0 <= weakest["value"] <= 1


def test_numbers_are_those_of_the_person_who_asks(see, completed, publish):
    publish()
    numbers = see("manager").json()["numbers"]
    assert (numbers["trainings"], numbers["models"]) == (0, 0)


def test_an_administrator_may_see_everyones_numbers_and_nobody_else(see, completed, publish):
    publish()
    assert see("administrator").json()["numbers"]["trainings"] == 0
    everyones = see("administrator", whose="everyones").json()
    assert (everyones["numbers"]["trainings"], everyones["numbers"]["models"]) == (1, 1)
    assert see("manager", whose="everyones").status_code == 403


def test_the_week_counts_starts_and_ends_by_day(see, completed, failed):
    yesterday = timezone.now() - timedelta(days=1)
    Job.objects.filter(pk=latest_job(failed).pk).update(started_at=yesterday, finished_at=yesterday)
    week = see("trainer").json()["week"]
    assert [week[-1][name] for name in ("started", "completed", "failed")] == [1, 1, 0]
    assert [week[-2][name] for name in ("started", "completed", "failed")] == [1, 0, 1]
    assert week[-1]["day"] == datetime.now(UTC).date().isoformat()


def test_a_day_begins_at_midnight_of_the_persons_zone(see, completed):
    today = datetime.now(UTC).date()
    days = [see("trainer", timezone=zone).json()["week"][-1]["day"] for zone in ("Pacific/Kiritimati", "Etc/GMT+12")]
    assert days[0] > days[1]
    assert today.isoformat() in days or days[1] < today.isoformat() < days[0]


def test_an_unknown_zone_is_refused_with_an_example(see):
    answer = see("trainer", timezone="Mars/Olympus")
    assert answer.status_code == 422
    assert "Europe/Madrid" in answer.json()["message"]
    assert see("trainer", timezone="../../etc/passwd").status_code == 422


def test_failed_and_unpublished_trainings_and_wrong_paths_wait(see, project, people, completed, failed):
    gone = Dataset.objects.create(project=project, name="Gone", created_by=people["trainer"])
    DataPath.objects.create(dataset=gone, path="/gone", status=PathStatus.INVALID)
    waiting = see("trainer").json()["waiting"]
    assert {(row["kind"], row["name"]) for row in waiting} == {
        ("failed_training", f"Classifier · {failed['number']}"),
        ("unpublished_training", f"Classifier · {completed['number']}"),
        ("invalid_path", "Gone"),
    }
    assert [row["at"] for row in waiting] == sorted((row["at"] for row in waiting), reverse=True)


def test_a_disabled_training_waits_for_nobody(see, act, completed):
    act(completed, "disable")
    assert see("trainer").json()["waiting"] == []


def test_the_overview_takes_as_many_queries_for_many_trainings_as_for_one(login, project, create, completed):
    browser = login("trainer")
    path = f"/projects/{project.pk}/overview"
    with CaptureQueriesContext(connection) as one:
        browser.get(path)
    for _ in range(3):
        create()
    with CaptureQueriesContext(connection) as many:
        browser.get(path)
    assert len(many) == len(one) <= QUERIES


def test_somebody_who_left_the_project_sees_nothing(see, project, people):
    Membership.objects.filter(project=project, user=people["trainer"]).delete()
    assert see("trainer").status_code == 404
