"""Where a process runs: on the machine that was chosen, or on the first that fits (X6, X7)."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from modelwright.server.jobs.dispatcher import Dispatcher
from modelwright.server.jobs.executors.fake import FakeExecutor
from modelwright.server.jobs.models import Machine
from modelwright.server.masterdata.models import ComputeProfile
from modelwright.server.training.tests.conftest import latest_job
from modelwright.server.training.tests.kept import dataset, kept, people, project, template

__all__ = ["dataset", "kept", "people", "project", "template"]

GB = 10**9


@pytest.fixture
def add(login, template, dispatcher):
    """`add(machine_id=…, compute_profile_id=…)` as the trainer; nothing: the first machine that fits."""
    return lambda **body: login("trainer").post(f"/templates/{template['id']}/processes", body)


@pytest.fixture
def profile(db):
    def make(**more):
        given = {"name": "Small", "kind": "general", "cores": 1, "memory": GB, **more}
        return ComputeProfile.objects.create(**given)

    return make


@pytest.fixture
def choices(login, template, dispatcher):
    return lambda **query: login("viewer").get(f"/templates/{template['id']}/machines", **query).json()


def another_machine(**more):
    given = {"name": "furnace", "address": "10.0.0.9", "identifier": "other", "last_seen": timezone.now(), **more}
    return Machine.objects.create(**given)


def test_without_a_machine_the_first_that_fits_takes_it(add, act, look, dispatcher, profile):
    process = add(compute_profile_id=profile().pk).json()
    assert (process["machine"], process["is_auto"], process["compute_profile"]["name"]) == (None, True, "Small")
    waiting = act(process, "start").json()
    assert (waiting["status"], waiting["queue_position"], waiting["waiting_reason"]) == ("waiting", 1, "")
    dispatcher.tick()
    row = look(process)
    assert (row["status"], row["machine"]["id"]) == ("starting", dispatcher.machine.pk)


def test_a_machine_leaves_what_it_does_not_satisfy_to_others(add, act, look, dispatcher, profile):
    another_machine(cores=1000, memory=4 * GB)
    process = add(compute_profile_id=profile(cores=500).pk).json()
    act(process, "start")
    dispatcher.tick()
    assert look(process)["status"] == "waiting"


def test_a_changed_profile_counts_at_once(add, act, look, dispatcher, profile):
    another_machine(cores=1000, memory=4 * GB)
    asked = profile(cores=500)
    process = add(compute_profile_id=asked.pk).json()
    act(process, "start")
    ComputeProfile.objects.update(cores=1)
    dispatcher.tick()
    assert look(process)["status"] == "starting"


@pytest.mark.parametrize(
    "needs",
    [
        {"cores": 5000},
        {"memory": 10**17},
        {"kind": "gpu", "gpus": 1, "gpu_memory": 10**15},
        {"kind": "gpu", "gpus": 99, "gpu_memory": 1},
    ],
)
def test_what_no_machine_can_ever_satisfy_is_refused_and_says_so(needs, add, profile):
    answer = add(compute_profile_id=profile(name="Huge", **needs).pk)
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "compute_profile_id")
    assert "No machine satisfies the compute profile “Huge”" in answer.json()["message"]


def test_what_can_no_longer_be_satisfied_says_so_while_it_waits(add, act, look, profile):
    asked = profile()
    process = add(compute_profile_id=asked.pk).json()
    act(process, "start")
    ComputeProfile.objects.update(cores=5000)
    assert "cores: 5000" in look(process)["waiting_reason"]
    ComputeProfile.objects.update(cores=1)
    Machine.objects.update(enabled=False)
    assert "is disabled or does not answer" in look(process)["waiting_reason"]


def test_more_loading_threads_than_any_machine_has_cores_are_refused(add, login, template):
    parameters = {"run": {"num_workers": 256}}
    changed = login("trainer").patch(f"/templates/{template['id']}", {"parameters": parameters})
    assert changed.status_code == 200, changed.content
    assert "No machine has 256 physical cores" in add().json()["message"]


def test_without_any_machine_that_answers_nothing_is_added(add):
    Machine.objects.update(last_seen=timezone.now() - timedelta(minutes=2))
    assert add().status_code == 422


def test_an_unknown_profile_is_refused_at_its_field(add):
    assert [field["path"] for field in add(compute_profile_id=999).json()["fields"]] == ["compute_profile_id"]


def test_of_two_machines_only_one_takes_it(add, act, dispatcher, profile):
    process = add().json()
    act(process, "start")
    other = Dispatcher(FakeExecutor())
    other.machine = another_machine(cores=8)
    other.tick()
    dispatcher.tick()
    job = latest_job(process)
    assert (job.machine_id, len(other.executor.started), len(dispatcher.executor.started)) == (other.machine.pk, 1, 0)


def test_the_queue_is_one_line_of_those_that_named_the_machine_and_those_that_did_not(add, act, look, dispatcher):
    processes = [
        add(machine_id=dispatcher.machine.pk).json(),
        add().json(),
        add(machine_id=dispatcher.machine.pk).json(),
    ]
    for process in processes:
        act(process, "start")
    dispatcher.tick()
    assert [look(process)["status"] for process in processes] == ["starting", "waiting", "waiting"]
    Machine.objects.update(slots=2)
    dispatcher.tick()
    assert [look(process)["status"] for process in processes] == ["starting", "starting", "waiting"]


def test_a_withdrawn_one_is_created_again_without_a_machine(add, act, look):
    process = add().json()
    act(process, "start")
    row = act(process, "withdraw").json()
    assert (row["status"], row["machine"]) == ("created", None)


def test_the_next_attempt_may_go_elsewhere_but_a_resumed_one_goes_on_where_its_checkpoint_is(
    add, act, look, dispatcher, engine
):
    process = add().json()
    running = engine(process)
    running.learn(1, 6)
    running.checkpoint(5)
    running.die(137)
    dispatcher.tick()
    assert act(process, "start", {"mode": "resume"}).json()["machine"]["id"] == dispatcher.machine.pk
    assert [attempt["machine"] for attempt in look(process)["attempts"]] == [dispatcher.machine.name] * 2


def test_the_next_attempt_from_the_beginning_is_left_to_the_queue_again(add, act, dispatcher, engine):
    process = add().json()
    engine(process).die(1)
    dispatcher.tick()
    row = act(process, "start").json()
    assert (row["attempt"], row["machine"], row["is_auto"]) == (2, None, True)


def test_the_next_attempt_may_be_sent_to_another_machine_from_the_beginning_only(add, act, dispatcher, engine, look):
    furnace = another_machine(cores=8, memory=GB)
    process = add(machine_id=dispatcher.machine.pk).json()
    running = engine(process)
    running.learn(1, 6)
    running.checkpoint(5)
    running.die(137)
    dispatcher.tick()
    Machine.objects.filter(pk=dispatcher.machine.pk).update(enabled=False)
    assert look(process)["actions"]["start"] is None
    assert "is disabled" in act(process, "start").json()["message"]
    there = {"place": {"machine_id": furnace.pk}}
    assert act(process, "start", {**there, "mode": "resume"}).status_code == 409
    assert act(process, "start", {"place": {"machine_id": dispatcher.machine.pk}}).status_code == 422
    row = act(process, "start", there).json()
    assert (row["attempt"], row["machine"]["id"], row["is_auto"]) == (2, furnace.pk, False)
    assert act(process, "withdraw").status_code == 200
    Machine.objects.filter(pk=dispatcher.machine.pk).update(enabled=True)
    row = act(process, "start", {"place": {"machine_id": None}}).json()
    assert (row["machine"], row["is_auto"]) == (None, True)


@pytest.mark.parametrize("rule", ["unfinished", "created"])
def test_where_a_machine_may_have_one_process_it_must_be_named(rule, settings, add):
    settings.ONE_PROCESS_PER_MACHINE = rule
    assert add().json()["fields"][0]["path"] == "machine_id"


def test_the_choices_tell_address_load_queue_and_why_not(choices, add, act, dispatcher, profile):
    another_machine(enabled=False, cores=2, memory=GB)
    for process in (add(machine_id=dispatcher.machine.pk).json(), add(machine_id=dispatcher.machine.pk).json()):
        act(process, "start")
    dispatcher.tick()
    told = choices(compute_profile_id=profile(cores=2, memory=GB // 2).pk)
    by_name = {machine["name"]: machine for machine in told["machines"]}
    own, other = by_name[dispatcher.machine.name], by_name["furnace"]
    assert (own["address"], own["running"], own["waiting"], own["queue_position"]) == (
        dispatcher.machine.address,
        1,
        1,
        2,
    )
    assert (own["reason"], own["forecast_s"]) == (None, None)
    assert (other["reason"], other["is_fitting"]) == ("The machine furnace is disabled.", True)
    assert told["auto_reason"] is None


def test_the_choices_tell_too_many_loading_threads(choices, login, template, dispatcher):
    workers = dispatcher.machine.cores + 1
    login("trainer").patch(f"/templates/{template['id']}", {"parameters": {"run": {"num_workers": workers}}})
    told = choices()
    assert f"asks for {workers} loading threads" in told["machines"][0]["reason"]
    assert f"No machine has {workers} physical cores" in told["auto_reason"]


def test_a_machine_that_was_removed_tells_why_its_process_cannot_start(login, process, act, dispatcher):
    assert login("administrator").delete(f"/machines/{dispatcher.machine.pk}").status_code == 204
    answer = act(process, "start")
    assert answer.status_code == 409
    assert "has been removed" in answer.json()["message"]


def test_the_machines_list_links_to_what_runs_only_for_members(login, process, engine, dispatcher):
    engine(process)
    (job,) = login("viewer").get("/machines").json()[0]["jobs"]
    assert (job["kind"], job["name"], job["subject_id"]) == ("training", "Classifier · 1", process["id"])
    (hidden,) = login("outsider").get("/machines").json()[0]["jobs"]
    assert (hidden["name"], hidden["project_id"], hidden["started_by"], hidden["status"]) == (
        "",
        None,
        None,
        "starting",
    )


def test_a_profile_that_a_process_waits_with_cannot_be_deleted(add, login, profile):
    asked = profile()
    add(compute_profile_id=asked.pk)
    answer = login("administrator").delete(f"/compute-profiles/{asked.pk}")
    assert (answer.status_code, answer.json()["detail"]["used_by"]) == (409, ["Classifier · 1"])


def test_a_profile_that_is_deleted_while_the_queue_is_read_is_in_it_whole_or_not_at_all(add, act, login, profile):
    """What waits with it is withdrawn and deleted first: all of that before each of the reads in turn."""
    process = add(compute_profile_id=profile().pk).json()
    act(process, "start")
    viewer, trainer, administrator = login("viewer"), login("trainer"), login("administrator")

    def lose():
        assert act(process, "withdraw").status_code == 200
        assert trainer.delete(f"/processes/{process['id']}").status_code == 204
        assert administrator.delete(f"/compute-profiles/{process['compute_profile']['id']}").status_code == 204

    with CaptureQueriesContext(connection) as reads:
        viewer.get("/queue")
    told = []
    for number in range(len(reads)):
        with transaction.atomic():
            with connection.execute_wrapper(Before(number, lose)):
                answer = viewer.get("/queue")
            transaction.set_rollback(True)
        assert answer.status_code == 200, number
        told.append([(row["profile"]["name"], row["waiting_count"]) for row in answer.json()["profiles"]])
    assert [told[0], told[-1]] == [[], [("Small", 1)]]
    assert all(lines in ([], [("Small", 1)]) for lines in told)


class Before:
    """Does something before the read of that number."""

    def __init__(self, number, act):
        self.left, self.act = number, act

    def __call__(self, execute, *call):
        self.left -= 1
        if self.left == -1:
            self.act()
        return execute(*call)
