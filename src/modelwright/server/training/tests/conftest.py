"""A data set on the disk, a template over it, a process of the template, and a dispatcher that tests drive by hand."""

import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from modelwright.contract.catalogue import merge
from modelwright.contract.tasks import Task
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
            (folder / label / f"{number}.png").write_bytes(_square((red + number, 5 * number, 60), side))
    return folder


@cache
def _square(colour: tuple[int, int, int], side: int) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(content, "PNG")
    return content.getvalue()


def draw_masks(folder: Path, count: int = 12, side: int = 20) -> Path:
    """As `draw_images`, in images/, with a mask of the same name for each: a square of its class."""
    draw_images(folder / "images", count, side)
    for image in sorted((folder / "images").rglob("*.png")):
        mask = folder / "masks" / image.relative_to(folder / "images")
        mask.parent.mkdir(parents=True, exist_ok=True)
        drawn = Image.new("L", (side, side))
        drawn.paste(255, (4, 4, 12, 12))
        drawn.save(mask)
    return folder


def draw_boxes(folder: Path, count: int = 24, side: int = 20) -> Path:
    """Images and a COCO file with a box of each of two classes on every one."""
    (folder / "images").mkdir(parents=True)
    images, annotations = [], []
    for number in range(count):
        Image.new("RGB", (side, side), (5 * number, number, 60)).save(folder / "images" / f"{number}.png")
        images.append({"id": number, "file_name": f"{number}.png", "width": side, "height": side})
        for category, box in ((1, [2, 2, 8, 6]), (2, [10, 10, 6, 6])):
            place = {"image_id": number, "category_id": category, "bbox": box}
            annotations.append({"id": len(annotations) + 1, "area": box[2] * box[3], "iscrowd": 0, **place})
    categories = [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]
    said = {"images": images, "annotations": annotations, "categories": categories}
    (folder / "annotations.json").write_text(json.dumps(said))
    return folder


DRAWN: dict[Task, Callable[[Path], Path]] = {
    Task.CLASSIFICATION: draw_images,
    Task.SEGMENTATION_CLASSIFICATION: draw_masks,
    Task.SEGMENTATION: draw_masks,
    Task.DETECTION: draw_boxes,
}
"""Data that suits each task."""


@pytest.fixture
def executor() -> FakeExecutor:
    return FakeExecutor()


@pytest.fixture
def dispatcher(db: None, executor: FakeExecutor) -> Dispatcher:
    return Dispatcher(executor)


@pytest.fixture
def dataset(login, project, data_root) -> dict[str, Any]:
    return make_dataset(login("trainer"), project, "Parts", draw_images(data_root / "parts"))


def make_dataset(browser: Any, project: Any, name: str, folder: Path, **more: Any) -> dict[str, Any]:
    """With its check done."""
    answer = browser.post(f"/projects/{project.pk}/datasets", {"name": name, "paths": [str(folder)], **more})
    assert answer.status_code == 201, answer.content
    while checking.run_pending(lambda: False):
        pass
    return answer.json()


@pytest.fixture
def template(login, project, dataset) -> dict[str, Any]:
    return make_template(login("trainer"), project, dataset)


def make_template(browser: Any, project: Any, dataset: dict[str, Any]) -> dict[str, Any]:
    body = {"name": "Classifier", "parameters": SMALL, "training_datasets": [dataset["id"]]}
    answer = browser.post(f"/projects/{project.pk}/templates", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.fixture
def template_of(login, project, data_root) -> Callable[..., dict[str, Any]]:
    """`template_of(task)`: a template of the task over data that suits it."""

    def make(task: Task, *, parameters: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        name = f"T-{task.value.replace('_', '-')}"
        dataset = make_dataset(login("trainer"), project, f"Data-{name}", DRAWN[task](data_root / name))
        given = merge({"run": SMALL["run"]}, parameters or {})
        body = {"name": name, "task": task, "parameters": given, "training_datasets": [dataset["id"]], **more}
        answer = login("trainer").post(f"/projects/{project.pk}/templates", body)
        assert answer.status_code == 201, answer.content
        return answer.json()

    return make


@pytest.fixture
def process_of(login, template_of, dispatcher) -> Callable[..., dict[str, Any]]:
    """A process of such a template."""

    def make(task: Task, **more: Any) -> dict[str, Any]:
        path = f"/templates/{template_of(task, **more)['id']}/processes"
        return login("trainer").post(path, {"machine_id": dispatcher.machine.pk}).json()

    return make


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


@pytest.fixture
def version(process, engine, dispatcher, act) -> dict[str, Any]:
    """v1.01 of the template's model: the process, published after five steps."""
    run = engine(process)
    run.learn(1, 5)
    run.finish()
    dispatcher.tick()
    return act(process, "publish").json()


def latest_job(process: dict[str, Any]) -> Job:
    return Process.objects.select_related("job").get(pk=process["id"]).job
