"""The forecast and the preview before a start: two batches on the target machine, eight augmented samples."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from modelwright.contract.events import Outcome
from modelwright.contract.run_spec import Purpose
from modelwright.contract.tasks import Task
from modelwright.server.jobs.dispatcher import claim
from modelwright.server.jobs.models import Job, Machine
from modelwright.server.training import rehearsals
from modelwright.server.training.models import Rehearsal
from modelwright.server.training.tests.fake_engine import FakeEngine
from modelwright.server.training.tests.fake_results import write_rehearsal


@pytest.fixture
def start(login, template, dispatcher):
    def post(by="trainer"):
        return login(by).post(f"/templates/{template['id']}/rehearsals", {"machine_id": dispatcher.machine.pk})

    return post


@pytest.fixture
def latest(login, template):
    return lambda **query: login("viewer").get(f"/templates/{template['id']}/rehearsals/latest", **query).json()


@pytest.fixture
def rehearse(start, dispatcher, executor):
    """One from start to end; what it tells may be given."""

    def run(**told):
        answer = start()
        assert answer.status_code == 201, answer.content
        dispatcher.tick()
        engine = FakeEngine(executor, Rehearsal.objects.get(pk=answer.json()["id"]).job)
        assert engine.run_dir.read_spec().purpose is Purpose.REHEARSAL
        write_rehearsal(engine.run_dir, **told)
        engine.say("finished", outcome=Outcome.COMPLETED)
        engine.die(0)
        dispatcher.tick()
        return answer.json()

    return run


def test_before_the_first_one_there_is_none(latest):
    assert latest() is None


def test_a_rehearsal_waits_and_then_tells_what_the_training_will_take(start, latest, rehearse, dispatcher):
    rehearse(total_s=600)
    told = latest(machine_id=dispatcher.machine.pk)
    assert (told["status"], told["valid"], told["failure"]) == ("completed", True, "")
    forecast = told["forecast"]
    assert (forecast["total_s"], forecast["total_band"], forecast["fits"]) == (600, [540, 720], True)
    assert forecast["networks"][0]["seconds_per_iteration"] == 0.5
    assert forecast["advice"] == []
    assert [preview["label"] for preview in told["previews"]] == ["a", "a"]
    assert latest(machine_id=dispatcher.machine.pk + 1) is None


def test_what_will_not_fit_is_said_with_what_to_change(rehearse, latest):
    rehearse(memory_mb=1000)
    forecast = latest()["forecast"]
    assert forecast["fits"] is False
    (advice,) = forecast["advice"]
    assert "2\u202fGB" in advice
    assert "smaller batch size" in advice


def test_previews_are_pictures_and_nothing_else_is_sent(rehearse, login):
    rehearsal = rehearse()["id"]
    viewer = login("viewer")
    answer = viewer.get(f"/rehearsals/{rehearsal}/previews/0.png")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    for name in ("7.png", "..", "..%2Fspec.json", "spec.json"):
        assert viewer.get(f"/rehearsals/{rehearsal}/previews/{name}").status_code == 404
    assert login("outsider").get(f"/rehearsals/{rehearsal}/previews/0.png").status_code == 404


def test_it_is_outdated_once_the_settings_change(rehearse, latest, login, template):
    rehearse()
    path = f"/templates/{template['id']}"
    solver = template["parameters"]["training"]["classification"]
    login("trainer").patch(path, {"parameters": {"training": {"classification": {"batch_size": 5}}}})
    assert latest()["valid"] is False
    back = {"training": {"classification": {"batch_size": solver["batch_size"]}}}
    login("trainer").patch(path, {"parameters": back, "description": "another description"})
    assert latest()["valid"] is True


def test_it_is_outdated_once_the_data_changes(rehearse, latest, login, dataset, data_root):
    rehearse()
    path = login("trainer").get(f"/datasets/{dataset['id']}/paths").json()[0]
    login("trainer").delete(f"/paths/{path['id']}")
    assert latest()["valid"] is False


def test_a_training_carries_the_forecast_and_its_report_the_error(rehearse, process, engine, dispatcher, login):
    rehearse(total_s=2.5)
    run = engine(process)
    assert run.run_dir.read_spec().forecast_s == 2.5
    run.finish()  # it took 2 seconds
    dispatcher.tick()
    report = login("viewer").get(f"/processes/{process['id']}/report").json()
    assert report["report"]["forecast_s"] == 2.5
    assert report["forecast_error"] == pytest.approx(0.25)


def test_without_a_valid_rehearsal_there_is_no_forecast(rehearse, process, engine, dispatcher, login, template):
    rehearse()
    parameters = {"training": {"classification": {"max_iter": 7}}}
    login("trainer").patch(f"/templates/{template['id']}", {"parameters": parameters})
    run = engine(process)
    assert run.run_dir.read_spec().forecast_s is None
    run.finish()
    dispatcher.tick()
    assert login("viewer").get(f"/processes/{process['id']}/report").json()["forecast_error"] is None


def test_a_failed_rehearsal_says_why(start, latest, dispatcher, executor):
    number = start().json()["id"]
    dispatcher.tick()
    engine = FakeEngine(executor, Rehearsal.objects.get(pk=number).job)
    engine.say("finished", outcome=Outcome.FAILED, code="out_of_memory", values={"device": "cpu"})
    engine.die(1)
    dispatcher.tick()
    told = latest()
    assert (told["status"], told["failure_code"], told["valid"]) == ("failed", "out_of_memory", False)
    assert "smaller batch size" in told["failure"]


def test_one_at_a_time_and_the_next_takes_its_place(start, rehearse, latest, django_capture_on_commit_callbacks):
    first = rehearse()["id"]
    folder = Rehearsal.objects.get(pk=first).job.run_dir
    with django_capture_on_commit_callbacks(execute=True):
        second = start().json()
    assert (second["status"], second["queue_position"]) == ("waiting", 1)
    assert start().status_code == 409
    assert list(Rehearsal.objects.values_list("pk", flat=True)) == [second["id"]]
    assert not Job.objects.filter(run_dir=folder).exists()


def test_one_that_waits_is_deleted_and_one_at_work_is_stopped(start, login, dispatcher, executor):
    waiting = start().json()["id"]
    assert login("trainer").delete(f"/rehearsals/{waiting}").status_code == 204
    assert not Job.objects.exists()
    running = start().json()["id"]
    dispatcher.tick()
    assert login("trainer").delete(f"/rehearsals/{running}").status_code == 204
    assert login("viewer").get(f"/rehearsals/{running}").json()["status"] == "stopping"
    FakeEngine(executor, Rehearsal.objects.get(pk=running).job).finish(Outcome.STOPPED)
    dispatcher.tick()
    assert login("trainer").delete(f"/rehearsals/{running}").status_code == 204
    assert not Job.objects.exists()


def test_a_template_takes_its_rehearsals_along_but_not_one_at_work(start, rehearse, login, template, dispatcher):
    rehearse()
    start()
    dispatcher.tick()
    answer = login("trainer").delete(f"/templates/{template['id']}")
    assert (answer.status_code, "rehearsal" in answer.json()["message"]) == (409, True)
    Job.objects.update(status="stopped")
    assert login("trainer").delete(f"/templates/{template['id']}").status_code == 204
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_that_is_claimed_while_its_template_is_deleted_keeps_both(start, login, template, dispatcher, monkeypatch):
    """No run without its rows: on PostgreSQL the claim comes after the deletion has read them."""
    rehearsal = Rehearsal.objects.select_related("job").get(pk=start().json()["id"])
    hold = rehearsals._hold_unless_at_work

    def claim_first(one):
        elsewhere(lambda: claim(rehearsal.job, dispatcher.machine))
        return hold(one)

    if connection.vendor == "postgresql":
        monkeypatch.setattr(rehearsals, "_hold_unless_at_work", claim_first)
    else:  # where transactions do not overlap
        assert claim(rehearsal.job, dispatcher.machine)
    assert login("trainer").delete(f"/templates/{template['id']}").status_code == 409
    assert Rehearsal.objects.get().job.status == "starting"


def elsewhere(step):
    """Over a connection of its own, which has committed when this returns."""

    def carry_out():
        try:
            assert step()
        finally:
            connection.close()

    thread = threading.Thread(target=carry_out)
    thread.start()
    thread.join()


def test_a_project_takes_its_rehearsals_along(rehearse, login, project):
    rehearse()
    assert login("manager").delete(f"/projects/{project.pk}").status_code == 204
    assert not Job.objects.exists()


def test_a_template_that_is_not_ready_is_not_rehearsed(login, project, dispatcher):
    template = login("trainer").post(f"/projects/{project.pk}/templates", {"name": "Empty"}).json()
    body = {"machine_id": dispatcher.machine.pk}
    answer = login("trainer").post(f"/templates/{template['id']}/rehearsals", body)
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "no_dataset")


def test_a_machine_that_does_not_answer_is_refused(start):
    Machine.objects.update(last_seen=timezone.now() - timedelta(minutes=2))
    answer = start()
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "machine_id")


def test_starting_one_takes_the_right_to_manage_processes(start):
    assert start(by="viewer").status_code == 403
    assert start(by="outsider").status_code == 404


@pytest.mark.parametrize("task", Task)
def test_every_task_is_rehearsed(task, template_of, login, dispatcher, executor):
    path = f"/templates/{template_of(task)['id']}/rehearsals"
    number = login("trainer").post(path, {"machine_id": dispatcher.machine.pk}).json()["id"]
    dispatcher.tick()
    engine = FakeEngine(executor, Rehearsal.objects.get(pk=number).job)
    write_rehearsal(engine.run_dir)
    engine.say("finished", outcome=Outcome.COMPLETED)
    engine.die(0)
    dispatcher.tick()
    told = login("viewer").get(f"/rehearsals/{number}").json()
    assert told["valid"] is True
    expected = [network.value for network in engine.run_dir.read_spec().parameters.networks(task)]
    assert [network["network"] for network in told["forecast"]["networks"]] == expected
