"""The waiting line: when what waits is expected to begin, and its order."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from django.db import connection
from django.utils import timezone

from modelwright.server.core.errors import Forbidden
from modelwright.server.jobs import dispatcher, order
from modelwright.server.jobs.expectation import Simulation
from modelwright.server.jobs.line import Line
from modelwright.server.jobs.matching import queue_of
from modelwright.server.jobs.models import Job, Machine, Status
from modelwright.server.jobs.order import Move

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Case(NamedTuple):
    says: str
    slots: tuple[int, ...]
    """Of the machines 1, 2 …"""
    running: tuple[tuple[int, float | None], ...]
    """(machine, seconds left)"""
    rows: tuple[str, ...]
    """Of each machine: letters of jobs, in order."""
    lasts: dict[str, float]
    """How long those take, wherever they run."""
    begin: dict[str, float | int | None]
    """After so many seconds; None with the number of those that have no estimate."""


CASES = (
    Case("a free slot begins at once", (1,), (), ("a",), {}, {"a": 0}),
    Case("the first end frees the slot", (2,), ((1, 100), (1, 30)), ("ab",), {}, {"a": 30, "b": 100}),
    Case("what waits before it counts", (1,), ((1, 100),), ("abc",), {"a": 50, "b": 7}, {"a": 100, "b": 150, "c": 157}),
    Case("nobody can tell behind an unknown", (1,), ((1, 100),), ("abc",), {}, {"a": 100, "b": None, "c": None}),
    Case("an unknown slot is left out", (2,), ((1, None), (1, 40)), ("a",), {}, {"a": 40}),
    Case("what is long overdue is not believed", (1,), ((1, -90),), ("a",), {}, {"a": None}),
    Case("what is a little overdue ends now", (1,), ((1, -9),), ("a",), {}, {"a": 0}),
    Case("fewer slots than run", (1,), ((1, 10), (1, 60)), ("a",), {}, {"a": 60}),
    Case(
        "one for any machine is taken where it is free first, and is out of the other row",
        (1, 1),
        ((1, 100), (2, 20)),
        ("xb", "x"),
        {"x": 500},
        {"x": 20, "b": 100},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[case.says for case in CASES])
def test_when_it_is_expected_to_begin(case):
    machines = [
        Machine(pk=number, slots=slots, last_seen=timezone.now()) for number, slots in enumerate(case.slots, start=1)
    ]
    active = [
        Job(machine_id=machine, progress={} if left is None else {"remaining_s": left, "at": NOW.timestamp()})
        for machine, left in case.running
    ]
    jobs = {
        name: Job(
            pk=ord(name),
            expected={str(one.pk): {"seconds": case.lasts[name], "basis": "rehearsal"} for one in machines}
            if name in case.lasts
            else {},
        )
        for name in case.begin
    }
    rows = {number: [jobs[name] for name in row] for number, row in enumerate(case.rows, start=1)}
    told = Simulation(machines, rows, active, (), NOW).run()
    found = {name: told[job.pk].at for name, job in jobs.items()}
    assert found == {
        name: None if seconds is None else NOW + timedelta(seconds=seconds) for name, seconds in case.begin.items()
    }


def test_it_says_how_many_before_it_have_no_estimate_and_what_a_time_rests_on():
    machine = Machine(pk=1, slots=1, last_seen=timezone.now())
    running = Job(machine_id=1, progress={"remaining_s": 5, "at": NOW.timestamp()})
    first, second = Job(pk=1), Job(pk=2)
    told = Simulation([machine], {1: [first, second]}, [running], (), NOW).run()
    assert "time left of what runs" in told[1].note()
    assert "without an estimate: 1" in told[2].note()


def test_what_the_disk_has_no_room_for_lets_others_pass():
    machine = Machine(pk=1, slots=1, last_seen=timezone.now())
    told = Simulation([machine], {1: [Job(pk=1), Job(pk=2)]}, [], {1}, NOW).run()
    assert (1 in told, told[2].at) == (False, NOW)


def names_in(machine: Machine) -> list[int]:
    names = dict(Job.objects.values_list("pk", "subject_id"))
    return [names[job.pk] for job in Line.read().rows.get(machine.pk, ())]


def test_any_move_gives_each_its_place_and_loses_nobody(make_machine, make_jobs, people):
    """They came with equal places; two of them lie side by side later, with no room between."""
    machine = make_machine()
    jobs = {job.subject_id: job for job in make_jobs(machine, Status.WAITING, 4)}
    a, b, c, d = sorted(jobs)

    def move(one: int, to: order.Target, before: int | None = None) -> list[int]:
        wanted = Move(to, before=jobs[before].pk if before else None)
        order.move(people["administrator"], jobs[one], wanted)
        return names_in(machine)

    assert move(d, "front") == [d, a, b, c]
    assert move(d, "front") == [d, a, b, c]
    assert move(d, "down") == [a, d, b, c]
    assert move(c, "up") == [a, d, c, b]
    assert move(a, "end") == [d, c, b, a]
    assert move(a, "before", c) == [d, a, c, b]
    assert move(d, "before", b) == [a, c, d, b]
    for number, job in enumerate((a, c, d, b)):
        Job.objects.filter(pk=jobs[job].pk).update(place=number + 1)
    assert move(b, "before", c) == [a, b, c, d]
    newcomer = make_jobs(machine, Status.CREATED)[0]
    newcomer.move_to(Status.WAITING)
    assert names_in(machine) == [a, b, c, d, newcomer.subject_id]


def test_who_may_not_make_others_wait_may_not_where_room_must_be_made_first_either(make_machine, make_jobs, people):
    machine = make_machine()
    jobs = make_jobs(machine, Status.WAITING, 3)
    for number, job in enumerate(jobs, start=1):
        Job.objects.filter(pk=job.pk).update(place=number)
    with pytest.raises(Forbidden):
        order.move(people["viewer"], jobs[2], Move("up"))
    assert names_in(machine) == [job.subject_id for job in jobs]


def test_who_passes_on_one_machine_does_not_pass_on_another_where_that_is_not_needed(make_machine, make_jobs, people):
    rig, oven = make_machine("rig"), make_machine("oven")
    (anywhere,) = make_jobs(None, Status.WAITING)
    (on_oven,) = make_jobs(oven, Status.WAITING)
    (on_rig,) = make_jobs(rig, Status.WAITING)
    order.move(people["administrator"], on_rig, Move("front"))
    assert names_in(rig) == [on_rig.subject_id, anywhere.subject_id]
    assert names_in(oven) == [anywhere.subject_id, on_oven.subject_id]


def test_the_line_costs_the_same_however_many_wait_and_have_finished(
    login, make_machine, make_jobs, django_assert_num_queries
):
    browser = login("viewer")
    make_jobs(make_machine("a"), Status.WAITING)
    with django_assert_num_queries(6):  # session, person, what waits, machines, what is active, the jobs that are shown
        assert browser.get("/queue").json()["machines"][0]["waiting_count"] == 1
    machine = make_machine("b")
    make_jobs(machine, Status.WAITING, 5)
    make_jobs(machine, Status.RUNNING, 3)
    make_jobs(machine, Status.COMPLETED, 20)
    with django_assert_num_queries(6):
        assert browser.get("/queue").json()["machines"][1]["waiting_count"] == 5


@pytest.mark.parametrize("is_analyzed", [False, True])
def test_what_is_asked_every_second_reads_an_index_of_the_unfinished(make_machine, make_jobs, is_analyzed):
    """Whatever the database believes: nothing yet, or as after an ANALYZE at night that all there is has long finished."""
    machine = make_machine()
    make_jobs(machine, Status.COMPLETED, 2000, finished_at=timezone.now())
    if is_analyzed or connection.vendor == "postgresql":  # which does so by itself
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    make_jobs(machine, Status.WAITING)
    asked = {
        "what waits": Job.objects.waiting().order_by("place", "pk"),
        "what waits for a machine": queue_of(machine)[:51],
        "what is active": Job.objects.active().order_by("started_at", "pk"),
        "what a dispatcher follows": dispatcher.active_on([machine]).order_by("queued_at", "pk"),
    }
    plans = {name: rows.explain() for name, rows in asked.items()}
    of_all = ("SCAN jobs_job", "Seq Scan on jobs_job", "(machine_id=?)")
    assert not {name: plan for name, plan in plans.items() if any(words in plan for words in of_all)}
