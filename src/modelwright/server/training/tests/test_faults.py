"""What dies, and what is left: the server, the engine, the machine, the disk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from modelwright.contract.events import Outcome
from modelwright.server.jobs import deaths, ingest, kinds
from modelwright.server.jobs.dispatcher import Dispatcher, give_up_lost_machines
from modelwright.server.jobs.executors.base import JobState
from modelwright.server.jobs.models import Job, Machine
from modelwright.server.training import metrics
from modelwright.server.training.tests.conftest import latest_job
from modelwright.server.training.tests.kept import dataset, kept, people, project, template

__all__ = ["dataset", "kept", "people", "project", "template"]


def losses(login, process):
    curves = login("trainer").get(f"/processes/{process['id']}/curves").json()
    series = {series["name"]: series for series in curves["series"]}
    return series["classification.loss"]["iterations"] if "classification.loss" in series else []


def test_after_a_restart_every_point_is_there_once(process, login, dispatcher, executor, engine):
    running = engine(process)
    running.learn(1, 30)
    dispatcher.tick()
    running.learn(31, 60)
    Dispatcher(executor).tick()
    dispatcher.tick()
    assert losses(login, process) == list(range(1, 61))


def test_a_crash_while_points_are_stored_loses_and_repeats_nothing(process, login, dispatcher, engine, monkeypatch):
    running = engine(process)
    running.learn(1, 30)
    kind = kinds.of(latest_job(process))
    store = type(kind).on_events

    def store_and_crash(self, news):
        store(self, news)
        raise OSError("the power went")

    monkeypatch.setattr(type(kind), "on_events", store_and_crash)
    dispatcher.tick()
    monkeypatch.undo()
    assert losses(login, process) == []
    dispatcher.tick()
    assert losses(login, process) == list(range(1, 31))


def test_a_run_whose_points_cannot_be_stored_keeps_no_other_waiting(create, login, dispatcher, engine, monkeypatch):
    spoiled, other = create(), create()
    Machine.objects.update(slots=2)
    for run in [engine(spoiled), engine(other)]:
        run.learn(1, 30)
    store = metrics.store

    def store_but_one(news):
        if latest_job(spoiled) in [job for job, _ in news]:
            raise OSError("the disk of one is broken")
        store(news)

    monkeypatch.setattr(metrics, "store", store_but_one)
    dispatcher.tick()
    assert (losses(login, spoiled), losses(login, other)) == ([], list(range(1, 31)))
    monkeypatch.undo()
    dispatcher.tick()
    assert losses(login, spoiled) == losses(login, other)


def test_a_look_asks_the_database_one_thing_more_for_a_run_more(create, dispatcher, engine):
    """The count of its events moves."""
    Machine.objects.update(slots=4)
    runs = [engine(create()) for _ in range(4)]

    def queries(*told):
        for run in told:
            run.learn(1, 30)
        with CaptureQueriesContext(connection) as asked:
            dispatcher.tick()
        return len(asked)

    queries(*runs)
    assert queries(*runs) - queries(runs[0]) == 3


def test_of_two_dispatchers_only_one_takes_an_event_in(process, login, engine):
    engine(process).learn(1, 30)
    both = [latest_job(process), latest_job(process)]
    assert [ingest.ingest(job) for job in both] == [30, 0]
    assert losses(login, process) == list(range(1, 31))


def test_a_half_written_line_waits_for_its_end(process, login, dispatcher, engine):
    running = engine(process)
    running.learn(1, 3)
    whole = running.run_dir.events_file.read_text()
    running.run_dir.events_file.write_text(whole[:-20])
    dispatcher.tick()
    assert losses(login, process) == [1, 2]
    running.run_dir.events_file.write_text(whole)
    dispatcher.tick()
    assert losses(login, process) == [1, 2, 3]


def test_a_line_that_makes_no_sense_is_passed_over(process, login, dispatcher, engine):
    running = engine(process)
    with running.run_dir.events_file.open("a") as file:
        file.write('not json\n[1]\n{"kind": "from a newer engine"}\n')
    running.learn(1, 2)
    dispatcher.tick()
    assert losses(login, process) == [1, 2]


@pytest.mark.parametrize(
    ("exit_code", "code", "words"),
    [
        (137, "killed", "SIGKILL. Most likely the machine ran out of memory"),
        (143, "killed", "SIGTERM"),
        (1, "ended_without_a_word", "exit code 1"),
    ],
)
def test_an_engine_that_dies_fails_with_the_likely_cause(exit_code, code, words, process, look, dispatcher, engine):
    running = engine(process)
    running.learn(1, 12)
    running.checkpoint(10)
    running.run_dir.output_file.write_text("last words")
    running.die(exit_code)
    dispatcher.tick()
    row = look(process)
    assert (row["status"], row["failure_code"]) == ("failed", code)
    assert words in row["failure"]
    assert row["actions"]["resume"] is None
    assert latest_job(process).failure_detail == "last words"


def test_the_last_events_of_a_dead_engine_are_not_missed(process, login, dispatcher, engine):
    running = engine(process)
    dispatcher.tick()
    running.learn(1, 30)
    running.die(137)
    dispatcher.tick()
    assert losses(login, process) == list(range(1, 31))


def test_a_stage_that_a_death_left_open_is_shown_as_failed(process, look, dispatcher, engine):
    running = engine(process)
    running.say("stage", name="compliance", state="completed", took_s=0.5, counts={"images": 24})
    running.say("stage", name="split", state="running")
    dispatcher.tick()
    states = [stage["state"] for stage in look(process)["stages"]]
    assert states == ["completed", "running", "waiting", "waiting", "waiting", "waiting"]
    running.die(137)
    dispatcher.tick()
    assert look(process)["stages"][1]["state"] == "failed"


def test_a_full_disk_is_named(process, look, dispatcher, engine, monkeypatch):
    running = engine(process)
    monkeypatch.setattr(deaths, "_FULL_BELOW_BYTES", 2**80)
    running.die(1)
    dispatcher.tick()
    row = look(process)
    assert row["failure_code"] == "disk_full"
    assert str(running.run_dir.path) in row["failure"]


def test_a_run_whose_machine_was_restarted_fails_and_says_so(process, look, dispatcher, executor, engine):
    running = engine(process)
    executor.set(running.run_dir, JobState.GONE)
    dispatcher.tick()
    assert look(process)["failure_code"] == "machine_lost"


def test_a_machine_that_does_not_answer_is_lost_then_failed(process, look, dispatcher, executor, engine):
    running = engine(process)
    executor.set(running.run_dir, JobState.LOST)
    dispatcher.tick()
    assert look(process)["status"] == "lost"
    Job.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    dispatcher.tick()
    assert (look(process)["status"], look(process)["failure_code"]) == ("failed", "machine_lost")


def test_a_lost_run_that_comes_back_goes_on(process, look, dispatcher, executor, engine):
    running = engine(process)
    executor.set(running.run_dir, JobState.LOST)
    dispatcher.tick()
    executor.set(running.run_dir, JobState.RUNNING)
    dispatcher.tick()
    assert look(process)["status"] == "running"


def test_another_dispatcher_notices_a_silent_machine_and_gives_it_five_minutes(process, look, engine):
    engine(process)
    Machine.objects.update(last_seen=timezone.now() - timedelta(minutes=2))
    give_up_lost_machines()
    assert look(process)["status"] == "lost"
    job = latest_job(process)
    assert timedelta(minutes=4) < job.claimed_until - timezone.now() <= timedelta(minutes=5)
    Job.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    give_up_lost_machines()
    row = look(process)
    assert (row["status"], row["failure_code"]) == ("failed", "machine_lost")
    assert job.machine.name in row["failure"]


def test_what_was_given_up_is_asked_to_end_when_its_machine_is_back(process, look, dispatcher, executor, engine):
    running = engine(process)
    Machine.objects.update(last_seen=timezone.now() - timedelta(minutes=2))
    give_up_lost_machines()
    Job.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    give_up_lost_machines()
    dispatcher._last_beat = float("-inf")
    dispatcher.tick()
    assert [run_dir.path for run_dir in executor.stopped] == [running.run_dir.path]
    assert look(process)["status"] == "failed"


def test_data_that_vanished_in_the_queue_fails_the_start(process, look, login, act, dataset, dispatcher):
    act(process, "start")
    path = login("trainer").get(f"/datasets/{dataset['id']}/paths").json()[0]
    login("trainer").delete(f"/paths/{path['id']}")
    dispatcher.tick()
    row = look(process)
    assert (row["status"], row["failure_code"]) == ("failed", "bad_spec")
    assert "no training dataset with a valid data path" in row["failure"]


def test_results_that_cannot_be_stored_fail_the_run(process, look, dispatcher, engine):
    running = engine(process)
    running.finish()
    running.run_dir.report_file.write_text("{}")
    dispatcher.tick()
    row = look(process)
    assert (row["status"], row["failure_code"]) == ("failed", "unexpected")


def test_one_broken_job_does_not_stop_the_others(create, look, dispatcher, engine, monkeypatch):
    Machine.objects.update(slots=2)
    broken, sound = create(), create()
    engine(broken).run_dir.events_file.mkdir()
    engine(sound).finish(Outcome.STOPPED)
    dispatcher.tick()
    assert [look(broken)["status"], look(sound)["status"]] == ["starting", "stopped"]
