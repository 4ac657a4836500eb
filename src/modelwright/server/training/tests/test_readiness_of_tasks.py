"""What is said before a start of the other tasks: marks, weights, machines, and what a task cannot learn from."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from modelwright.contract.tasks import Task
from modelwright.server.jobs.models import Machine
from modelwright.server.training.tests.conftest import (
    SMALL,
    draw_boxes,
    draw_images,
    draw_masks,
    make_dataset,
)

BOTH = Task.SEGMENTATION_CLASSIFICATION


@pytest.fixture
def trainer(login, project):
    return login("trainer")


@pytest.fixture
def data(trainer, project, data_root):
    """A checked dataset that `draw` made, and `spoil` changed."""

    def make(draw, spoil=None, name="Data", **more):
        folder = draw(data_root / name)
        if spoil:
            spoil(folder)
        return make_dataset(trainer, project, name, folder, **more)

    return make


@pytest.fixture
def ready(trainer, project):
    def ask(task, *datasets, parameters=None, machine=None, **more):
        body = {"name": "Template", "task": task, "training_datasets": [dataset["id"] for dataset in datasets]}
        body |= {"parameters": {"run": SMALL["run"], **(parameters or {})}, **more}
        template = trainer.post(f"/projects/{project.pk}/templates", body)
        assert template.status_code == 201, template.json()
        query = {"machine_id": machine.pk} if machine else {}
        answer = trainer.get(f"/templates/{template.json()['id']}/readiness", **query).json()
        return {**answer, "items": {item["code"]: item for item in answer["items"]}}

    return ask


@pytest.mark.parametrize(
    ("task", "draw", "images"),
    [(BOTH, draw_masks, 24), (Task.SEGMENTATION, draw_masks, 24), (Task.DETECTION, draw_boxes, 24)],
)
def test_data_that_suits_the_task_is_ready(ready, data, task, draw, images):
    answer = ready(task, data(draw))
    assert answer["ready"]
    assert (answer["images"], set(answer["classes"])) == (images, {"a", "b"})
    assert answer["items"]["format"]["level"] == "ok"
    assert {item["level"] for item in answer["items"].values()} <= {"ok", "warning"}


def test_a_classification_uses_the_images_of_masks_alone(ready, data):
    answer = ready(Task.CLASSIFICATION, data(draw_masks))
    assert (answer["ready"], answer["classes"]) == (True, {"a": 12, "b": 12})


@pytest.mark.parametrize(
    ("task", "draw", "words"),
    [
        (Task.DETECTION, draw_images, "No image has a box"),
        (Task.DETECTION, draw_masks, "No image has a box"),
        (Task.SEGMENTATION, draw_images, "No image has a mask"),
        (BOTH, draw_images, "No image has a mask"),
        (Task.CLASSIFICATION, draw_boxes, "does not say the class of any image"),
        (BOTH, draw_boxes, "does not say the class of any image"),
    ],
)
def test_data_that_the_task_cannot_learn_from_blocks(ready, data, task, draw, words):
    answer = ready(task, data(draw))
    item = answer["items"]["task_does_not_fit"]
    assert (answer["ready"], item["level"]) == (False, "blocking")
    assert words in item["message"]


def test_with_the_segmentation_off_masks_are_not_asked_for(ready, data):
    answer = ready(BOTH, data(draw_images), parameters={"preprocessing": {"segmentation": False}})
    assert answer["ready"]
    assert answer["items"]["segmentation_off"]["level"] == "warning"


def test_images_without_a_mark_are_counted(ready, data):
    def spoil(folder):
        for number in range(3):
            (folder / "masks" / "a" / f"{number}.png").unlink()

    answer = ready(Task.SEGMENTATION, data(draw_masks, spoil))
    item = answer["items"]["images_without_annotation"]
    assert (item["level"], item["count"], len(item["samples"])) == ("warning", 3, 3)
    assert answer["images"] == 21


def test_masks_of_another_size_are_counted_and_left_out(ready, data):
    def spoil(folder):
        Image.new("L", (9, 9), 255).save(folder / "masks" / "b" / "1.png")

    item = ready(Task.SEGMENTATION, data(draw_masks, spoil))["items"]["annotations_mask_size"]
    assert (item["level"], item["count"], len(item["samples"])) == ("warning", 1, 1)
    assert "another size than its image" in item["message"]


def spoil_boxes(folder):
    """One box out of its image, one without size, one of an image that is not there, one of a class that is not listed."""
    file = folder / "annotations.json"
    said = json.loads(file.read_text())
    said["annotations"][0]["bbox"] = [50, 50, 5, 5]
    said["annotations"][2]["bbox"] = [5, 5, 0, 5]
    said["annotations"][4]["category_id"] = 9
    said["images"].append({"id": 99, "file_name": "gone.png", "width": 20, "height": 20})
    file.write_text(json.dumps(said))


def test_boxes_that_cannot_be_used_are_told_by_reason_with_examples(ready, data):
    items = ready(Task.DETECTION, data(draw_boxes, spoil_boxes))["items"]
    for reason in ("box_outside", "box_without_size", "unknown_class", "image_missing"):
        item = items[f"annotations_{reason}"]
        assert (item["level"], item["count"], len(item["examples"])) == ("warning", 1, 1)


def test_problems_with_marks_are_no_matter_for_a_task_that_ignores_them(ready, data):
    def spoil(folder):
        Image.new("L", (9, 9), 255).save(folder / "masks" / "b" / "1.png")

    assert "annotations_mask_size" not in ready(Task.CLASSIFICATION, data(draw_masks, spoil))["items"]


def test_a_field_of_the_list_without_boxes_blocks(ready, data):
    answer = ready(Task.DETECTION, data(draw_boxes), parameters={"model": {"code_list": ["a", "ghost"]}})
    assert answer["items"]["class_without_samples"]["level"] == "blocking"
    assert answer["items"]["unlisted_codes_left_out"]["count"] == 24
    assert answer["classes"] == {"a": 24}


def test_special_codes_are_learned_by_the_segmentation(ready, data):
    model = {"classification": {"num_of_classes": 2}, "code_list": ["a", "b", "c"]}

    def spoil(folder):
        for kind, mode in (("images", "RGB"), ("masks", "L")):
            (folder / kind / "c").mkdir()
            for number in range(10):
                Image.new(mode, (20, 20), (9, number, 99) if mode == "RGB" else 255).save(
                    folder / kind / "c" / f"{number}.png"
                )

    dataset = data(draw_masks, spoil)
    answer = ready(BOTH, dataset, parameters={"model": model})
    assert "special_codes_left_out" not in answer["items"]
    assert answer["classes"] == {"a": 12, "b": 12}
    off = {"model": model, "preprocessing": {"segmentation": False}}
    assert ready(BOTH, dataset, parameters=off, name="Second")["items"]["special_codes_left_out"]["count"] == 10


def test_fewer_images_than_a_batch_are_told_for_each_network(ready, data):
    parameters = {"training": {"classification": {"batch_size": 4}, "segmentation": {"batch_size": 64}}}
    item = ready(BOTH, data(draw_masks), parameters=parameters)["items"]["fewer_images_than_a_batch"]
    assert "64" in item["message"]


def test_test_images_of_other_fields_are_counted(ready, data):
    training = data(draw_boxes, name="Data")
    proof = data(lambda folder: draw_boxes(folder, 6, side=24), rename_fields, name="Proof", purpose="test")
    items = ready(Task.DETECTION, training, test_dataset=proof["id"])["items"]
    assert items["test_has_other_classes"]["count"] == 6
    assert "b" in items["test_lacks_classes"]["message"]


def rename_fields(folder):
    file = folder / "annotations.json"
    file.write_text(file.read_text().replace('"name": "b"', '"name": "other"'))


def test_the_machines_cores_and_its_missing_gpu_are_told(ready, data, dispatcher):
    machine = Machine.objects.get(pk=dispatcher.machine.pk)
    Machine.objects.update(gpus=[])
    run = {"run": {**SMALL["run"], "num_workers": machine.cores + 1, "device": "cuda"}}
    dataset = data(draw_boxes)
    answer = ready(Task.DETECTION, dataset, parameters=run, machine=machine)
    assert (answer["ready"], answer["items"]["too_many_workers"]["level"]) == (False, "blocking")
    assert answer["items"]["cuda_missing"]["level"] == "warning"
    assert "too_many_workers" not in ready(Task.DETECTION, dataset, parameters=run, name="Second")["items"]


def test_advice_for_detection_is_among_the_warnings(ready, data):
    parameters = {"training": {"detection": {"max_iter": 5001}}}
    items = ready(Task.DETECTION, data(draw_boxes), parameters=parameters)["items"]
    assert items["many_iterations"]["examples"] == ["training.detection.max_iter"]


@pytest.fixture
def published(process_of, engine, dispatcher, act):
    """A version whose classes are a and b."""
    process = process_of(Task.CLASSIFICATION)
    engine(process).finish()
    dispatcher.tick()
    return act(process, "publish").json()


def test_classes_that_differ_from_those_of_the_weights_are_named(ready, data, published):
    weights = {"kind": "version", "version_id": published["id"]}

    def spoil(folder):
        (folder / "b").rename(folder / "c")

    items = ready(Task.CLASSIFICATION, data(draw_images, spoil), weights=weights)["items"]
    assert items["labels_changed"]["examples"] == ["c", "b"]
    assert "added c, removed b." in items["labels_changed"]["message"]
    same = ready(Task.CLASSIFICATION, data(draw_images, name="Same"), weights=weights, name="Second")
    assert "labels_changed" not in same["items"]


def test_weights_that_were_deleted_block(trainer, ready, data, published):
    dataset, weights = data(draw_images), {"kind": "version", "version_id": published["id"]}
    template = {"name": "Next", "weights": weights, "training_datasets": [dataset["id"]]}
    path = f"/projects/{published['project_id']}/templates"
    number = trainer.post(path, template).json()["id"]
    trainer.delete(f"/models/{published['model_id']}")
    items = trainer.get(f"/templates/{number}/readiness").json()["items"]
    assert [item["level"] for item in items if item["code"] == "version_gone"] == ["blocking"]


def test_a_metric_of_another_task_is_warned_about(ready, data):
    run = {"run": {**SMALL["run"], "metric": "ap50"}}
    item = ready(Task.CLASSIFICATION, data(draw_images), parameters=run)["items"]["metric_does_not_fit"]
    assert "macro_f1" in item["message"]


def test_more_fields_take_no_more_queries(trainer, project, data):
    def more_fields(folder):
        file = folder / "annotations.json"
        said = json.loads(file.read_text())
        said["categories"] = [{"id": number, "name": f"f{number}"} for number in range(1, 9)]
        for number, annotation in enumerate(said["annotations"]):
            annotation["category_id"] = number % 8 + 1
        file.write_text(json.dumps(said))

    def queries(name, spoil):
        body = {"name": name, "task": "detection", "training_datasets": [data(draw_boxes, spoil, name=name)["id"]]}
        template = trainer.post(f"/projects/{project.pk}/templates", body).json()
        with CaptureQueriesContext(connection) as captured:
            trainer.get(f"/templates/{template['id']}/readiness")
        return len(captured)

    assert queries("Few", None) == queries("Many", more_fields)
