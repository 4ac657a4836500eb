"""This machine registers itself, and is seen while its dispatcher lives; what the list says of each."""

from datetime import timedelta

from django.utils import timezone

from modelwright.server.core.models import JournalEntry
from modelwright.server.jobs.machines import register_this_machine
from modelwright.server.jobs.models import Machine, Status


def test_this_machine_registers_itself_once(db):
    assert register_this_machine() == register_this_machine()
    assert JournalEntry.objects.filter(action="machine.registered").count() == 1


def test_the_list_says_what_a_machine_has_and_whether_it_answers(login, project):
    machine = register_this_machine()
    row = login("viewer").get("/machines").json()[0]
    assert row["name"] == machine.name
    assert row["cores"] > 0
    assert row["memory"] > 0
    assert (row["available"], row["running"], row["waiting"], row["load"]) == (True, 0, 0, None)
    Machine.objects.update(last_seen=timezone.now() - timedelta(minutes=2))
    assert not login("viewer").get("/machines").json()[0]["available"]


def test_two_machines_of_one_name_are_told_apart(db):
    name = register_this_machine().name
    Machine.objects.update(identifier="another one")
    assert register_this_machine().name == f"{name} (2)"


def test_a_removed_machine_registers_anew_when_its_program_starts(db, make_machine):
    machine = register_this_machine()
    Machine.objects.filter(pk=machine.pk).update(removed_at=timezone.now(), description="By the window")
    taken = make_machine(machine.name)
    again = register_this_machine()
    assert (again.pk, again.removed_at, again.description) == (machine.pk, None, "By the window")
    assert again.name == f"{taken.name} (2)"


def test_the_address_and_slots_that_a_person_gave_survive_a_restart(db):
    machine = register_this_machine()
    Machine.objects.filter(pk=machine.pk).update(address="rig.example", slots=3, name="Rig")
    again = register_this_machine()
    assert (again.name, again.address, again.slots) == ("Rig", "rig.example", 3)


def test_nobody_sees_machines_without_signing_in(login):
    assert login("").get("/machines").status_code == 401


def test_the_page_of_a_machine_shows_its_queue_in_order(login, make_machine, make_jobs):
    machine = make_machine(slots=2)
    make_jobs(make_machine("other"), Status.WAITING)
    running = make_jobs(machine, Status.RUNNING, 2, started_at=timezone.now())
    waiting = make_jobs(machine, Status.WAITING, 3)
    row = login("outsider").get(f"/machines/{machine.pk}").json()
    assert [job["id"] for job in row["jobs"]] == [job.pk for job in running]
    assert [job["id"] for job in row["queue"]] == [job.pk for job in waiting]
    assert (row["running"], row["waiting"]) == (2, 3)


def test_the_list_costs_the_same_however_many_machines_and_finished_jobs(
    login, make_machine, make_jobs, django_assert_num_queries
):
    browser = login("viewer")
    make_jobs(make_machine("a"), Status.RUNNING)
    with django_assert_num_queries(6):
        assert len(browser.get("/machines").json()) == 1
    for name in "bcd":
        machine = make_machine(name)
        make_jobs(machine, Status.RUNNING)
        make_jobs(machine, Status.COMPLETED, 5)
    with django_assert_num_queries(6):
        assert len(browser.get("/machines").json()) == 4
