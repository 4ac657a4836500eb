"""The journal as a file."""

import csv
import io
import json

import pytest

from modelwright.server.core.models import JournalEntry
from modelwright.server.journal import exporting


@pytest.fixture
def exported(login):
    def ask(**query):
        answer = login("administrator").get("/journal/export", **query)
        assert answer.status_code == 200
        return answer, b"".join(answer.streaming_content).decode("utf-8-sig")

    return ask


def test_a_table_holds_what_matches_newest_first(exported, wrote):
    wrote("session.refused", by=None, name="стр")
    wrote(name='螺母, "x"\nzwei', detail={"after": {"name": "ñ"}})
    wrote(name="last")
    answer, text = exported(format="csv", entity="dataset")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="journal-')
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["entity_name"] for row in rows] == ["last", '螺母, "x"\nzwei']
    assert json.loads(rows[1]["detail"]) == {"after": {"name": "ñ"}}


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_taken_for_a_formula(exported, wrote, name):
    wrote(name=name)
    rows = list(csv.DictReader(io.StringIO(exported(format="csv", entity="dataset")[1], newline="")))
    assert rows[0]["entity_name"].startswith("'")


def test_lines_of_json_hold_each_entry_as_it_is(exported, wrote):
    entry = wrote(name="=1+1", detail={"before": {"a": 1}})
    _answer, text = exported(format="jsonl", entity="dataset")
    line = json.loads(text)
    assert (line["id"], line["entity_name"], line["detail"]) == (entry.pk, "=1+1", {"before": {"a": 1}})


def test_batches_leave_nothing_out_and_take_nothing_twice(exported, wrote, monkeypatch):
    monkeypatch.setattr(exporting, "_BATCH", 2)
    for number in range(5):
        wrote(name=str(number))
    same = JournalEntry.objects.filter(entity="dataset").latest("pk").at
    JournalEntry.objects.filter(entity="dataset").update(at=same)
    lines = exported(format="jsonl", entity="dataset")[1].splitlines()
    assert [json.loads(line)["entity_name"] for line in lines] == ["4", "3", "2", "1", "0"]


def test_an_export_of_nothing_is_an_empty_table(exported):
    assert exported(format="csv", action="dataset.nothing")[1].count("\n") == 1


def test_the_journal_says_who_took_it(exported):
    exported(format="csv", entity="dataset")
    entry = JournalEntry.objects.get(action="journal.exported")
    assert (entry.user_name, entry.event_class) == ("administrator", "security")
    assert entry.detail == {"format": "csv", "filters": {"entity": "dataset"}}


def test_a_format_that_there_is_not_is_refused(login):
    assert login("administrator").get("/journal/export", format="pdf").status_code == 422
