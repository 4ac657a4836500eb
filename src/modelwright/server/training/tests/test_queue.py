"""The waiting line as people use it: position, expected start, another place, another machine (X5, X7, X8)."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from modelwright.server.core.models import JournalEntry
from modelwright.server.jobs.models import Job, Machine, Status
from modelwright.server.training.models import Process
from modelwright.server.training.tests.conftest import latest_job
from modelwright.server.training.tests.kept import dataset, kept, people, project, template

__all__ = ["dataset", "kept", "people", "project", "template"]

pytestmark = pytest.mark.usefixtures("dispatcher")


@pytest.fixture
def line(create, act, people):
    """`line(3)`: so many processes of the trainer, waiting in this order."""

    def make(count, by="trainer"):
        made = [create() for _ in range(count)]
        Process.objects.filter(pk__in=[one["id"] for one in made]).update(author=people[by])
        for process in made:
            assert act(process, "start", by="administrator").status_code == 200
        return made

    return make


@pytest.fixture
def queue(login, dispatcher):
    """What waits for the dispatcher's machine, as somebody sees it."""

    def look(by="trainer"):
        machines = login(by).get("/queue").json()["machines"]
        return next(one for one in machines if one["id"] == dispatcher.machine.pk)["waiting"]

    return look


def numbers(rows):
    return [row["name"].rpartition(" · ")[2] for row in rows]


def seconds_until(text):
    return (datetime.fromisoformat(text) - timezone.now()).total_seconds()


def test_it_tells_place_and_expected_start_as_far_as_they_are_known(line, look, dispatcher, queue):
    running, first, second = line(3)
    dispatcher.tick()
    row = look(first)
    assert (row["queue_position"], row["expected_start"]) == (1, None)
    assert "without an estimate: 1" in row["expected_start_note"]
    said = {"remaining_s": 600, "at": timezone.now().timestamp()}
    Job.objects.filter(pk=latest_job(running).pk).update(progress=said)
    assert seconds_until(look(first)["expected_start"]) == pytest.approx(600, abs=30)
    assert look(first)["expected_start_note"] == "By the time left of what runs."
    assert look(second)["expected_start"] is None
    waiting = queue()
    assert numbers(waiting) == ["2", "3"]
    assert (waiting[0]["expected_start"] is None, waiting[1]["expected_start"]) == (False, None)


def test_an_earlier_run_of_the_unchanged_template_tells_how_long_the_next_one_takes(
    process, line, look, dispatcher, login, template
):
    now = timezone.now()
    finished = {"status": Status.COMPLETED, "started_at": now, "finished_at": now + timedelta(seconds=300)}
    Job.objects.filter(pk=latest_job(process).pk).update(**finished)
    line(2)
    dispatcher.tick()
    (third,) = line(1)
    assert seconds_until(look(third)["expected_start"]) == pytest.approx(600, abs=30)
    assert "earlier runs" in look(third)["expected_start_note"]
    login("trainer").patch(f"/templates/{template['id']}", {"parameters": {"training": {}}, "description": "Other"})
    line(1)
    (behind,) = line(1)
    assert look(behind)["expected_start"] is None


def test_the_dispatcher_takes_them_in_the_order_that_somebody_gave_them(line, look, act, dispatcher, queue):
    first, second, third = line(3)
    answer = act(third, "move", {"to": "front", "seen": [row["id"] for row in queue()]})
    assert (answer.status_code, answer.json()) == (200, {"position": 1})
    assert numbers(queue()) == ["3", "1", "2"]
    told = queue()[0]
    assert (told["moved_by"]["username"], queue()[1]["moved_by"]) == ("trainer", None)
    dispatcher.tick()
    assert [look(one)["status"] for one in (first, second, third)] == ["waiting", "waiting", "starting"]
    entry = JournalEntry.objects.get(action="training_process.reordered")
    assert (entry.entity_id, entry.detail) == (third["id"], {"before": {"position": 3}, "after": {"position": 1}})


def test_of_two_who_change_the_order_at_once_the_second_sees_the_new_one(line, act, queue):
    first, second, third = line(3)
    seen = [row["id"] for row in queue()]
    assert act(third, "move", {"to": "front", "seen": seen}).status_code == 200
    late = act(second, "move", {"to": "up", "seen": seen}, by="manager")
    assert (late.status_code, "new order" in late.json()["message"]) == (409, True)
    assert numbers(queue()) == ["3", "1", "2"]
    act(first, "withdraw")
    left = [row["id"] for row in queue()]
    assert act(second, "move", {"to": "up", "seen": [seen[0], *left]}, by="manager").status_code == 200
    assert numbers(queue()) == ["2", "3"]


def test_what_has_left_the_line_is_not_moved(line, act, dispatcher):
    first, second = line(2)
    dispatcher.tick()
    assert act(first, "move", {"to": "end"}).status_code == 409
    beside = act(second, "move", {"to": "before", "before": latest_job(first).pk})
    assert [field["path"] for field in beside.json()["fields"]] == ["before"]


def test_nobody_is_made_to_wait_longer_by_somebody_without_the_right(line, act, queue, login):
    ours, theirs, last = *line(1), *line(1, by="manager"), *line(1)
    refused = act(last, "move", {"to": "up"})
    assert (refused.status_code, "wait longer" in refused.json()["message"]) == (403, True)
    assert act(theirs, "move", {"to": "front"}).status_code == 403
    moves = {row["name"][-1]: row["moves"] for row in queue()}
    assert (moves["1"]["down"], moves["1"]["up"]) == (None, "It is the first already.")
    assert "wait longer" in moves["3"]["up"]
    assert moves["2"]["withdraw"] == "Your rights do not cover this process."
    assert act(ours, "move", {"to": "down"}).status_code == 200
    assert act(last, "move", {"to": "front"}, by="manager").status_code == 200
    assert numbers(queue()) == ["3", "2", "1"]
    hidden = queue(by="outsider")
    assert [(row["name"], row["subject_id"], row["moved_by"]) for row in hidden] == [("", None, None)] * 3
    assert act(ours, "move", {"to": "front"}, by="outsider").status_code == 404


def test_a_withdrawn_one_is_as_before_its_start_and_comes_back_at_the_end(line, act, look, queue):
    first, _second = line(2)
    act(first, "move", {"to": "end"})
    act(first, "move", {"to": "front"})
    assert act(first, "withdraw").json()["status"] == "created"
    row = look(first)
    assert (row["queue_position"], row["expected_start"], row["machine"]) == (None, None, first["machine"])
    act(first, "start")
    assert [(row["name"][-1], row["moved_at"]) for row in queue()] == [("2", None), ("1", None)]


def other_machine(**more):
    given = {"name": "furnace", "address": "10.0.0.9", "identifier": "other", "cores": 4, "last_seen": timezone.now()}
    return Machine.objects.create(**{**given, **more})


def test_what_if_tells_where_it_would_begin_first_and_it_is_moved_there(line, login, act, look, dispatcher):
    _running, _first, process = line(3)
    dispatcher.tick()
    furnace = other_machine()
    other_machine(name="off", identifier="off", enabled=False)
    told = login("trainer").get(f"/processes/{process['id']}/machines").json()
    by_name = {one["name"]: one for one in told["machines"]}
    here, there = by_name[dispatcher.machine.name], by_name["furnace"]
    assert (here["is_here"], here["queue_position"], here["begins_first"]) == (True, 2, False)
    assert (there["is_here"], there["queue_position"], there["begins_first"]) == (False, 0, True)
    assert there["expected_start_note"] == "A slot is free: it begins at once."
    assert (told["auto_queue_position"], told["auto_is_here"], told["move_reason"]) == (0, False, None)
    assert by_name["off"]["reason"] == "The machine off is disabled."
    moved = act(process, "machine", {"machine_id": furnace.pk})
    assert (moved.status_code, moved.json()["machine"]["name"]) == (200, "furnace")
    assert (look(process)["status"], look(process)["queue_position"]) == ("waiting", 1)
    entry = JournalEntry.objects.get(action="training_process.moved")
    assert entry.detail["after"] == {"machine": "furnace"}
    assert act(process, "machine", {}).json()["is_auto"] is True


def test_who_was_put_ahead_does_not_take_that_along_to_another_machine(line, act, look, dispatcher):
    furnace = other_machine()
    early, late, moved = line(3)
    act(early, "machine", {"machine_id": furnace.pk})
    assert act(moved, "move", {"to": "front"}).status_code == 200
    act(moved, "machine", {"machine_id": furnace.pk})
    act(late, "machine", {"machine_id": furnace.pk})
    assert [look(one)["queue_position"] for one in (early, late, moved)] == [1, 2, 3]


@pytest.mark.parametrize("state", ["begun", "resumed"])
def test_what_has_begun_or_goes_on_stays_where_it_is(state, line, act, login, dispatcher):
    (process,) = line(1)
    if state == "begun":
        dispatcher.tick()
    else:
        Job.objects.filter(pk=latest_job(process).pk).update(
            continues=Job.objects.create(kind="training", subject_id=0)
        )
    answer = act(process, "machine", {"machine_id": other_machine().pk})
    assert answer.status_code == 409
    told = login("trainer").get(f"/processes/{process['id']}/machines").json()
    assert told["move_reason"] == answer.json()["message"]
