"""From created to completed, and every other way that a process may go (A17 to A21, E57, E58, X5, X8, X9, X34)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from modelwright.contract.events import Outcome
from modelwright.server.core.errors import Conflict
from modelwright.server.core.models import JournalEntry
from modelwright.server.jobs.dispatcher import Dispatcher, claim
from modelwright.server.jobs.models import Job, Machine
from modelwright.server.training import services
from modelwright.server.training.models import Process
from modelwright.server.training.tests.conftest import latest_job
from modelwright.server.training.tests.fake_engine import FakeEngine
from modelwright.server.training.tests.kept import dataset, kept, people, project, template

__all__ = ["dataset", "kept", "people", "project", "template"]


def test_a_new_process_is_created_on_its_machine_and_may_be_started(process, dispatcher):
    assert process["status"] == "created"
    assert process["machine"]["id"] == dispatcher.machine.pk
    assert process["actions"]["start"] is None
    assert process["actions"]["stop"] == "It has not been started yet."
    assert process["actions"]["monitor"] == "It has not been started yet."


def test_processes_are_numbered_per_template(create):
    assert [create()["number"], create()["number"]] == [1, 2]


def test_a_started_process_waits_starts_runs_and_completes(process, act, look, dispatcher, executor):
    assert act(process, "start").json()["status"] == "waiting"
    dispatcher.tick()
    assert look(process)["status"] == "starting"
    running = FakeEngine(executor, latest_job(process))
    running.plan()
    running.learn(1, 50)
    running.measure(50, 0.75)
    running.progress(50, share=0.45)
    dispatcher.tick()
    row = look(process)
    assert (row["status"], row["iteration"], row["iterations"]) == ("running", 50, 100)
    assert (row["loss"], row["metric"], row["metric_value"], row["measured_on"]) == (
        0.02,
        "macro_f1",
        0.75,
        "validation",
    )
    assert row["measured_samples"] == 4
    assert (row["progress"], row["remaining_s"]) == (0.45, 60)
    running.finish()
    dispatcher.tick()
    row = look(process)
    assert (row["status"], row["progress"], row["failure"]) == ("completed", 1.0, "")
    assert row["actions"]["report"] is None
    assert row["actions"]["publish"] is None


def test_a_busy_machine_lets_the_next_process_wait_in_order(create, act, look, dispatcher, engine):
    first, second, third = create(), create(), create()
    running = engine(first)
    act(second, "start")
    act(third, "start")
    dispatcher.tick()
    assert [look(one)["queue_position"] for one in (first, second, third)] == [None, 1, 2]
    running.finish()
    dispatcher.tick()
    dispatcher.tick()
    assert [look(one)["status"] for one in (first, second, third)] == ["completed", "starting", "waiting"]


def test_more_slots_run_more_at_once(create, act, look, dispatcher):
    Machine.objects.update(slots=2)
    both = [create(), create()]
    for process in both:
        act(process, "start")
    dispatcher.tick()
    assert [look(process)["status"] for process in both] == ["starting", "starting"]


def test_two_dispatchers_start_a_job_once(process, act, executor, dispatcher):
    act(process, "start")
    seen_by_both = [Job.objects.get(pk=latest_job(process).pk) for _ in range(2)]
    assert [claim(job, dispatcher.machine) for job in seen_by_both] == [True, False]
    Dispatcher(executor).tick()
    dispatcher.tick()
    assert executor.started == []  # claimed by somebody whose time is not over yet
    Job.objects.update(claimed_until=timezone.now())
    dispatcher.tick()
    Dispatcher(executor).tick()
    assert len(executor.started) == 1


def test_a_withdrawn_process_is_as_if_never_started(create, act, look, dispatcher, engine):
    engine(create())
    waiting = create()
    act(waiting, "start")
    assert look(waiting)["actions"]["stop"] == "It is waiting and does not run yet. Withdraw it instead."
    row = act(waiting, "withdraw").json()
    assert (row["status"], row["attempt"], row["queue_position"]) == ("created", 1, None)
    assert act(waiting, "start").status_code == 200


def test_stopping_asks_the_engine_and_keeps_what_there_is(process, act, look, dispatcher, executor, engine):
    running = engine(process)
    running.learn(1, 10)
    dispatcher.tick()
    assert act(process, "stop").json()["status"] == "stopping"
    assert act(process, "stop").status_code == 409
    dispatcher.tick()
    assert running.run_dir.stop_requested()
    running.finish(Outcome.STOPPED)
    dispatcher.tick()
    row = look(process)
    assert (row["status"], row["iteration"]) == ("stopped", 10)
    assert row["actions"]["start"] is None


def test_a_run_that_completes_while_stopping_is_completed(process, act, look, dispatcher, engine):
    running = engine(process)
    act(process, "stop")
    running.finish()
    dispatcher.tick()
    assert look(process)["status"] == "completed"


def test_a_run_that_had_to_be_killed_while_stopping_is_stopped(process, act, look, dispatcher, engine):
    running = engine(process)
    act(process, "stop")
    running.die(137)
    dispatcher.tick()
    assert look(process)["status"] == "stopped"


def test_a_disabled_process_can_be_neither_started_nor_stopped(process, act, look, engine):
    assert act(process, "disable").json()["disabled"]
    answer = act(process, "start")
    assert (answer.status_code, answer.json()["message"]) == (409, "The process is disabled. Enable it first.")
    act(process, "enable")
    engine(process)
    act(process, "disable")
    assert look(process)["status"] == "starting"
    assert act(process, "stop").status_code == 409
    act(process, "enable")
    assert act(process, "stop").status_code == 200


def test_of_two_who_disable_it_at_once_one_does(process, people):
    seen_by_both = Process.objects.get(pk=process["id"])
    services.set_disabled(people["trainer"], seen_by_both, disabled=True)
    with pytest.raises(Conflict):
        services.set_disabled(people["manager"], seen_by_both, disabled=True)
    assert JournalEntry.objects.filter(action="training_process.disabled").count() == 1


def test_a_waiting_process_is_withdrawn_before_it_is_disabled(create, act, engine):
    engine(create())
    waiting = create()
    act(waiting, "start")
    assert act(waiting, "disable").status_code == 409


def test_a_running_process_is_not_deleted(process, login, act, dispatcher, engine):
    running = engine(process)
    answer = login("trainer").delete(f"/processes/{process['id']}")
    assert (answer.status_code, answer.json()["message"]) == (409, "It is running. Stop it first.")
    running.finish(Outcome.STOPPED)
    dispatcher.tick()
    assert login("trainer").delete(f"/processes/{process['id']}").status_code == 204
    assert login("trainer").get(f"/processes/{process['id']}").status_code == 404
    assert not Job.objects.exists()


def test_deleting_a_process_removes_its_folder(process, login, dispatcher, engine, django_capture_on_commit_callbacks):
    running = engine(process)
    running.finish(Outcome.STOPPED)
    dispatcher.tick()
    with django_capture_on_commit_callbacks(execute=True):
        login("trainer").delete(f"/processes/{process['id']}")
    assert not running.run_dir.path.exists()


def test_a_failed_process_starts_again_from_the_beginning(process, look, dispatcher, engine):
    engine(process).finish(Outcome.FAILED, 1, code="loss_not_finite", values={"iteration": 7, "learning_rate": 0.5})
    dispatcher.tick()
    row = look(process)
    assert row["status"] == "failed"
    assert "iteration 7, with learning rate 0.5" in row["failure"]
    engine(process)
    row = look(process)
    assert (row["attempt"], row["progress"], row["failure"]) == (2, 0, "")
    assert [attempt["status"] for attempt in row["attempts"]] == ["starting", "failed"]


def test_a_stopped_process_goes_on_from_its_checkpoint(process, look, dispatcher, engine):
    first = engine(process)
    first.plan()
    first.learn(1, 12)
    first.progress(12, share=0.12)
    first.checkpoint(10)
    first.finish(Outcome.STOPPED)
    dispatcher.tick()
    assert look(process)["actions"]["resume"] is None
    second = engine(process, "resume")
    assert look(process)["progress"] == 0.12
    assert second.run_dir.read_spec().resume_from == str(first.run_dir.path)
    row = look(process)
    assert (row["attempt"], row["iteration"], row["attempts"][0]["continues"]) == (2, 10, 1)


def test_without_a_checkpoint_there_is_nothing_to_go_on_from(process, act, dispatcher, engine):
    engine(process).finish(Outcome.STOPPED)
    dispatcher.tick()
    answer = act(process, "start", {"mode": "resume"})
    assert answer.status_code == 409
    assert "before its first checkpoint" in answer.json()["message"]


def test_a_template_that_is_not_ready_is_not_started(login, project, dispatcher, act):
    template = login("trainer").post(f"/projects/{project.pk}/templates", {"name": "Empty"}).json()
    body = {"machine_id": dispatcher.machine.pk}
    process = login("trainer").post(f"/templates/{template['id']}/processes", body).json()
    answer = act(process, "start")
    assert answer.status_code == 422
    assert answer.json()["fields"]


def test_more_loading_threads_than_cores_are_refused(login, template, dispatcher):
    login("trainer").patch(f"/templates/{template['id']}", {"parameters": {"run": {"num_workers": 250}}})
    answer = login("trainer").post(f"/templates/{template['id']}/processes", {"machine_id": dispatcher.machine.pk})
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["path"] == "run.num_workers"


def test_only_machines_that_answer_may_be_chosen(login, template, dispatcher):
    post = login("trainer").post
    path = f"/templates/{template['id']}/processes"
    assert post(path, {"machine_id": 0}).status_code == 422
    Machine.objects.update(last_seen=timezone.now() - timedelta(minutes=2))
    assert "does not answer" in post(path, {"machine_id": dispatcher.machine.pk}).json()["message"]
    Machine.objects.update(last_seen=timezone.now(), enabled=False)
    assert "is disabled" in post(path, {"machine_id": dispatcher.machine.pk}).json()["message"]


@pytest.mark.parametrize(("rule", "allowed"), [("active", 201), ("unfinished", 422), ("created", 422)])
def test_a_setting_limits_a_machine_to_one_process(rule, allowed, settings, process, login, template, dispatcher):
    settings.ONE_PROCESS_PER_MACHINE = rule
    answer = login("trainer").post(f"/templates/{template['id']}/processes", {"machine_id": dispatcher.machine.pk})
    assert answer.status_code == allowed
    assert allowed == 201 or "Classifier · 1" in answer.json()["message"]


def test_a_viewer_sees_why_the_buttons_are_not_for_them(process, look, act):
    row = look(process, by="viewer")
    assert row["actions"]["start"] == "You need the right “Training processes — Manage”. Ask an administrator."
    assert act(process, "start", by="viewer").status_code == 403
    assert act(process, "start", by="outsider").status_code == 404


def test_a_start_keeps_a_version_of_the_data(login, process, dataset, engine):
    def versions():
        return login("viewer").get(f"/datasets/{dataset['id']}/versions").json()["items"]

    assert versions() == []
    engine(process).finish()
    (version,) = versions()
    assert (version["reason"], version["created_by"]["username"]) == ("training", "trainer")
    assert [use["name"] for use in version["used_by"]] == ["Classifier · 1"]
    assert version["used_by"][0]["subject_id"] == process["id"]
