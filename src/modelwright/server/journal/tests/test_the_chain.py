"""The chain of hashes: what is sealed cannot be changed, removed, moved or put in between without being found out."""

import threading

import pytest
from django.db import close_old_connections, connection

from modelwright.server.accounts.models import User
from modelwright.server.core import audit, chain
from modelwright.server.core.models import ChainHead, JournalEntry


@pytest.fixture
def sealed(wrote):
    """Five entries in the chain, which begins with them."""
    JournalEntry.objects.all().delete()
    entries = [wrote(name=f"Number {number}", detail={"share": 0.1, "名": "гайка"}) for number in range(1, 6)]
    assert chain.seal_all() == 5
    return [JournalEntry.objects.get(pk=entry.pk) for entry in entries]


def broken():
    found = chain.verify().broken
    return found and (found.position, str(found.problem))


def test_a_chain_that_nobody_touched_is_whole(sealed):
    verdict = chain.verify()
    assert (verdict.checked, verdict.upto, verdict.broken) == (5, 5, None)
    assert chain.head() == (5, sealed[-1].hash)
    assert [entry.previous_hash for entry in sealed[1:]] == [entry.hash for entry in sealed[:-1]]


def test_a_changed_fact_is_found(sealed):
    JournalEntry.objects.filter(pk=sealed[2].pk).update(detail={"share": 0.2})
    assert broken() == (3, "It was changed after it was written.")


@pytest.mark.parametrize(
    "change",
    [
        {"user_name": "somebody else"},
        {"user_id": 4711},
        {"entity_name": ""},
        {"address": "10.0.0.1"},
        {"action": "dataset.created"},
        {"operation_key": "training-1-1"},
        {"event_class": "info"},
    ],
)
def test_nothing_that_an_entry_says_can_be_changed(sealed, change):
    JournalEntry.objects.filter(pk=sealed[0].pk).update(**change)
    assert broken() == (1, "It was changed after it was written.")


def test_a_changed_entry_with_a_hash_to_match_breaks_the_next_one(sealed):
    entry = sealed[1]
    entry.entity_name = "Nothing to see"
    entry.hash = chain.digest(entry, entry.position, entry.previous_hash)
    entry.save()
    assert broken() == (3, "It does not follow the entry before it.")


def test_a_removed_entry_is_missed(sealed):
    sealed[3].delete()
    assert broken() == (4, "The entry is missing.")


def test_removed_entries_at_the_end_are_missed(sealed):
    sealed[4].delete()
    assert broken() == (5, "The entry is missing.")


def test_a_head_that_was_noted_is_missed_when_all_that_follows_is_written_anew(sealed):
    noted = sealed[-1].hash
    assert chain.holds(noted)
    JournalEntry.objects.filter(pk=sealed[0].pk).update(entity_name="Other", position=None)
    JournalEntry.objects.update(position=None)
    ChainHead.objects.all().delete()
    chain.seal_all()
    assert broken() is None
    assert not chain.holds(noted)


def test_the_chain_can_be_checked_in_stretches(sealed):
    first = chain.verify(limit=2)
    assert (first.checked, first.upto, first.broken) == (2, 2, None)
    assert chain.verify(after=2, limit=2).upto == 4
    JournalEntry.objects.filter(pk=sealed[4].pk).update(previous_hash="0" * 64)
    assert chain.verify(after=4).broken.position == 5


def test_new_entries_wait_and_are_sealed_in_order(sealed, wrote):
    late = wrote(name="Late")
    assert chain.waiting() == 1
    assert chain.signature_of(late) == "pending"
    assert chain.verify().checked == 5
    assert chain.seal() == 1
    late.refresh_from_db()
    assert (late.position, late.previous_hash, chain.waiting()) == (6, sealed[-1].hash, 0)


def test_many_entries_are_sealed_in_steps(wrote, monkeypatch):
    monkeypatch.setattr(chain, "AT_ONCE", 2)
    before = chain.waiting() + chain.head().position
    for number in range(5):
        wrote(name=str(number))
    assert chain.seal() == 2
    chain.seal_all()
    assert chain.head().position == before + 5
    assert chain.verify().broken is None


def test_an_entry_keeps_who_it_was_when_the_person_is_deleted(sealed, people, login):
    key = people["trainer"].pk
    User.objects.get(pk=key).delete()
    entry = JournalEntry.objects.get(pk=sealed[0].pk)
    assert (entry.user_id, entry.user_name) == (key, "trainer")
    assert broken() is None
    shown = login("administrator").get("/journal", user_id=key).json()["items"]
    assert [item["signature"] for item in shown] == ["valid"] * 5


@pytest.mark.django_db(transaction=True)
def test_several_writers_and_several_sealers_make_one_chain(people):
    JournalEntry.objects.all().delete()
    ChainHead.objects.all().delete()
    begin = threading.Barrier(4)
    problems = []

    def carry_on(step):
        try:
            close_old_connections()
            begin.wait(30)
            for number in range(20):
                step(number)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    def write(number):
        audit.record(people["trainer"], "dataset.edited", None, {"number": number})

    def seal(_number):
        chain.seal()

    threads = [threading.Thread(target=carry_on, args=(step,)) for step in (write, write, seal, seal)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    chain.seal_all()
    assert not problems
    assert (chain.verify().checked, chain.verify().broken, chain.waiting()) == (40, None, 0)


def test_the_page_verifies_the_chain(login, sealed, monkeypatch):
    monkeypatch.setattr("modelwright.server.journal.services.VERIFIED_AT_ONCE", 3)
    browser = login("administrator")
    first = browser.get("/journal/verify").json()
    assert (first["checked"], first["next"], first["broken"], first["pending"]) == (3, 3, None, 0)
    assert first["head"] == {"position": 5, "hash": sealed[-1].hash}
    JournalEntry.objects.filter(pk=sealed[3].pk).update(address="elsewhere")
    second = browser.get("/journal/verify", after=3).json()
    problem = "It was changed after it was written."
    assert second["broken"] == {"position": 4, "entry_id": sealed[3].pk, "problem": problem}
    assert second["next"] is None


def test_each_entry_shows_whether_it_is_as_it_was_sealed(login, sealed):
    JournalEntry.objects.filter(pk=sealed[0].pk).update(entity_name="Number one")
    items = login("administrator").get("/journal").json()["items"]
    assert {item["entity_name"]: item["signature"] for item in items}["Number one"] == "broken"
    assert [item["signature"] for item in items].count("valid") == 4
