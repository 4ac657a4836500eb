"""Keeping the journal for a limited time: old entries go into a file, and the chain of the others stays whole."""

import json
from datetime import datetime, timedelta

import pytest

from modelwright.server.core import chain
from modelwright.server.core.errors import Conflict, Invalid
from modelwright.server.core.models import ChainHead, JournalEntry
from modelwright.server.journal import command, pruning
from modelwright.server.journal.tests.conftest import now

WEEK = timedelta(days=7)


@pytest.fixture
def old(wrote):
    """Three entries of last month and two of today, in the chain, which begins with them."""
    JournalEntry.objects.all().delete()
    for number in range(1, 6):
        wrote(name=f"Number {number}", ago=timedelta(days=30 - number) if number < 4 else timedelta(0))
    chain.seal_all()
    return list(JournalEntry.objects.order_by("position"))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "kept" / "journal.jsonl"


def names():
    return list(JournalEntry.objects.order_by("pk").values_list("entity_name", flat=True))


def test_what_is_old_goes_into_the_file_with_its_hashes(old, file):
    pruned = pruning.prune(now() - WEEK, file)
    assert (pruned.first, pruned.last, pruned.hash) == (1, 3, old[2].hash)
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["entity_name"] for line in lines] == ["Number 1", "Number 2", "Number 3"]
    assert [line["hash"] for line in lines] == [entry.hash for entry in old[:3]]
    assert names()[:2] == ["Number 4", "Number 5"]


def test_what_is_in_the_file_can_be_verified(old, file):
    pruning.prune(now() - WEEK, file)
    last = ""
    for position, line in enumerate(map(json.loads, file.read_text().splitlines()), 1):
        entry = JournalEntry(**{**line, "at": datetime.fromisoformat(line["at"])})
        assert line["previous_hash"] == last
        assert line["hash"] == chain.digest(entry, position, last)
        last = line["hash"]


def test_the_chain_of_the_others_stays_whole_and_says_from_where(old, file, login):
    pruning.prune(now() - WEEK, file)
    chain.seal_all()
    verdict = chain.verify()
    assert (verdict.checked, verdict.broken) == (3, None)
    assert chain.holds(old[2].hash)
    told = login("administrator").get("/journal/verify").json()
    assert (told["broken"], told["begins_behind"], told["checked"]) == (None, 3, 3)
    assert f"Begins behind: 3 {old[2].hash}" in command.verify()[1]


def test_the_journal_says_that_it_was_pruned(old, file):
    pruning.prune(now() - WEEK, file)
    entry = JournalEntry.objects.get(action="journal.pruned")
    wanted = {"first": 1, "last": 3, "hash": old[2].hash, "file": "journal.jsonl"}
    assert {name: entry.detail[name] for name in wanted} == wanted
    assert (entry.event_class, entry.user_name) == ("security", "")


def test_pruning_again_goes_on_where_it_ended(old, file, wrote):
    pruning.prune(now() - WEEK, file)
    assert pruning.prune(now() - WEEK, file) is None
    again = pruning.prune(now(), file.with_name("more.jsonl"))
    assert (again.first, again.last) == (4, 6)
    chain.seal_all()
    assert chain.verify().broken is None
    assert list(JournalEntry.objects.values_list("action", flat=True)) == ["journal.pruned"]


def test_a_beginning_that_nobody_told_of_is_found_out(old):
    JournalEntry.objects.filter(position__lte=3).delete()
    ChainHead.objects.update(pruned_position=3, pruned_hash=old[2].hash)
    assert chain.verify().broken.problem == "The entries before it were removed unseen."


def test_the_beginning_cannot_be_moved_further_unseen(old, file):
    pruning.prune(now() - WEEK, file)
    JournalEntry.objects.filter(position=4).delete()
    ChainHead.objects.update(pruned_position=4, pruned_hash=old[3].hash)
    assert chain.verify().broken is not None


def test_a_broken_chain_is_left_as_it_is(old, file):
    JournalEntry.objects.filter(pk=old[1].pk).update(address="elsewhere")
    with pytest.raises(Conflict, match="entry 2"):
        pruning.prune(now() - WEEK, file)
    assert len(names()) == 5
    assert not file.exists()


def test_an_old_entry_behind_a_new_one_stays_with_it(old, file):
    """The chain's order is that of the commits: a link in between is never taken out."""
    JournalEntry.objects.update(position=None)
    ChainHead.objects.all().delete()
    JournalEntry.objects.filter(pk=old[1].pk).update(at=now())
    chain.seal_all()
    assert pruning.prune(now() - WEEK, file).last == 1
    assert names()[:2] == ["Number 2", "Number 3"]


def test_a_file_that_is_there_is_kept(old, file):
    file.parent.mkdir()
    file.write_text("precious")
    with pytest.raises(FileExistsError):
        pruning.prune(now() - WEEK, file)
    assert (file.read_text(), len(names())) == ("precious", 5)


def test_who_comes_second_removes_nothing(old, file, monkeypatch):
    """Another process moved the beginning after this one had looked."""
    monkeypatch.setattr(chain, "begin_behind", lambda new, old: False)
    with pytest.raises(Conflict, match="Nothing was removed"):
        pruning.prune(now() - WEEK, file)
    assert len(names()) == 5
    assert not file.exists()


def test_what_an_interrupted_pruning_left_goes_with_the_next(old, file, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(pruning, "_remove", lambda upto: None)
        pruning.prune(now() - WEEK, file)
    assert chain.verify().broken is None
    pruning.prune(now() - WEEK, file)
    assert names()[:2] == ["Number 4", "Number 5"]


def test_the_future_is_not_removed(old, file):
    with pytest.raises(Invalid):
        pruning.prune(now() + WEEK, file)


def test_the_dispatcher_keeps_entries_for_so_many_days(old, settings, tmp_path):
    settings.JOURNAL_DIR = tmp_path
    work = pruning.KeepForLimitedTime()
    work(lambda: False)
    assert len(names()) == 5
    settings.JOURNAL_DAYS = 7
    work(lambda: False)
    work(lambda: False)
    assert names()[:2] == ["Number 4", "Number 5"]
    assert [path.name[:15] for path in tmp_path.iterdir()] == ["journal-before-"]


@pytest.mark.parametrize(
    ("before", "said"), [("soon", "is not a date"), ("2999-01-01", "Only what is past"), ("2001-01-01", "no entries")]
)
def test_the_command_says_what_it_did_not_do(old, file, before, said):
    assert said in command.prune(before, str(file))[1]


def test_the_command_says_what_it_did(old, file):
    is_fine, text = command.prune((now() - WEEK).isoformat(), str(file))
    assert is_fine
    assert "Entries 1 to 3" in text
