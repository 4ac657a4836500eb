"""A data set on the disk, a template over it, a process of the template, and a dispatcher that tests drive by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from modelwright.server.datasets import checking
from modelwright.server.jobs.dispatcher import Dispatcher
from modelwright.server.jobs.executors.fake import FakeExecutor
from modelwright.server.jobs.models import Job
from modelwright.server.training.models import Process
from modelwright.server.training.tests.fake_engine import FakeEngine

SMALL: dict[str, Any] = {
    "training": {"classification": {"batch_size": 4, "max_iter": 6}},
    "preprocessing": {"input_size": 16},
    "run": {"log_every": 1, "evaluate_every": 3, "device": "cpu", "precision": "float32", "num_workers": 0},
}


def draw_images(folder: Path, count: int = 12, side: int = 20) -> Path:
    """Two classes that differ in colour; no two images are the same."""
    for label, red in (("a", 200), ("b", 20)):
        (folder / label).mkdir(parents=True)
        for number in range(count):
            Image.new("RGB", (side, side), (red + number, 5 * number, 60)).save(folder / label / f"{number}.png")
    return folder


@pytest.fixture
def executor() -> FakeExecutor:
    return FakeExecutor()


@pytest.fixture
def dispatcher(db: None, executor: FakeExecutor) -> Dispatcher:
    return Dispatcher(executor)


@pytest.fixture
def dataset(login, project, data_root) -> dict[str, Any]:
    body = {"name": "Parts", "paths": [str(draw_images(data_root / "parts"))]}
    answer = login("trainer").post(f"/projects/{project.pk}/datasets", body)
    assert answer.status_code == 201, answer.content
    while checking.run_pending(lambda: False):
        pass
    return answer.json()


@pytest.fixture
def template(login, project, dataset) -> dict[str, Any]:
    body = {"name": "Classifier", "parameters": SMALL, "training_datasets": [dataset["id"]]}
    answer = login("trainer").post(f"/projects/{project.pk}/templates", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.fixture
def create(login, template, dispatcher) -> Callable[[], dict[str, Any]]:
    def create_process() -> dict[str, Any]:
        body = {"machine_id": dispatcher.machine.pk}
        answer = login("trainer").post(f"/templates/{template['id']}/processes", body)
        assert answer.status_code == 201, answer.content
        return answer.json()

    return create_process


@pytest.fixture
def process(create) -> dict[str, Any]:
    return create()


@pytest.fixture
def act(login) -> Callable[..., Any]:
    """`act(process, "start")` as the trainer."""

    def do(process: dict[str, Any], verb: str, body: Any = None, by: str = "trainer") -> Any:
        return login(by).post(f"/processes/{process['id']}/{verb}", {} if body is None else body)

    return do


@pytest.fixture
def look(login) -> Callable[..., dict[str, Any]]:
    return lambda process, by="trainer": login(by).get(f"/processes/{process['id']}").json()


@pytest.fixture
def engine(act, dispatcher, executor) -> Callable[..., FakeEngine]:
    """Starts a process and gives the engine that a test speaks for."""

    def start(process: dict[str, Any], mode: str = "beginning") -> FakeEngine:
        answer = act(process, "start", {"mode": mode})
        assert answer.status_code == 200, answer.content
        dispatcher.tick()
        return FakeEngine(executor, latest_job(process))

    return start


def latest_job(process: dict[str, Any]) -> Job:
    return Process.objects.select_related("job").get(pk=process["id"]).job
