"""Members: for whom a project exists, and who decides that."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modelwright.server.accounts.models import Membership, User
from modelwright.server.core.models import JournalEntry


@pytest.fixture
def path(project):
    return f"/projects/{project.pk}/members"


def names(answer):
    return [row["user"]["username"] for row in answer.json()["items"]]


def test_every_member_sees_who_else_is_in_it(login, path):
    answer = login("viewer").get(path)
    assert names(answer) == ["labeller", "manager", "trainer", "viewer"]
    assert [row["is_creator"] for row in answer.json()["items"]] == [False, True, False, False]
    assert names(login("viewer").get(path, search="LAB")) == ["labeller"]


def test_whoever_made_the_project_adds_and_removes(login, people, project, path):
    outsider = people["outsider"]
    assert login("outsider").get(f"/projects/{project.pk}").status_code == 404
    added = login("manager").post(path, {"user_id": outsider.pk})
    assert (added.status_code, added.json()["added_by"]["username"]) == (201, "manager")
    assert login("outsider").get(f"/projects/{project.pk}").status_code == 200
    assert login("manager").delete(f"{path}/{outsider.pk}").status_code == 204
    assert login("outsider").get(f"/projects/{project.pk}").status_code == 404
    actions = JournalEntry.objects.filter(action__startswith="project.member_").order_by("pk")
    assert [entry.detail["username"] for entry in actions] == ["outsider", "outsider"]


@pytest.mark.parametrize("name", ["trainer", "viewer", "labeller"])
def test_other_members_do_not(login, people, path, name):
    browser = login(name)
    refused = browser.post(path, {"user_id": people["outsider"].pk})
    assert (refused.status_code, "All projects — Manage" in refused.json()["message"]) == (403, True)
    assert browser.delete(f"{path}/{people['viewer'].pk}").status_code == 403


def test_candidates_are_those_who_are_not_in_it(login, people, project):
    User.objects.filter(pk=people["outsider"].pk).update(first_name="Olga", last_name="Petrova")
    path = f"/projects/{project.pk}/candidates"
    found = lambda **query: [row["username"] for row in login("manager").get(path, **query).json()["items"]]  # noqa: E731
    assert found() == ["administrator", "outsider"]
    assert found(search="petr olga") == ["outsider"]
    User.objects.filter(pk=people["outsider"].pk).update(is_active=False)
    assert found() == ["administrator"]


def test_a_member_is_added_once_and_nobody_who_does_not_exist(login, people, path):
    browser = login("manager")
    assert browser.post(path, {"user_id": people["viewer"].pk}).status_code == 409
    assert browser.post(path, {"user_id": 10**6}).status_code == 422
    assert browser.delete(f"{path}/{people['outsider'].pk}").status_code == 404


def test_the_last_member_stays(login, people, project, path):
    Membership.objects.filter(project=project).exclude(user=people["manager"]).delete()
    answer = login("manager").delete(f"{path}/{people['manager'].pk}")
    assert (answer.status_code, "last member" in answer.json()["message"]) == (409, True)
    assert login("manager").get(path).status_code == 200


def test_a_list_of_many_costs_no_more_queries_than_a_list_of_few(login, project, path):
    browser = login("viewer")
    with CaptureQueriesContext(connection) as few:
        browser.get(path)
    users = User.objects.bulk_create([User(username=f"person{number}") for number in range(30)])
    Membership.objects.bulk_create([Membership(project=project, user=user) for user in users])
    with CaptureQueriesContext(connection) as many:
        assert len(names(browser.get(path))) == 34
    assert len(many) == len(few)
