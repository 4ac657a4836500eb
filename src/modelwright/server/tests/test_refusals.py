"""What the API answers when it refuses: always JSON with a code and a sentence, never an inside view."""

import pytest

from modelwright.server.accounts import projects


@pytest.mark.parametrize("path", ["", "/nothing", "/projects/1/nothing", "/projects/x"])
def test_an_unknown_address_below_the_api_is_json(login, path):
    answer = login("administrator").get(path)
    assert answer.status_code in (404, 422)
    assert answer["Content-Type"].startswith("application/json")
    assert answer.json()["message"]


def test_a_body_that_is_no_json_is_said_so(login):
    answer = login("trainer").post("/projects", "{")
    assert (answer.status_code, answer.json()["code"]) == (400, "not_json")


def test_wrong_values_are_named_with_their_bound(login):
    answer = login("trainer").post("/projects", {"name": "x" * 61, "description": 5})
    assert answer.status_code == 422
    assert {field["path"]: field["message"] for field in answer.json()["fields"]} == {
        "name": "This is too long: it may have at most 60 characters.",
        "description": "5 is not a text.",
    }


def test_a_missing_value_is_named(login):
    answer = login("trainer").post("/projects", {})
    assert answer.json()["fields"] == [{"path": "name", "message": "This is needed."}]


def test_nobody_is_asked_to_sign_in_first(login):
    answer = login("").get("/projects")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")


def test_an_error_of_our_own_shows_nothing_of_the_inside(login, monkeypatch, caplog):
    def broken(*_arguments, **_names):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(projects, "list_projects", broken)
    answer = login("trainer").get("/projects")
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert "secret" not in answer.content.decode()
    assert "secret detail" in caplog.text
