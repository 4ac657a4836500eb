"""Lists are searched without regard to capitals, in every script and on both databases."""

import pytest


@pytest.mark.parametrize(("name", "search"), [("Оператор смены", "ОПЕРАТОР"), ("Ñandú", "ñANDÚ")])
def test_capitals_do_not_matter(login, name, search):
    browser = login("administrator")
    browser.post("/projects", {"name": name})
    browser.post("/projects", {"name": "Other"})
    assert [item["name"] for item in browser.get("/projects", search=search).json()["items"]] == [name]
