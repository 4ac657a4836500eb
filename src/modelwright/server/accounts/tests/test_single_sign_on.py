"""Single sign-on: off by default; who comes in, with which roles, and what is refused."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey

from modelwright.server.accounts import single_sign_on
from modelwright.server.accounts.models import Identity, Role, SignIn, User
from modelwright.server.accounts.tests.openid_provider import CLIENT, SECRET, Provider
from modelwright.server.core.models import JournalEntry

ANNA = {"sub": "a-1", "preferred_username": "anna", "given_name": "Anna", "email": "anna@example.com"}


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    with Provider() as running:
        settings.OIDC_ISSUER = running.address
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
        settings.OIDC_NAME = "Works ID"
        settings.OIDC_ROLES = {"trainers": "model_trainer", "heads": "Super administrator", "looks": "reviewer"}
        single_sign_on._registered.cache_clear()
        yield running


@pytest.fixture
def come(login, provider):
    """`come(groups=[…])`: Anna signs in there, and is sent back here; the browser, where she has arrived."""

    def sign_in(after="/", **claims):
        browser = login("")
        location = browser.get("/session/sso", after=after)["Location"]
        back = provider.approve(location, **ANNA | claims)
        return browser, browser.client.get(back)

    return sign_in


def problem(browser):
    return browser.get("/session").json()["sso"]["problem"]


def test_it_is_off_where_nothing_is_said(login):
    browser = login("")
    assert browser.get("/session").json()["sso"] is None
    assert browser.get("/session/sso").status_code == browser.get("/session/sso/callback").status_code == 404


def test_the_request_carries_state_nonce_and_a_challenge(login, provider):
    location = login("").get("/session/sso")["Location"]
    assert location.startswith(f"{provider.address}/authorize?")
    asked = parse_qs(urlsplit(location).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert asked["redirect_uri"] == ["http://testserver/api/session/sso/callback"]


def test_a_newcomer_gets_an_account_with_the_roles_of_the_claim(come, people):
    browser, answer = come(after="/projects", groups=["trainers", "other"])
    assert (answer.status_code, answer["Location"]) == (302, "/projects")
    account = browser.get("/session").json()["account"]
    assert (account["username"], account["first_name"], account["must_set_password"]) == ("anna", "Anna", False)
    assert [role["preset"] for role in account["roles"]] == ["model_trainer"]
    assert browser.get("/projects").status_code == 200
    assert SignIn.objects.get().outcome == "by_sso"
    assert JournalEntry.objects.filter(action="session.signed_in_by_sso").exists()


def test_roles_follow_the_claim_at_each_sign_in(come, people):
    come(groups=["trainers"])
    browser, _answer = come(groups=["looks"], preferred_username="anna-renamed")
    account = browser.get("/session").json()["account"]
    assert ([role["preset"] for role in account["roles"]], account["username"]) == (["reviewer"], "anna")
    assert Identity.objects.count() == 1


def test_a_role_that_people_made_is_given_by_its_name(come, people, settings):
    Role.objects.create(name="Night shift", cells={})
    settings.OIDC_ROLES = {"*": "Night shift"}
    browser, _answer = come()
    assert [role["name"] for role in browser.get("/session").json()["account"]["roles"]] == ["Night shift"]


def test_a_local_account_of_the_same_name_or_address_is_somebody_else(come, people):
    User.objects.filter(username="trainer").update(email="anna@example.com")
    browser, _answer = come(preferred_username="Trainer", groups=["looks"])
    assert browser.get("/session").json()["account"]["username"] == "Trainer_2"
    assert not people["trainer"].identities.exists()


def test_without_a_role_nobody_comes_in_and_is_told_why_once(come):
    browser, answer = come(groups=["strangers"])
    assert answer["Location"] == "/sign-in"
    assert problem(browser) == "Your account at Works ID gives you no role here. Ask an administrator."
    assert problem(browser) == ""
    assert not User.objects.filter(username="anna").exists()


def test_a_blocked_person_stays_outside(come, people):
    come(groups=["looks"])
    User.objects.filter(username="anna").update(is_active=False)
    browser, _answer = come(groups=["looks"])
    assert "blocked" in problem(browser)
    assert browser.get("/session").json()["account"] is None


def test_the_last_administrator_stays_one(come, people):
    people["administrator"].delete()
    come(groups=["heads"])
    browser, _answer = come(groups=["looks"])
    assert browser.get("/session").json()["account"]["is_administrator"] is True


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-client"},
        {"iss": "https://elsewhere.example"},
        {"nonce": "another"},
        {"exp": 1_000_000_000},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(come, claims):
    browser, answer = come(groups=["heads"], **claims)
    assert answer["Location"] == "/sign-in"
    assert problem(browser).startswith("Works ID does not answer as it should.")
    assert not Identity.objects.exists()


def test_a_token_signed_by_somebody_else_is_refused(come, provider):
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "first"})
    browser, _answer = come(groups=["heads"])
    assert problem(browser).startswith("Works ID does not answer as it should.")


def test_an_answer_that_nobody_asked_for_is_refused(login, provider):
    mine, theirs = login(""), login("")
    back = provider.approve(theirs.get("/session/sso")["Location"], **ANNA, groups=["heads"])
    assert mine.client.get(back)["Location"] == "/sign-in"
    assert mine.get("/session").json()["account"] is None


def test_who_says_no_there_is_back_at_the_sign_in_page(login, provider):
    browser = login("")
    browser.get("/session/sso")
    assert browser.client.get("/api/session/sso/callback?error=access_denied")["Location"] == "/sign-in"
    assert problem(browser) == "The sign-in at Works ID was not completed. Try again."


@pytest.mark.parametrize(
    "after", ["https://evil.example/", "//evil.example", "/\\evil.example", "projects", "javascript:x"]
)
def test_the_way_back_never_leads_elsewhere(come, people, after):
    _browser, answer = come(after=after, groups=["looks"])
    assert answer["Location"] == "/"


def test_a_provider_that_is_gone_is_told_so(login, provider):
    provider.__exit__()
    browser = login("")
    assert browser.get("/session/sso")["Location"] == "/sign-in"
    assert problem(browser).startswith("Works ID does not answer as it should.")
