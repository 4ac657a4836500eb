"""An administrator renames, enables, disables and removes machines."""

import pytest
from django.utils import timezone

from modelwright.server.core.models import JournalEntry
from modelwright.server.jobs.dispatcher import Dispatcher
from modelwright.server.jobs.executors.fake import FakeExecutor
from modelwright.server.jobs.machines import register_this_machine
from modelwright.server.jobs.models import Job, LoadSample, Machine, Status


@pytest.fixture
def edit(login):
    """`edit(machine, name="x")` as the administrator, with the version that was read first."""

    def do(machine, by="administrator", **changes):
        return login(by).patch(f"/machines/{machine.pk}", {"version": machine.version, **changes})

    return do


def test_a_machine_gets_a_name_an_address_a_description_and_slots(edit, make_machine):
    body = {"name": "Печь №2", "address": "rig-2.plant_a.example", "description": "由窗户 🪟", "slots": 4}
    answer = edit(make_machine(), **body).json()
    assert {name: answer[name] for name in body} == body
    entry = JournalEntry.objects.get(action="machine.edited")
    assert entry.detail["before"]["slots"] == 1
    assert entry.detail["after"]["slots"] == 4


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 61),
        ("name", "two\nlines"),
        ("address", ""),
        ("address", "10.0.0.4:5002"),
        ("address", "http://rig"),
        ("address", "маш.рф"),
        ("address", "x" * 256),
        ("description", "x" * 2001),
        ("slots", 0),
        ("slots", 65),
    ],
)
def test_a_value_that_breaks_its_rule_is_refused_at_its_field(field, value, edit, make_machine):
    answer = edit(make_machine(), **{field: value})
    assert answer.status_code == 422
    assert [problem["path"] for problem in answer.json()["fields"]] == [field]


def test_all_broken_rules_are_told_at_once(edit, make_machine):
    answer = edit(make_machine(), name="", address="not an address")
    assert {problem["path"] for problem in answer.json()["fields"]} == {"name", "address"}


def test_two_machines_cannot_have_one_name_but_a_removed_ones_is_free(edit, make_machine):
    first, second = make_machine("first"), make_machine("second")
    assert edit(second, name="first").json()["fields"][0]["path"] == "name"
    Machine.objects.filter(pk=first.pk).update(removed_at=timezone.now())
    assert edit(second, name="first").status_code == 200


def test_of_two_administrators_the_second_is_told_what_changed_and_may_replace_it(edit, make_machine):
    machine = make_machine()
    edit(machine, slots=2)
    refused = edit(machine, slots=3, name="rig")
    assert refused.status_code == 409
    assert [(field["path"], field["message"]) for field in refused.json()["fields"]] == [("slots", "It is now: 2")]
    machine.version = refused.json()["detail"]["version"]
    assert edit(machine, slots=3).json()["slots"] == 3


def test_a_disabled_machine_keeps_its_queue_and_says_since_when(login, make_machine, make_jobs):
    machine = make_machine()
    (waiting,) = make_jobs(machine, Status.WAITING)
    (running,) = make_jobs(machine, Status.RUNNING)
    answer = login("administrator").post(f"/machines/{machine.pk}/disable").json()
    assert (answer["enabled"], answer["available"], answer["waiting"], answer["running"]) == (False, False, 1, 1)
    assert answer["disabled_at"]
    waiting.refresh_from_db()
    running.refresh_from_db()
    assert (waiting.status, running.status) == ("waiting", "running")


def test_a_disabled_machine_begins_nothing_until_it_is_enabled(login, db, make_jobs):
    dispatcher = Dispatcher(FakeExecutor())
    (job,) = make_jobs(dispatcher.machine, Status.WAITING)
    browser = login("administrator")
    browser.post(f"/machines/{dispatcher.machine.pk}/disable")
    dispatcher.tick()
    job.refresh_from_db()
    assert job.status == "waiting"
    assert browser.post(f"/machines/{dispatcher.machine.pk}/disable").status_code == 409
    browser.post(f"/machines/{dispatcher.machine.pk}/enable")
    dispatcher.tick()
    job.refresh_from_db()
    assert job.status != "waiting"
    assert list(JournalEntry.objects.filter(entity="machine").values_list("action", flat=True)) == [
        "machine.registered",
        "machine.disabled",
        "machine.enabled",
    ]


@pytest.mark.parametrize("status", [Status.WAITING, Status.STARTING, Status.RUNNING, Status.STOPPING, Status.LOST])
def test_a_machine_in_use_cannot_be_removed(status, login, make_machine, make_jobs):
    machine = make_machine("furnace")
    make_jobs(machine, status)
    browser = login("administrator")
    reason = browser.get(f"/machines/{machine.pk}").json()["cannot_remove"]
    answer = browser.delete(f"/machines/{machine.pk}")
    assert (answer.status_code, answer.json()["message"]) == (409, reason)
    assert "furnace" in reason
    assert Machine.objects.present().filter(pk=machine.pk).exists()


def test_the_history_keeps_the_name_of_a_removed_machine(login, make_machine, make_jobs):
    machine = make_machine("furnace")
    (job,) = make_jobs(machine, Status.COMPLETED)
    LoadSample.objects.create(machine=machine, span_s=10, at=timezone.now())
    browser = login("administrator")
    assert browser.delete(f"/machines/{machine.pk}").status_code == 204
    assert browser.get("/machines").json() == []
    assert browser.get(f"/machines/{machine.pk}").status_code == 404
    assert Job.objects.get(pk=job.pk).machine_name() == "furnace"
    assert not LoadSample.objects.exists()


def test_a_removed_machine_whose_dispatcher_still_runs_begins_nothing(db, make_jobs):
    dispatcher = Dispatcher(FakeExecutor())
    Machine.objects.update(removed_at=timezone.now())
    (job,) = make_jobs(dispatcher.machine, Status.WAITING)
    dispatcher.tick()
    job.refresh_from_db()
    assert job.status == "waiting"


def test_who_may_not_change_machines_is_refused(edit, make_machine):
    assert edit(make_machine(), by="manager", slots=2).status_code == 403


def test_registering_does_not_make_a_disabled_machine_work(db):
    machine = register_this_machine()
    Machine.objects.filter(pk=machine.pk).update(enabled=False)
    assert not register_this_machine().enabled
