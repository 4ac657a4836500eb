"""Searching the journal: the same is found before and after the seal, through the index and without it."""

import pytest

from modelwright.server.core import chain
from modelwright.server.core.models import JournalEntry
from modelwright.server.journal import searching


@pytest.fixture(params=["waiting", "sealed", "sealed, and too many for the index"])
def found(request, listed, monkeypatch):
    """What a search finds: of entries that wait for their seal, by the index, and on the way through the list."""

    def ask(search, **more):
        if request.param != "waiting":
            chain.seal_all()
        if "too many" in request.param:
            monkeypatch.setattr(searching, "FEW", 0)
        return listed(search=search, **more)

    return ask


@pytest.mark.parametrize(
    "text",
    ["гайка", "ГАЙКА-7", "螺母", "六角螺母", "10.9.8.7", "manager", "50%", "a_b", 'say "x"', "STRAẞE", "%_%", "''; --"],
)
def test_the_search_looks_at_names_and_facts(found, wrote, text):
    wrote(name="other", detail={"path": "/data/50/axb", "name": "螺栓和垫母"})
    entry = wrote(name="found", by="manager", detail={"path": [f"/data/{text}"]})
    JournalEntry.objects.filter(pk=entry.pk).update(address="10.9.8.7")
    assert found(text) == ["found"]


@pytest.mark.parametrize("search", ["Гайка М6", "м6 гай", "ГАЙ 7", "7 М6"])
def test_each_word_is_somewhere_in_the_entry(found, wrote, search):
    wrote(name="гайка М8", detail={"count": 8})
    wrote(name="found", detail={"after": {"name": "Гайка М6", "count": 7}})
    assert found(search) == ["found"]


@pytest.mark.parametrize(("search", "names"), [("7", ["part 7"]), ("по", ["по"]), ("螺", ["螺栓"]), ("栓", ["螺栓"])])
def test_one_or_two_letters_are_found_as_a_word_but_anywhere_in_chinese(found, wrote, search, names):
    for name in ("part 7", "part 75", "по", "опора", "螺栓"):
        wrote(name=name)
    assert found(search) == names


def test_what_a_change_was_about_is_found_and_the_frame_around_it_is_not(found, wrote):
    wrote(name="found", detail={"before": {"learning_rate": 0.1}, "after": {"learning_rate": 0.25}})
    assert found("learning_rate 0.25") == ["found"]
    assert found("before") == []


def test_what_is_hidden_is_not_found(found, wrote):
    wrote(name="secret", detail={"client_secret": "hunter2"})
    assert found("hunter2") == []
    assert found("•••") == []


@pytest.mark.parametrize("search", ["%", "--", "\u3000 …"])
def test_a_search_without_letters_finds_nothing(found, wrote, search):
    wrote(name="other")
    assert found(search) == []


def test_a_search_and_filters_hold_together(found, wrote):
    wrote("dataset.edited", name="bolts")
    wrote("dataset.created", name="bolts")
    assert found("bolts", action="dataset.created") == ["bolts"]


def test_what_is_removed_is_not_found(listed, wrote):
    entry = wrote(name="bolts")
    chain.seal_all()
    assert listed(search="bolts") == ["bolts"]
    entry.delete()
    assert listed(search="bolts") == []


def test_a_page_counts_what_a_search_finds(login, wrote):
    for number in range(5):
        wrote(name=f"bolts {number}")
    chain.seal_all()
    answer = login("administrator").get("/journal", search="bolts", limit=2).json()
    assert (answer["total"], len(answer["items"])) == (5, 2)
    rest = login("administrator").get("/journal", search="bolts", limit=5, cursor=answer["next"]).json()
    assert [item["entity_name"] for item in rest["items"]] == ["bolts 2", "bolts 1", "bolts 0"]


def test_what_the_search_looks_at_is_no_part_of_the_chain(wrote):
    wrote(name="bolts")
    chain.seal_all()
    JournalEntry.objects.update(searchable=None)
    assert chain.verify().broken is None


def test_a_database_without_the_index_finds_the_same(listed, wrote, monkeypatch):
    monkeypatch.setattr(searching, "_has_index", lambda: False)
    wrote(name="other")
    wrote(name="bolts")
    chain.seal_all()
    assert listed(search="BOLTS") == ["bolts"]
