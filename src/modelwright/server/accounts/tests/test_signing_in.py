"""Coming in: with a password, by a one-time link, and what is refused."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.utils import timezone

from modelwright.server.accounts import links, throttle
from modelwright.server.accounts.models import FailedSignIn, OneTimeLink, User
from modelwright.server.core.models import JournalEntry
from modelwright.server.testing.cast import PASSWORD


def enter(browser, name="trainer", password=PASSWORD):
    return browser.post("/session", {"username": name, "password": password})


def test_the_right_password_opens_a_session(login):
    browser = login("")
    answer = enter(browser)
    assert answer.status_code == 200
    assert answer.json()["account"]["username"] == "trainer"
    assert browser.get("/projects").status_code == 200
    assert JournalEntry.objects.filter(action="session.signed_in", address="127.0.0.1").exists()


def test_nobody_is_told_whether_the_name_or_the_password_was_wrong(login):
    wrong_name = enter(login(""), name="nobody")
    wrong_password = enter(login(""), password="Wrong-1")
    assert wrong_name.status_code == wrong_password.status_code == 403
    assert wrong_name.json() == wrong_password.json()
    assert wrong_name.json()["code"] == "wrong_credentials"


def test_the_session_says_who_is_there_and_gives_the_csrf_cookie(login):
    browser = login("")
    browser.client.cookies.clear()
    answer = browser.get("/session")
    assert answer.json()["account"] is None
    assert set(answer.json()["languages"]) == {"en", "ru", "zh-hans", "es"}
    assert "csrftoken" in answer.cookies
    assert enter(browser).status_code == 200


def test_another_site_cannot_sign_a_browser_in(login):
    browser = login("")
    browser.client.cookies.clear()
    answer = browser.client.post("/api/session", {"username": "x", "password": "y"}, content_type="application/json")
    assert answer.status_code == 403
    assert answer.json()["code"] == "csrf_failed"


def test_a_change_without_the_token_is_refused(login):
    answer = login("trainer").client.post("/api/projects", {"name": "X"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_repeated_failures_have_to_wait_even_with_the_right_password(login):
    for _attempt in range(throttle.PER_NAME):
        assert enter(login(""), password="Wrong-1").status_code == 403
    refused = enter(login(""), name="Trainer ")
    assert refused.status_code == 429
    assert refused.json()["message"] == "Too many failed attempts. Try again in 5 minutes."
    assert enter(login(""), name="viewer").status_code == 200


def test_the_wait_is_over_after_five_minutes(login):
    for _attempt in range(throttle.PER_NAME):
        enter(login(""), password="Wrong-1")
    FailedSignIn.objects.update(at=timezone.now() - throttle.WINDOW - timedelta(seconds=1))
    assert enter(login("")).status_code == 200


def test_the_right_password_forgets_earlier_failures(login):
    for _round in range(2):
        for _attempt in range(throttle.PER_NAME - 1):
            assert enter(login(""), password="Wrong-1").status_code == 403
        assert enter(login("")).status_code == 200


def test_one_address_cannot_try_many_names_whatever_it_says_its_address_is(login):
    for number in range(throttle.PER_ADDRESS):
        enter(login(""), name=f"name{number}")
    browser = login("")
    browser.client.defaults["HTTP_X_FORWARDED_FOR"] = "10.0.0.9"
    assert enter(browser, name="trainer").status_code == 429


def test_an_inactive_person_stays_outside(login, people):
    User.objects.filter(pk=people["trainer"].pk).update(is_active=False)
    assert enter(login("")).status_code == 403
    assert login("trainer").get("/projects").status_code == 401


def test_signing_out_ends_the_session(login):
    browser = login("trainer")
    assert browser.delete("/session").status_code == 204
    assert browser.get("/projects").status_code == 401


@pytest.fixture
def first(people):
    people["administrator"].delete()
    return links.first_administrator()


def test_the_first_administrator_comes_by_a_link_and_has_no_password(first, login):
    assert links.needs_first_link()
    assert links.first_administrator() == first
    assert not is_password_usable(first.password)
    answer = login("").post("/session/one-time", {"token": links.make(first)})
    assert answer.json()["account"]["must_set_password"] is True
    assert answer.json()["account"]["is_administrator"] is True


def test_a_link_for_the_first_administrator_also_helps_one_who_forgot_the_password(people):
    assert links.first_administrator() == people["administrator"]


def test_the_first_administrator_gets_a_name_that_is_free(people):
    people["administrator"].is_superuser = False
    people["administrator"].save()
    assert links.first_administrator().username == "administrator2"


def test_a_link_works_once(first, login):
    token = links.make(first)
    assert login("").post("/session/one-time", {"token": token}).status_code == 200
    again = login("").post("/session/one-time", {"token": token})
    assert (again.status_code, again.json()["code"]) == (410, "link_not_valid")
    assert "used already" in again.json()["message"]


def test_a_link_expires_and_a_newer_one_replaces_it(first, login):
    old = links.make(first)
    new = links.make(first)
    assert login("").post("/session/one-time", {"token": old}).status_code == 410
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "expired" in login("").post("/session/one-time", {"token": new}).json()["message"]


def test_only_the_hash_of_a_link_is_kept(first):
    token = links.make(first)
    assert token not in str(list(OneTimeLink.objects.values())) + str(list(JournalEntry.objects.values()))


def test_the_first_password_is_set_without_an_old_one_and_the_session_goes_on(first, login):
    browser = login("")
    browser.post("/session/one-time", {"token": links.make(first)})
    assert browser.post("/account/password", {"new": "Valid-1"}).status_code == 204
    assert browser.get("/projects").status_code == 200
    assert not links.needs_first_link()
