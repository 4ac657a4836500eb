"""Projects: who sees them, who changes them, and their pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modelwright.server.accounts.models import Membership, Project
from modelwright.server.core.models import JournalEntry


def names(answer):
    return [item["name"] for item in answer.json()["items"]]


def test_whoever_creates_a_project_manages_it(login):
    browser = login("outsider")
    created = browser.post("/projects", {"name": " Gears ", "description": "Teeth"})
    assert created.status_code == 201
    assert created.json()["name"] == "Gears"
    assert "projects.delete" in created.json()["rights"]
    assert names(browser.get("/projects")) == ["Gears"]
    assert JournalEntry.objects.get(action="project.created").project_id == created.json()["id"]


def test_everybody_sees_their_own_projects_and_the_administrator_all(login, project):
    login("outsider").post("/projects", {"name": "Gears"})
    assert names(login("viewer").get("/projects")) == ["Bearings"]
    assert names(login("outsider").get("/projects")) == ["Gears"]
    assert names(login("administrator").get("/projects")) == ["Bearings", "Gears"]


def test_the_rights_of_each_role_come_with_the_project(login, project):
    assert "datasets.create" not in login("viewer").get(f"/projects/{project.pk}").json()["rights"]
    trainer = login("trainer").get(f"/projects/{project.pk}").json()["rights"]
    assert "datasets.create" in trainer
    assert "projects.edit" not in trainer
    assert "projects.edit" in login("manager").get("/projects").json()["items"][0]["rights"]


def test_an_outsider_learns_nothing_and_a_member_without_the_right_is_told(login, project):
    path = f"/projects/{project.pk}"
    assert login("outsider").get(path).status_code == login("outsider").delete(path).status_code == 404
    refused = login("trainer").patch(path, {"name": "Mine"})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


def test_a_name_is_taken_once(login, project):
    answer = login("outsider").post("/projects", {"name": "Bearings"})
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (409, "name")
    assert login("outsider").post("/projects", {"name": "  "}).status_code == 422


def test_a_manager_renames_and_deletes(login, project):
    browser = login("manager")
    assert browser.patch(f"/projects/{project.pk}", {"name": "Rings"}).json()["name"] == "Rings"
    assert browser.delete(f"/projects/{project.pk}").status_code == 204
    assert not Project.objects.exists()


def test_pages_hold_every_project_once(login):
    browser = login("administrator")
    Project.objects.bulk_create([Project(name=f"P{number:03d}") for number in range(25)])
    seen, cursor = [], ""
    while cursor is not None:
        answer = browser.get("/projects", cursor=cursor, limit=10)
        seen += names(answer)
        cursor = answer.json()["next"]
        assert answer.json()["total"] == 25
    assert seen == [f"P{number:03d}" for number in range(25)]


@pytest.mark.parametrize(
    "cursor", ["abc", "W10", "bnVsbA", "WyJuYW1lIiwie30iLCJ4Il0", "é", "WyJuYW1lIixbXSwxXQ", "WyJuYW1lIiwiYSIsMSwtMV0"]
)
def test_a_made_up_cursor_is_refused(login, cursor):
    answer = login("administrator").get("/projects", cursor=cursor)
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "cursor")


def test_later_pages_take_the_number_of_the_first_along(login):
    browser = login("administrator")
    Project.objects.bulk_create([Project(name=f"P{number:03d}") for number in range(3)])
    cursor = browser.get("/projects", limit=1).json()["next"]
    with CaptureQueriesContext(connection) as asked:
        assert browser.get("/projects", cursor=cursor, limit=1).json()["total"] == 3
    assert not [query for query in asked if "__count" in query["sql"]]


@pytest.mark.parametrize("limit", [0, -1, 501, "many"])
def test_a_page_has_bounds(login, limit):
    answer = login("administrator").get("/projects", limit=limit)
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "limit")


def test_a_list_of_many_costs_no_more_queries_than_a_list_of_one(login, people, project):
    browser = login("trainer")
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get("/projects")
    more = Project.objects.bulk_create([Project(name=f"P{number}") for number in range(20)])
    Membership.objects.bulk_create([Membership(project=row, user=people["trainer"]) for row in more])
    with CaptureQueriesContext(connection) as many:
        assert len(names(browser.get("/projects"))) == 21
    assert len(many) == len(one)
