"""Tokens: made once, used instead of a password, limited, and refused with what to do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from modelwright.server.accounts.models import AccessToken, User
from modelwright.server.core.models import JournalEntry
from modelwright.server.testing.cast import PASSWORD


@pytest.fixture
def make(login):
    """`make("trainer", scope="read")`: the answer to a new token of theirs."""

    def create(name="trainer", **body):
        answer = login(name).post("/account/tokens", {"name": "Nightly", **body})
        assert answer.status_code == 201, answer.content
        return answer.json()

    return create


class Program:
    """Speaks to the API with a token: no session, no cookie, no CSRF token."""

    def __init__(self, secret):
        self.client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})

    def get(self, path):
        return self.client.get(f"/api{path}")

    def post(self, path, body=None):
        return self.client.post(f"/api{path}", body or {}, content_type="application/json")


def test_a_token_stands_for_its_person_and_needs_no_csrf(make, project):
    program = Program(make(scope="work")["secret"])
    assert [item["name"] for item in program.get("/projects").json()["items"]] == ["Bearings"]
    assert program.post(f"/projects/{project.pk}/datasets", {"name": "Parts"}).status_code == 201


def test_the_secret_is_shown_once_and_only_its_hash_is_kept(make, login):
    made = make()
    secret = made["secret"]
    assert secret.startswith("mw_")
    assert made["token"]["prefix"] == secret[:8]
    listed = login("trainer").get("/account/tokens")
    assert secret not in listed.content.decode()
    assert secret not in str(list(AccessToken.objects.values())) + str(list(JournalEntry.objects.values()))


def test_a_token_to_read_changes_nothing(make, project):
    program = Program(make(scope="read")["secret"])
    assert program.get(f"/projects/{project.pk}/datasets").status_code == 200
    assert program.post(f"/projects/{project.pk}/datasets", {"name": "Parts"}).status_code == 403
    assert program.post("/projects", {"name": "Mine"}).status_code == 403


def test_a_token_to_work_leaves_the_installation_alone(make):
    assert Program(make("administrator", scope="work")["secret"]).get("/users").status_code == 403
    assert Program(make("administrator", scope="everything")["secret"]).get("/users").status_code == 200


def test_a_token_of_chosen_rights_has_those_and_never_more_than_its_person(make, people, project):
    program = Program(make(scope="chosen", rights=["datasets.view", "users.view"])["secret"])
    assert program.get(f"/projects/{project.pk}/datasets").status_code == 200
    assert program.get(f"/projects/{project.pk}/models").status_code == 403
    assert program.get("/users").status_code == 403
    people["trainer"].roles.clear()
    assert program.get(f"/projects/{project.pk}/datasets").status_code == 403


@pytest.mark.parametrize("path", ["/account/tokens", "/account/password"])
def test_a_token_cannot_reach_the_account_itself(make, path):
    refused = Program(make(scope="everything")["secret"]).post(path, {"name": "More", "new": "Better-2"})
    assert (refused.status_code, "in the browser" in refused.json()["message"]) == (403, True)


@pytest.mark.parametrize("days", [0, 366, -1])
def test_a_token_is_valid_for_a_year_at_most(login, days):
    assert login("trainer").post("/account/tokens", {"name": "Nightly", "days": days}).status_code == 422


def test_a_token_is_valid_for_90_days_where_nothing_is_said(make):
    make()
    left = AccessToken.objects.get().expires_at - timezone.now()
    assert timedelta(days=89, hours=23) < left <= timedelta(days=90)


@pytest.mark.parametrize("body", [{"name": " "}, {"scope": "chosen"}, {"scope": "chosen", "rights": ["datasets.fly"]}])
def test_a_token_without_a_name_or_with_no_such_right_is_refused(login, body):
    assert login("trainer").post("/account/tokens", {"name": "Nightly", **body}).status_code == 422


def test_what_is_no_token_is_told_so_even_with_a_good_session(login):
    answer = login("trainer").get("/projects", headers={"Authorization": "Bearer mw_wrong"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_not_valid")
    assert "Make a new one" in answer.json()["message"]


def test_an_expired_token_is_told_so(make):
    program = Program(make()["secret"])
    AccessToken.objects.update(expires_at=timezone.now())
    assert "has expired" in program.get("/projects").json()["message"]


def test_a_revoked_token_is_told_so(make, login):
    made = make()
    assert login("viewer").delete(f"/account/tokens/{made['token']['id']}").status_code == 404
    assert login("trainer").delete(f"/account/tokens/{made['token']['id']}").status_code == 204
    answer = Program(made["secret"]).get("/projects")
    assert (answer.status_code, "was revoked" in answer.json()["message"]) == (401, True)
    assert login("trainer").get("/account/tokens").json() == []


def test_an_administrator_revokes_anybodys(make, login, people):
    made = make()
    path = f"/users/{people['trainer'].pk}/tokens"
    assert [row["name"] for row in login("administrator").get(path).json()] == ["Nightly"]
    assert login("administrator").delete(f"{path}/{made['token']['id']}").status_code == 204
    assert Program(made["secret"]).get("/projects").status_code == 401


def test_a_token_of_a_blocked_person_is_told_so_and_does_not_come_back(make, login, people):
    program = Program(make()["secret"])
    path = f"/users/{people['trainer'].pk}"
    login("administrator").post(f"{path}/block")
    answer = program.get("/projects")
    assert (answer.status_code, "is blocked" in answer.json()["message"]) == (401, True)
    login("administrator").post(f"{path}/unblock")
    assert program.get("/projects").status_code == 401


def test_a_new_password_ends_the_tokens_too(make, login):
    program = Program(make()["secret"])
    login("trainer").post("/account/password", {"current": PASSWORD, "new": "Better-2"})
    assert program.get("/projects").status_code == 401


def test_a_token_of_somebody_who_has_to_change_the_password_waits(make):
    program = Program(make()["secret"])
    User.objects.filter(username="trainer").update(must_set_password=True)
    assert program.get("/projects").json()["code"] == "password_change_required"


def test_the_last_use_is_noted_and_not_with_every_request(make):
    program = Program(make()["secret"])
    program.get("/projects")
    noted = AccessToken.objects.get().last_used_at
    program.get("/projects")
    assert noted is not None
    assert AccessToken.objects.get().last_used_at == noted
