"""Industries and their environment levels (E18, E19)."""

import pytest

from modelwright.server.core.models import JournalEntry
from modelwright.server.masterdata.models import Industry

from .conftest import LEVELS


def levels_of(industry, *changed):
    """The levels as a form sends them back, with other names where given."""
    names = changed or [level["name"] for level in industry["levels"]]
    ids = [level["id"] for level in industry["levels"]]
    return [{"id": key, "name": name} for key, name in zip(ids, names, strict=True)]


def set_levels(browser, industry, levels):
    body = {"levels": levels, "modified_at": industry["modified_at"]}
    return browser.put(f"/industries/{industry['id']}/levels", body)


def test_the_first_industry_is_the_default(administrator, industry):
    second = administrator.post("/industries", {"name": "面板_2"}).json()
    assert (industry["is_default"], second["is_default"]) == (True, False)
    assert [(level["number"], level["name"]) for level in industry["levels"]] == list(enumerate(LEVELS, 1))


def test_choosing_another_default_leaves_exactly_one(administrator, industry):
    second = administrator.post("/industries", {"name": "Second"}).json()
    assert administrator.post(f"/industries/{second['id']}/default").json()["is_default"]
    assert list(Industry.objects.filter(is_default=True).values_list("name", flat=True)) == ["Second"]
    entry = JournalEntry.objects.get(action="industry.made_default")
    assert entry.detail == {"before": "Displays", "after": "Second"}


@pytest.mark.parametrize("name", ["", "a" * 61, "two words", "отрасль", "a-b", "a.b", "name\n", "🙂", "a" * 10_000])
def test_a_name_that_breaks_the_rule_of_e18_is_refused(administrator, name):
    answer = administrator.post("/industries", {"name": name})
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["path"] == "name"


@pytest.mark.parametrize("name", ["行业", "A", "9", "_", "a" * 60, "显示_Panel_2"])
def test_a_name_that_keeps_the_rule_of_e18_is_taken_as_it_is(administrator, name):
    assert administrator.post("/industries", {"name": name}).json()["name"] == name


def test_a_name_can_be_had_once(administrator, industry):
    assert administrator.post("/industries", {"name": "Displays"}).status_code == 409
    other = administrator.post("/industries", {"name": "Other"}).json()
    body = {"name": "Displays", "modified_at": other["modified_at"]}
    answer = administrator.patch(f"/industries/{other['id']}", body)
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (409, "name")


def test_who_comes_second_is_told_what_changed_and_overwrites_nothing(administrator, industry):
    url, seen = f"/industries/{industry['id']}", industry["modified_at"]
    assert administrator.patch(url, {"name": "First", "modified_at": seen}).json()["name"] == "First"
    answer = administrator.patch(url, {"name": "Second", "modified_at": seen})
    assert (answer.status_code, answer.json()["code"]) == (409, "changed")
    current = answer.json()["detail"]["current"]
    assert current["name"] == "First"
    again = administrator.patch(url, {"name": "Second", "modified_at": current["modified_at"]})
    assert again.json()["name"] == "Second"


def test_a_second_look_may_be_saved_right_after_the_first(administrator, industry):
    renamed = set_levels(administrator, industry, levels_of(industry, "A", "B", "C", "D")).json()
    again = set_levels(administrator, renamed, levels_of(renamed, "B", "A", "D", "C"))
    assert [level["name"] for level in again.json()["levels"]] == ["B", "A", "D", "C"]


def test_levels_are_appended_up_to_ten_and_not_beyond(administrator, industry):
    six = [{"name": f"L{number}"} for number in range(5, 11)]
    full = set_levels(administrator, industry, levels_of(industry) + six).json()
    assert [level["number"] for level in full["levels"]] == list(range(1, 11))
    answer = set_levels(administrator, full, [*levels_of(full), {"name": "L11"}])
    assert answer.status_code == 422
    assert answer.json()["message"] == "An environment has at most 10 levels."
    assert administrator.post("/industries", {"name": "Deep", "levels": [*"abcdefghijk"]}).status_code == 422


def test_only_the_last_level_can_be_deleted_and_never_a_middle_one(administrator, industry):
    levels = levels_of(industry)
    assert set_levels(administrator, industry, [levels[0], *levels[2:]]).status_code == 422
    assert set_levels(administrator, industry, levels[::-1]).status_code == 422
    assert set_levels(administrator, industry, [{"name": "New"}, *levels]).status_code == 422
    shorter = set_levels(administrator, industry, levels[:-1]).json()
    assert [level["name"] for level in shorter["levels"]] == LEVELS[:-1]


def test_a_level_with_places_can_be_renamed_but_not_deleted(administrator, industry, factory):
    answer = set_levels(administrator, industry, levels_of(industry)[:-1])
    assert answer.status_code == 409
    assert answer.json()["message"] == "“Product” has 2 places. A level with places can be renamed, not deleted."
    renamed = set_levels(administrator, industry, levels_of(industry, "Works", "Hall", "Line", "Part")).json()
    assert [level["nodes"] for level in renamed["levels"]] == [1, 2, 3, 2]
    entry = JournalEntry.objects.get(action="industry.levels_changed")
    assert entry.detail == {"before": LEVELS, "after": ["Works", "Hall", "Line", "Part"]}


@pytest.mark.parametrize(
    ("names", "field"),
    [(["A", ""], "levels.1"), (["A", "A"], "levels.1"), (["a" * 61], "levels.0"), (["a\nb"], "levels.0")],
)
def test_level_names_that_break_the_rule_are_told_by_their_place(administrator, names, field):
    answer = administrator.post("/industries", {"name": "New", "levels": names})
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, field)


def test_an_industry_with_places_and_the_default_of_several_are_not_deleted(administrator, industry, factory):
    second = administrator.post("/industries", {"name": "Second"}).json()
    answer = administrator.delete(f"/industries/{industry['id']}")
    assert answer.json()["message"] == "This industry has an environment of 8 places. Remove them first."
    administrator.post(f"/industries/{second['id']}/default")
    assert "default" in administrator.delete(f"/industries/{second['id']}").json()["message"]
    third = administrator.post("/industries", {"name": "Third", "levels": ["A"]}).json()
    assert administrator.delete(f"/industries/{third['id']}").status_code == 204
    assert not Industry.objects.filter(name="Third").exists()


def test_a_longer_list_takes_no_more_queries(administrator, industry, django_assert_num_queries):
    for number in range(5):
        administrator.post("/industries", {"name": f"More{number}", "levels": ["A", "B"]})
    with django_assert_num_queries(5):  # session, person, rows, levels, total
        assert administrator.get("/industries").json()["total"] == 6


def test_everybody_reads_and_only_administrators_change(login, industry):
    trainer = login("trainer")
    assert [row["name"] for row in trainer.get("/industries").json()["items"]] == ["Displays"]
    assert trainer.post("/industries", {"name": "New"}).status_code == 403
    assert set_levels(trainer, industry, []).status_code == 403
    assert trainer.delete(f"/industries/{industry['id']}").status_code == 403


def test_what_is_gone_is_told(administrator, industry):
    administrator.delete(f"/industries/{industry['id']}")
    answer = administrator.delete(f"/industries/{industry['id']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
