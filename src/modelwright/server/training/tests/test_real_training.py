"""The real engine, started by a dispatcher on a tiny data set: trained, taken over, killed, resumed, stopped, published."""

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Task
from modelwright.server.jobs.dispatcher import Dispatcher
from modelwright.server.jobs.executors.local import LocalExecutor
from modelwright.server.jobs.models import Job
from modelwright.server.training.tests.conftest import SMALL, latest_job

pytestmark = pytest.mark.long

LOOKS = 3_000


@pytest.fixture
def executor() -> LocalExecutor:
    return LocalExecutor()


@pytest.fixture
def template(login, project, dataset):
    """Of the network that is trained and saved in the least time."""
    body = {"name": "Light", "base_model": "ResNet10-Light", "parameters": SMALL, "training_datasets": [dataset["id"]]}
    return login("trainer").post(f"/projects/{project.pk}/templates", body).json()


def watch(dispatcher: Dispatcher, process: dict, wanted: Callable[[Job], bool]) -> Job:
    """Let the dispatcher look until the latest attempt is as wanted, or over; it pauses only while the run goes on."""
    for _ in range(LOOKS):
        dispatcher.tick()
        job = latest_job(process)
        if wanted(job) or job.status in Job.FINISHED:
            return job
        psutil.wait_procs(family(job), timeout=0.3)
    raise AssertionError(f"the run did not get there: {RunDir(job.run_dir).log_file.read_text()}")


def family(job: Job) -> list[psutil.Process]:
    """The wrapper, and the engine where it has begun."""
    pid = job.handle.partition(":")[0]
    if not pid or not psutil.pid_exists(int(pid)):
        return []
    wrapper = psutil.Process(int(pid))
    return [wrapper, *wrapper.children()]


def ended(job: Job) -> bool:
    return job.status in Job.FINISHED


def iterations(login, process, series="classification.loss"):
    curves = login("trainer").get(f"/processes/{process['id']}/curves").json()["series"]
    return next(entry["iterations"] for entry in curves if entry["name"] == series)


def test_a_training_survives_its_server_completes_and_is_published(process, login, act, look, dispatcher, executor):
    act(process, "start")
    watch(dispatcher, process, lambda job: bool(job.last_event))
    after_restart = Dispatcher(LocalExecutor())
    watch(after_restart, process, ended)
    executor.state(RunDir(latest_job(process).run_dir), latest_job(process).handle)
    row = look(process)
    assert (row["status"], row["failure"]) == ("completed", "")
    assert (row["iteration"], row["iterations"]) == (6, 6)
    (network,) = row["networks"]
    assert (network["images"], network["batch_size"], network["state"]) == (20, 4, "completed")
    assert 0 <= network["measured"]["accuracy"] <= 1
    assert [stage["state"] for stage in row["stages"]] == ["completed"] * 6
    assert iterations(login, process) == [1, 2, 3, 4, 5, 6]
    assert login("viewer").get(f"/processes/{process['id']}/report").json()["report"]["sets"][0]["samples"] == 4
    version = act(process, "publish", {"description": "First"})
    assert (version.status_code, version.json()["name"]) == (201, "v1.01")
    assert look(process)["published"] == "v1.01"
    assert act(process, "publish").status_code == 409
    assert login("trainer").delete(f"/processes/{process['id']}").status_code == 204
    assert login("viewer").get(f"/model-versions/{version.json()['id']}").json()["certificate"]["passed"]


TINY = {
    "training": {
        "classification": {"batch_size": 4, "max_iter": 2},
        "segmentation": {"batch_size": 4, "max_iter": 2},
        "detection": {"batch_size": 4, "max_iter": 2},
    },
    "preprocessing": {"input_size": 64, "crop_size": 0},
    "run": {"evaluate_every": 1, "log_every": 1},
}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("task", "networks"),
    [
        (Task.SEGMENTATION_CLASSIFICATION, ["segmentation", "classification"]),
        (Task.DETECTION, ["detection"]),
    ],
)
def test_the_other_tasks_are_trained_measured_and_published(task, networks, process_of, login, act, look, dispatcher):
    process = process_of(task, parameters=TINY)
    act(process, "start")
    watch(dispatcher, process, ended)
    row = look(process)
    assert (row["status"], row["failure"], row["progress"]) == ("completed", "", 1.0)
    assert [(of["network"], of["state"], of["iteration"]) for of in row["networks"]] == [
        (network, "completed", 2) for network in networks
    ]
    assert all(iterations(login, process, f"{network}.loss") == [1, 2] for network in networks)
    viewer = login("viewer")
    report = viewer.get(f"/processes/{process['id']}/report").json()["report"]
    assert [part["kind"] for part in report["sets"]] == list(reversed(networks))
    rows = viewer.get(f"/processes/{process['id']}/measured").json()
    assert rows["total"] == report["sets"][0]["samples"]
    drawn = viewer.get(f"/measured/{rows['items'][0]['id']}").json()
    assert drawn["boxes"] if task is Task.DETECTION else drawn["true_masks"]
    version = act(process, "publish").json()
    image = Path(rows["items"][0]["path"]).read_bytes()
    answer = viewer.upload(f"/model-versions/{version['id']}/predict", image).json()
    assert answer["task"] == task
    assert answer["size"] == [20, 20]


def test_a_killed_engine_is_named_resumed_and_stopped(process, template, login, act, look, dispatcher):
    login("trainer").patch(
        f"/templates/{template['id']}", {"parameters": {"training": {"classification": {"max_iter": 100_000}}}}
    )
    act(process, "start")
    killed = watch(dispatcher, process, lambda job: "checkpoint" in job.progress)
    family(killed)[1].kill()
    watch(dispatcher, process, ended)
    row = look(process)
    assert (row["status"], row["failure_code"]) == ("failed", "killed")
    assert "SIGKILL" in row["failure"]
    assert act(process, "start", {"mode": "resume"}).status_code == 200
    resumed = watch(dispatcher, process, lambda job: "loss" in job.progress["networks"]["classification"])
    assert resumed.plan["networks"]["classification"]["first_iteration"] >= 1
    act(process, "stop")
    watch(dispatcher, process, ended)
    row = look(process)
    assert (row["status"], row["attempt"]) == ("stopped", 2)
    assert row["actions"]["resume"] is None
    assert iterations(login, process) == list(range(1, row["iteration"] + 1))
