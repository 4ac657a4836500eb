"""The load of a machine: measured, kept fine for a day and coarse for a month, and read back in steps."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from modelwright.server.jobs import load, meter
from modelwright.server.jobs.dispatcher import Dispatcher
from modelwright.server.jobs.executors.fake import FakeExecutor
from modelwright.server.jobs.machines import register_this_machine
from modelwright.server.jobs.models import LoadSample, Status

NOW = datetime(2026, 3, 1, 12, 0, 3, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    """`at(time)`: what the server's clock says from then on."""
    return lambda now: monkeypatch.setattr(timezone, "now", lambda: now)


def store(machine, at, cpu, **running):
    load.store(machine, {"cpu": cpu, "memory": 0.5, "disk": 0.1}, at)
    LoadSample.objects.filter(machine=machine, at=load._floor(at, load.FINE_S)).update(running=running)


def test_this_machine_measures_itself(login, make_jobs):
    machine = register_this_machine()
    make_jobs(machine, Status.RUNNING, 2)
    make_jobs(machine, Status.COMPLETED, 3)
    load.Sampler().sample(timezone.now())
    now = login("viewer").get("/machines").json()[0]["load"]
    assert now["running"] == {"other": 2}
    assert all(0 <= now[name] <= 1 for name in ("cpu", "memory", "disk"))
    assert now["memory"] > 0


def test_two_dispatchers_of_one_machine_measure_once(db):
    register_this_machine()
    for _ in range(2):
        load.Sampler().sample(NOW)
    assert LoadSample.objects.count() == 1


def test_nothing_is_measured_for_a_machine_that_was_removed(db):
    machine = register_this_machine()
    type(machine).objects.update(removed_at=NOW)
    load.Sampler().sample(NOW)
    assert not LoadSample.objects.exists()


def test_what_was_measured_long_ago_is_not_the_load_of_now(login, make_machine):
    machine = make_machine()
    store(machine, timezone.now() - timedelta(minutes=2), 0.5)
    assert login("viewer").get("/machines").json()[0]["load"] is None


def test_fine_samples_become_coarse_ones_with_mean_and_peak(make_machine):
    machine = make_machine()
    for second, cpu in ((0, 0.2), (10, 0.4), (20, 0.9)):
        store(machine, NOW - timedelta(minutes=5) + timedelta(seconds=second), cpu, training=second // 10)
    load.roll_up(machine, NOW)
    load.roll_up(machine, NOW)
    (coarse,) = LoadSample.objects.filter(span_s=load.COARSE_S)
    assert coarse.at == datetime(2026, 3, 1, 11, 55, tzinfo=UTC)
    assert (coarse.mean["cpu"], coarse.peak["cpu"], coarse.running) == (0.5, 0.9, {"training": 2})


def test_spans_that_the_dispatcher_slept_through_are_made_up_later(make_machine):
    machine = make_machine()
    for minutes in (17, 12, 7):
        store(machine, NOW - timedelta(minutes=minutes), 0.5)
    load.roll_up(machine, NOW - timedelta(minutes=15))
    load.roll_up(machine, NOW)
    times = LoadSample.objects.filter(span_s=load.COARSE_S).order_by("at").values_list("at", flat=True)
    assert [time.minute for time in times] == [40, 45, 50]


def test_nothing_grows_without_bound(make_machine):
    machine = make_machine()
    for days, span_s in ((0, load.FINE_S), (2, load.FINE_S), (2, load.COARSE_S), (31, load.COARSE_S)):
        LoadSample.objects.create(machine=machine, span_s=span_s, at=NOW - timedelta(days=days))
    load.roll_up(machine, NOW + timedelta(minutes=5))
    kept = LoadSample.objects.values_list("span_s", "at__day").order_by("span_s", "at")
    assert list(kept) == [(load.FINE_S, 1), (load.COARSE_S, 27), (load.COARSE_S, 1)]


def test_the_curves_have_equal_steps_keep_the_extremes_and_show_gaps(login, make_machine, at):
    machine = make_machine()
    for minute, cpu in ((50, 0.1), (51, 0.9), (58, 0.3)):
        store(machine, NOW.replace(minute=minute, hour=11), cpu, training=1)
    at(NOW)
    told = load.curves(machine, NOW - timedelta(minutes=12), None, 7)
    assert told["step_s"] == 120
    assert told["mean"]["cpu"] == [None, 0.5, None, None, None, 0.3, None]
    assert told["peak"]["cpu"][1] == 0.9
    assert told["running"]["training"] == [None, 1, None, None, None, 1, None]
    assert len(told["at"]) == 7


@pytest.mark.parametrize(("days", "step_s"), [(0.5, 150), (0.99, 300), (7, 2100), (30, 8700), (3000, 8700)])
def test_any_range_comes_in_as_many_steps_as_asked_for(days, step_s, make_machine, at):
    at(NOW)
    told = load.curves(make_machine(), NOW - timedelta(days=days), None, 300)
    assert told["step_s"] == step_s
    assert len(told["at"]) <= 300


def test_a_range_of_days_is_read_from_the_coarse_samples(make_machine, at):
    machine = make_machine()
    store(machine, NOW - timedelta(hours=1), 0.9)
    LoadSample.objects.create(
        machine=machine, span_s=load.COARSE_S, at=NOW - timedelta(days=2), mean={"cpu": 0.2}, peak={"cpu": 0.4}
    )
    at(NOW)
    cpu = load.curves(machine, NOW - timedelta(days=3), None, 100)["mean"]["cpu"]
    assert [value for value in cpu if value is not None] == [0.2]


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-03-01T12:00:00Z", "until": "2026-03-01T11:00:00Z"},
        {"since": "9999-12-31T23:59:59Z"},
        {"until": "0001-01-01T00:00:00Z"},
        {"since": "2026-03-01T12:00:00"},
        {"points": 1},
        {"points": 100_000},
    ],
)
def test_a_range_that_makes_no_sense_is_refused(query, login, make_machine):
    answer = login("viewer").get(f"/machines/{make_machine().pk}/load", **query)
    assert answer.status_code == 422


def test_the_page_may_ask_for_the_last_hour_without_saying_when(login, make_machine):
    machine = make_machine()
    store(machine, timezone.now() - timedelta(minutes=10), 0.5)
    told = login("outsider").get(f"/machines/{machine.pk}/load").json()
    assert sum(value is not None for value in told["mean"]["cpu"]) == 1


def test_several_gpus_are_one_share():
    assert meter.of_gpus([[100, 10, 40], [0, 30, 40]]) == {"gpu": 0.5, "gpu_memory": 0.5}
    assert meter.of_gpus([]) == {}


def test_a_look_costs_the_same_however_many_jobs_have_finished(db, make_jobs, django_assert_num_queries):
    dispatcher = Dispatcher(FakeExecutor())
    with django_assert_num_queries(2):
        dispatcher.tick()
    make_jobs(dispatcher.machine, Status.COMPLETED, 20)
    with django_assert_num_queries(2):
        dispatcher.tick()
