"""The journal's list: filters, search, pages, words."""

from datetime import timedelta

import pytest

from modelwright.server.core.models import JournalEntry
from modelwright.server.journal import services
from modelwright.server.journal.tests.conftest import now


def test_only_who_may_see_the_journal_sees_it(login):
    for address in ("/journal", "/journal/actions", "/journal/verify", "/journal/export"):
        assert login("manager").get(address).status_code == 403


def test_the_newest_comes_first(listed, wrote):
    wrote(name="old", ago=timedelta(hours=1))
    wrote(name="new")
    assert listed() == ["new", "old"]
    assert listed(sort="at") == ["old", "new"]


def test_each_filter_narrows_the_list(listed, wrote, people, project, login):
    wrote("dataset.edited", name="a", operation_key="training-7-1")
    wrote("session.refused", by=None, name="b")
    wrote("training_process.run_failed", by=None, name="c")
    wrote("dataset.created", by="manager", name="d", ago=timedelta(days=2))
    yesterday = (now() - timedelta(days=1)).isoformat()
    assert listed(action="dataset.edited") == ["a"]
    assert listed(entity="dataset") == ["a", "d"]
    assert listed(**{"class": "security"}) == ["b"]
    assert listed(**{"class": "error"}) == ["c"]
    assert listed(**{"class": "correction"}) == ["a"]
    assert listed(**{"class": "info"}) == ["d"]
    assert listed(user_id=people["manager"].pk) == ["d"]
    assert listed(operation_key="training-7-1") == ["a"]
    assert listed(**{"from": yesterday}) == ["c", "b", "a"]
    assert listed(to=yesterday) == ["d"]
    assert listed(**{"from": yesterday}, entity="dataset") == ["a"]


def test_a_thing_and_a_project_have_their_own_entries(listed, login):
    browser = login("trainer")
    first = browser.post("/projects", {"name": "First"}).json()["id"]
    browser.post("/projects", {"name": "Second"})
    browser.patch(f"/projects/{first}", {"description": "Ours"})
    assert listed(project_id=first) == ["First", "First"]
    assert listed(entity="project", entity_id=first, action="project.created") == ["First"]


def test_pages_follow_each_other_without_gaps(login, wrote):
    for number in range(7):
        wrote(name=str(number), ago=timedelta(seconds=number // 2))
    JournalEntry.objects.filter(entity_name__in=("3", "4")).update(at=now())
    browser, cursor, seen = login("administrator"), "", []
    while True:
        answer = browser.get("/journal", limit=3, cursor=cursor).json()
        seen += [item["id"] for item in answer["items"]]
        cursor = answer["next"]
        if not cursor:
            break
    assert seen == list(JournalEntry.objects.order_by("-at", "-id").values_list("pk", flat=True))
    assert answer["total"] == len(seen)


def test_counting_ends_where_it_would_take_long(login, wrote, monkeypatch):
    monkeypatch.setattr(services, "COUNTED_TO", 3)
    for number in range(5):
        wrote(name=str(number))
    answer = login("administrator").get("/journal").json()
    assert (answer["total"], answer["counted_to"]) == (4, 3)


def test_the_list_costs_the_same_queries_however_long_it_is(login, django_assert_num_queries):
    browser = login("trainer")
    for number in range(3):
        browser.post("/projects", {"name": f"Project {number}"})
    administrator = login("administrator")
    with django_assert_num_queries(5):  # session, person, count, page, names of projects
        assert len(administrator.get("/journal").json()["items"]) == 3


def test_an_entry_says_who_what_where_and_before_and_after(login):
    browser = login("trainer")
    key = browser.post("/projects", {"name": "Nuts"}).json()["id"]
    browser.patch(f"/projects/{key}", {"name": "Bolts"})
    entry = login("administrator").get("/journal", action="project.edited").json()["items"][0]
    assert entry["detail"] == {"before": {"name": "Nuts"}, "after": {"name": "Bolts"}}
    assert (entry["user_name"], entry["address"], entry["entity_name"]) == ("trainer", "127.0.0.1", "Bolts")
    assert (entry["entity_label"], entry["action_label"], entry["event_class_label"]) == (
        "Project",
        "Change",
        "Correction",
    )
    assert (entry["project_id"], entry["project_name"], entry["signature"]) == (key, "Bolts", "pending")


def test_the_words_are_those_of_the_person(login, wrote, people):
    wrote("dataset.edited")
    wrote("thing_of_old.went_by")
    browser = login("administrator")
    browser.patch("/account", {"language": "ru"})
    words = browser.get("/journal/actions").json()
    assert {word["name"]: word["label"] for word in words["entities"]} == {
        "account": "Учётная запись",
        "dataset": "Датасет",
        "thing_of_old": "Thing of old",
    }
    assert {"name": "dataset.edited", "label": "Изменение", "entity": "dataset"} in words["actions"]
    assert [word["label"] for word in words["classes"]] == ["Информация", "Ошибка", "Безопасность", "Коррекция"]
    assert [person["username"] for person in words["users"]] == ["administrator", "trainer"]


@pytest.mark.parametrize(
    "query", [{"class": "gossip"}, {"from": "yesterday"}, {"user_id": "x"}, {"entity_id": 2**70}, {"limit": 0}]
)
def test_values_that_make_no_sense_are_refused(login, query):
    assert login("administrator").get("/journal", **query).status_code == 422
