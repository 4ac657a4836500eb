"""The own account: name, language, theme, password."""

import pytest

from modelwright.server.accounts.models import User
from modelwright.server.core.models import JournalEntry
from modelwright.server.testing.cast import PASSWORD


def test_what_was_changed_is_kept_and_the_rest_stays(login):
    browser = login("trainer")
    changed = browser.patch("/account", {"first_name": "Mei", "theme": "dark"}).json()
    assert (changed["first_name"], changed["theme"], changed["last_name"]) == ("Mei", "dark", "")
    assert browser.get("/session").json()["account"] == changed


@pytest.mark.parametrize("change", [{"language": "fr"}, {"theme": "pink"}, {"email": "not one"}])
def test_values_that_do_not_exist_are_refused_at_their_field(login, change):
    answer = login("trainer").patch("/account", change)
    assert answer.status_code == 422
    assert [field["path"] for field in answer.json()["fields"]] == list(change)


def test_the_account_speaks_louder_than_the_browser(login):
    browser = login("trainer")
    asked_in_spanish = {"Accept-Language": "es"}
    assert browser.get("/projects/999", headers=asked_in_spanish).headers["Content-Language"] == "es"
    browser.patch("/account", {"language": "ru"})
    assert browser.get("/projects/999", headers=asked_in_spanish).headers["Content-Language"] == "ru"


def test_a_new_password_ends_every_session_of_the_person(login):
    here, elsewhere, other_person = login("trainer"), login("trainer"), login("viewer")
    assert here.post("/account/password", {"current": PASSWORD, "new": "Better-2"}).status_code == 204
    assert here.get("/projects").status_code == elsewhere.get("/projects").status_code == 401
    assert other_person.get("/projects").status_code == 200
    answer = login("").post("/session", {"username": "trainer", "password": "Better-2"})
    assert answer.status_code == 200


def test_the_old_password_is_asked_for(login):
    answer = login("trainer").post("/account/password", {"current": "Wrong-1", "new": "Better-2"})
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "current")


SHORT = "A password has at least 6 characters."
PLAIN = "A password has at least two of: upper-case letters, lower-case letters, digits."


@pytest.mark.parametrize(
    ("weak", "rules"),
    [("", [SHORT, PLAIN]), ("Ab1", [SHORT]), ("abcdef", [PLAIN]), ("123456", [PLAIN]), ("абвгде", [PLAIN])],
)
def test_a_weak_password_is_refused_with_every_rule_that_it_breaks(login, weak, rules):
    answer = login("trainer").post("/account/password", {"current": PASSWORD, "new": weak})
    assert answer.status_code == 422
    assert answer.json()["fields"] == [{"path": "new", "message": rule} for rule in rules]
    assert User.objects.get(username="trainer").check_password(PASSWORD)


@pytest.mark.parametrize("strong", ["abcde1", "Abcdef", "АБвгде"])
def test_two_kinds_of_characters_are_enough(login, strong):
    assert login("trainer").post("/account/password", {"current": PASSWORD, "new": strong}).status_code == 204


def test_no_password_is_in_the_journal(login):
    login("trainer").post("/account/password", {"current": PASSWORD, "new": "Better-2"})
    login("").post("/session", {"username": "trainer", "password": "Secret-3"})
    written = str(list(JournalEntry.objects.values()))
    assert "password_changed" in written
    assert not any(secret in written for secret in (PASSWORD, "Better-2", "Secret-3"))
