"""This machine registers itself, and is seen while its dispatcher lives."""

from datetime import timedelta

from django.utils import timezone

from modelwright.server.jobs.machines import register_this_machine
from modelwright.server.jobs.models import Machine


def test_this_machine_registers_itself_once(db):
    assert register_this_machine() == register_this_machine()


def test_the_list_says_what_a_machine_has_and_whether_it_answers(login, project):
    machine = register_this_machine()
    row = login("viewer").get("/machines").json()[0]
    assert row["name"] == machine.name
    assert row["cores"] > 0
    assert row["memory"] > 0
    assert (row["available"], row["running"], row["waiting"]) == (True, 0, 0)
    Machine.objects.update(last_seen=timezone.now() - timedelta(minutes=2))
    assert not login("viewer").get("/machines").json()[0]["available"]


def test_two_machines_of_one_name_are_told_apart(db):
    name = register_this_machine().name
    Machine.objects.update(identifier="another one")
    assert register_this_machine().name == f"{name} (2)"


def test_nobody_sees_machines_without_signing_in(login):
    assert login("").get("/machines").status_code == 401
