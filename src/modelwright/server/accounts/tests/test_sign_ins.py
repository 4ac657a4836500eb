"""The history of sign-ins."""

import pytest

from modelwright.server.accounts import links, throttle
from modelwright.server.accounts.models import User
from modelwright.server.accounts.sign_ins import browser_named
from modelwright.server.testing.cast import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"


def enter(browser, password=PASSWORD):
    browser.client.defaults["HTTP_USER_AGENT"] = FIREFOX
    return browser.post("/session", {"username": "viewer", "password": password})


def outcomes(browser, path="/account/sign-ins"):
    return [row["outcome"] for row in browser.get(path).json()["items"]]


def test_each_person_sees_when_from_where_and_how_it_went(login):
    enter(login(""), "Wrong-1")
    enter(login(""))
    rows = login("viewer").get("/account/sign-ins").json()["items"]
    assert [(row["outcome"], row["label"]) for row in rows] == [
        ("signed_in", "Signed in"),
        ("wrong_password", "Wrong password"),
    ]
    assert (rows[0]["address"], rows[0]["browser"]) == ("127.0.0.1", "Firefox 140 · Linux")


def test_an_administrator_sees_anybodys(login, people):
    enter(login(""))
    assert outcomes(login("administrator"), f"/users/{people['viewer'].pk}/sign-ins") == ["signed_in"]


def test_links_blocked_accounts_and_too_many_attempts_are_in_it(login, people):
    token = links.make(people["viewer"])
    login("").post("/session/one-time", {"token": token})
    User.objects.filter(username="viewer").update(is_active=False)
    enter(login(""))
    for _attempt in range(throttle.PER_NAME):
        enter(login(""), "Wrong-1")
    User.objects.filter(username="viewer").update(is_active=True)
    assert outcomes(login("viewer")) == ["throttled", *["blocked"] * throttle.PER_NAME, "by_link"]


def test_names_of_nobody_leave_no_trace_in_anybodys_history(login):
    login("").post("/session", {"username": "nobody", "password": "x"})
    assert outcomes(login("viewer")) == []


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (CHROME, "Chrome 141 · Windows"),
        (f"{CHROME} Edg/141.0", "Edge 141 · Windows"),
        ("python-httpx/0.28.1", "Python 0.28.1"),
        ("", ""),
        ("x" * 500, "x" * 60),
    ],
)
def test_browsers_are_named_briefly(agent, name):
    assert browser_named(agent) == name
