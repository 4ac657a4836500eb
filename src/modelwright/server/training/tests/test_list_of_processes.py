"""The table of processes: filters, search, order, and a page's cost whatever their number."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modelwright.contract.events import Outcome
from modelwright.server.jobs.models import Job
from modelwright.server.training.models import Process
from modelwright.server.training.tests.kept import dataset, kept, people, project, template

__all__ = ["dataset", "kept", "people", "project", "template"]

NOON = datetime(2020, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def rows(login, project):
    def read(**query):
        answer = login("trainer").get(f"/projects/{project.pk}/processes", **query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return read


def numbers(page):
    return sorted(row["number"] for row in page["items"])


def test_filters_by_status_and_flags(create, rows, act, engine, dispatcher):
    failed, running, _created, disabled = [create() for _ in range(4)]
    engine(failed).finish(Outcome.FAILED, 1, code="unexpected")
    dispatcher.tick()
    engine(running)
    act(disabled, "disable")
    assert numbers(rows(status="failed")) == [1]
    assert numbers(rows(status="starting,failed")) == [1, 2]
    assert numbers(rows(status="created")) == [3, 4]
    assert numbers(rows(status="disabled")) == [4]
    assert numbers(rows(status="disabled,failed")) == [1, 4]
    assert numbers(rows(status="published")) == []


def test_an_unknown_status_or_order_is_refused(login, project):
    for query in ({"status": "sleeping"}, {"sort": "colour"}):
        answer = login("trainer").get(f"/projects/{project.pk}/processes", **query)
        assert answer.status_code == 422


def test_searches_template_network_author_and_number(create, rows):
    create(), create()
    assert rows(search="classif")["total"] == 2
    assert rows(search="resnet")["total"] == 2
    assert rows(search="trainer")["total"] == 2
    assert numbers(rows(search="2")) == [2]
    assert numbers(rows(search="#1")) == numbers(rows(search="classifier · 1")) == [1]
    assert rows(search="Something else · 1")["total"] == 0
    assert rows(search="nothing like it")["total"] == 0


def test_pages_follow_each_other(create, rows):
    for _ in range(5):
        create()
    seen, cursor = [], ""
    while cursor is not None:
        page = rows(sort="-number", limit=2, cursor=cursor)
        seen += [row["number"] for row in page["items"]]
        cursor = page["next"]
    assert seen == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    "sort",
    ["template", "model", "task", "-status", "author", "machine", "started_at", "-finished_at", "base_model"],
)
def test_every_order_works(sort, create, rows):
    create(), create()
    assert numbers(rows(sort=sort)) == [1, 2]


def test_a_page_costs_the_same_number_of_queries_whatever_stands_on_it(
    create, rows, act, django_assert_num_queries, dispatcher
):
    for process in (create(), create()):
        act(process, "start")
        act(process, "tags", {"add": ["first"]})
    with CaptureQueriesContext(connection) as few:
        rows()
    count = len(few)
    for process in [create() for _ in range(6)]:
        act(process, "start")
    failed, auto, *_others = Process.objects.order_by("-number")
    Job.objects.filter(pk=failed.job_id).update(status="failed", failure_code="disk_full", failure_values={"a": 1})
    Job.objects.filter(pk=auto.job_id).update(machine=None, is_auto=True)
    with django_assert_num_queries(count):
        rows()


def test_the_longest_come_first_and_those_that_never_ran_last(create, rows):
    for process, seconds in ((create(), 60), (create(), 90_000), (create(), None), (create(), 61)):
        ended = None if seconds is None else NOON + timedelta(seconds=seconds)
        Job.objects.filter(subject_id=process["id"]).update(started_at=ended and NOON, finished_at=ended)
    seen, cursor = [], ""
    while cursor is not None:
        page = rows(sort="-duration", limit=1, cursor=cursor)
        seen += [row["number"] for row in page["items"]]
        cursor = page["next"]
    assert seen == [2, 4, 1, 3]


def test_narrowed_by_what_the_list_offers(create, rows, login, project, people):
    first, second = create(), create()
    login("trainer").post(f"/processes/{first['id']}/tags", {"add": ["Line 3"]})
    Process.objects.filter(pk=second["id"]).update(author=people["manager"], created_at=NOON)
    choices = login("viewer").get(f"/projects/{project.pk}/processes/choices").json()
    assert [author["username"] for author in choices["authors"]] == ["manager", "trainer"]
    assert (choices["tasks"], choices["base_models"]) == (["classification"], ["ResNet18"])
    assert choices["tags"] == [{"name": "Line 3", "count": 1}]
    assert choices["templates"] == [{"id": first["template_id"], "name": "Classifier"}]
    assert numbers(rows(tag="Line 3")) == numbers(rows(search="line")) == [1]
    assert numbers(rows(author_id=people["manager"].pk)) == [2]
    assert numbers(rows(machine_id=choices["machines"][0]["id"])) == [1, 2]
    assert numbers(rows(created_to="2020-01-02T00:00:00Z")) == [2]
    assert numbers(rows(created_from="2020-01-02T00:00:00Z")) == [1]
    assert numbers(rows(task="detection")) == numbers(rows(base_model="ResNet50")) == numbers(rows(machine_id=0)) == []
    assert rows(mine="true")["total"] == 1


def test_the_processes_of_one_template(create, rows, template):
    create()
    assert rows(template_id=template["id"])["total"] == 1
    assert rows(template_id=0)["total"] == 0
