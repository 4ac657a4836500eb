"""What is said before a start: each kind of trouble in the data, with what to do about it."""

import shutil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from modelwright.server.datasets import checking
from modelwright.server.training.tests.conftest import SMALL, draw_images


@pytest.fixture
def trainer(login, project):
    return login("trainer")


@pytest.fixture
def make_dataset(trainer, project, data_root):
    """A checked dataset of a folder that the caller fills."""

    def make(name: str, fill, **more) -> dict:
        folder = data_root / name
        fill(folder)
        body = {"name": name, "paths": [str(folder)], **more}
        answer = trainer.post(f"/projects/{project.pk}/datasets", body)
        assert answer.status_code == 201, answer.json()
        while checking.run_pending(lambda: False):
            pass
        return answer.json()

    return make


@pytest.fixture
def ready(trainer, project):
    """The readiness of a template over these datasets, with its items by their codes."""

    def ask(*datasets, parameters=None, **more) -> dict:
        names = {"name": "Template", "training_datasets": [dataset["id"] for dataset in datasets]}
        body = {**names, "parameters": SMALL | (parameters or {}), **more}
        template = trainer.post(f"/projects/{project.pk}/templates", body)
        assert template.status_code == 201, template.json()
        answer = trainer.get(f"/templates/{template.json()['id']}/readiness").json()
        return {**answer, "items": {item["code"]: item for item in answer["items"]}}

    return ask


def fill(**counts: int):
    """Draws so many images for each class."""

    def draw(folder) -> None:
        for position, (label, count) in enumerate(counts.items()):
            (folder / label).mkdir(parents=True)
            for number in range(count):
                Image.new("RGB", (20, 20), (number, position, 9)).save(folder / label / f"{number}.png")

    return draw


def test_good_data_is_ready(make_dataset, ready):
    answer = ready(make_dataset("Parts", fill(a=12, b=12)))
    assert answer["ready"]
    assert answer["classes"] == {"a": 12, "b": 12}
    assert set(answer["items"]) == {"data"}


def test_a_template_without_data_is_not(ready, make_dataset, trainer, project):
    assert ready()["items"]["no_dataset"]["level"] == "blocking"


def test_a_dataset_without_paths_is_not(ready, trainer, project):
    empty = trainer.post(f"/projects/{project.pk}/datasets", {"name": "Empty"}).json()
    assert ready(empty)["items"]["no_data_path"]["level"] == "blocking"


def test_a_path_that_is_still_checked_or_invalid_blocks(ready, make_dataset, trainer, data_root):
    dataset = make_dataset("Parts", fill(a=12, b=12))
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    trainer.post(f"/paths/{path['id']}/check")
    checking_now = ready(dataset)
    assert (checking_now["ready"], checking_now["items"]["path_checking"]["level"]) == (False, "blocking")
    shutil.rmtree(data_root / "Parts")
    checking.run_pending(lambda: False)
    answer = ready(dataset, name="Second")
    assert (answer["ready"], answer["items"]["path_invalid"]["level"]) == (False, "blocking")


def test_one_class_only_blocks(ready, make_dataset):
    answer = ready(make_dataset("Parts", fill(a=12)))
    assert not answer["ready"]
    assert "A classifier needs two" in answer["items"]["one_class"]["message"]


def test_a_class_with_one_image_is_warned_about(ready, make_dataset):
    answer = ready(make_dataset("Parts", fill(a=12, b=1)))
    assert answer["ready"]
    item = answer["items"]["class_with_one_image"]
    assert ("b" in item["message"], len(item["samples"])) == (True, 1)


def test_only_classes_with_one_image_block(ready, make_dataset):
    assert ready(make_dataset("Parts", fill(a=1, b=1)))["items"]["too_few_samples"]["level"] == "blocking"


def test_fewer_images_than_a_batch_are_warned_about(ready, make_dataset):
    answer = ready(
        make_dataset("Parts", fill(a=12, b=12)), parameters={"training": {"classification": {"batch_size": 64}}}
    )
    assert answer["ready"]
    item = answer["items"]["fewer_images_than_a_batch"]
    assert (item["level"], item["count"]) == ("warning", 19)
    assert "64" in item["message"]


def test_small_classes_are_warned_about(ready, make_dataset):
    assert "b" in ready(make_dataset("Parts", fill(a=12, b=5)))["items"]["few_images"]["message"]


def test_the_same_image_in_two_classes_is_warned_about(ready, make_dataset):
    def draw(folder) -> None:
        fill(a=12, b=12)(folder)
        shutil.copy(folder / "a" / "1.png", folder / "b" / "copy.png")

    item = ready(make_dataset("Parts", draw))["items"]["conflicting_duplicates"]
    assert (item["level"], item["count"], len(item["samples"])) == ("warning", 1, 2)


def test_unreadable_and_wrongly_sized_images_are_counted(ready, make_dataset):
    def draw(folder) -> None:
        fill(a=12, b=12)(folder)
        (folder / "a" / "broken.png").write_bytes(b"x")
        Image.new("RGB", (4, 4)).save(folder / "a" / "tiny.png")

    answer = ready(make_dataset("Parts", draw))
    assert (answer["items"]["unreadable"]["count"], answer["items"]["non_compliant"]["count"]) == (1, 1)
    assert answer["classes"] == {"a": 12, "b": 12}


def test_images_none_of_which_can_be_used_block(ready, make_dataset):
    def draw(folder) -> None:
        folder.mkdir()
        (folder / "broken.png").write_bytes(b"x")

    assert ready(make_dataset("Parts", draw))["items"]["no_usable_samples"]["level"] == "blocking"


def test_test_images_that_are_training_images_are_counted(ready, make_dataset):
    training = make_dataset("Parts", fill(a=12, b=12))
    test = make_dataset("Proof", fill(a=2, b=3, c=4), purpose="test")
    answer = ready(training, test_dataset=test["id"])
    assert answer["items"]["test_samples_in_training"]["count"] == 5
    assert answer["items"]["test_has_other_classes"]["count"] == 4
    assert "test_lacks_classes" not in answer["items"]


def test_a_test_set_that_lacks_classes_is_warned_about(ready, make_dataset):
    training = make_dataset("Parts", fill(a=12, b=12, c=12))
    test = make_dataset("Proof", lambda folder: draw_images(folder, 2), purpose="test")
    assert "c" in ready(training, test_dataset=test["id"])["items"]["test_lacks_classes"]["message"]


def test_listed_special_and_unlisted_codes_are_told_apart(ready, make_dataset):
    dataset = make_dataset("Parts", fill(a=12, b=12, special=3, other=4))
    model = {"classification": {"name": "ResNet18", "num_of_classes": 2}, "code_list": ["a", "b", "special"]}
    answer = ready(dataset, parameters={"model": model})
    assert answer["ready"]
    assert answer["items"]["special_codes_left_out"]["count"] == 3
    assert answer["items"]["unlisted_codes_left_out"]["count"] == 4
    assert answer["classes"] == {"a": 12, "b": 12}


def test_a_listed_class_without_images_blocks(ready, make_dataset):
    dataset = make_dataset("Parts", fill(a=12, b=12))
    answer = ready(dataset, parameters={"model": {"code_list": ["a", "b", "ghost"]}})
    assert "ghost" in answer["items"]["class_without_samples"]["message"]
    assert not answer["ready"]


def test_a_number_of_classes_that_the_data_does_not_have_blocks(ready, make_dataset):
    dataset = make_dataset("Parts", fill(a=12, b=12))
    answer = ready(dataset, parameters={"model": {"classification": {"num_of_classes": 3}}})
    assert answer["items"]["number_of_classes"]["level"] == "blocking"


def test_a_vanishing_policy_is_warned_about(ready, make_dataset):
    solver = {"classification": {"lr_policy": "exp", "max_iter": 1000, "batch_size": 4}}
    answer = ready(make_dataset("Parts", fill(a=12, b=12)), parameters={"training": solver})
    assert answer["items"]["policy_vanishes"]["level"] == "warning"


def test_more_classes_take_no_more_queries(make_dataset, trainer, project):
    def queries(name: str, **counts: int) -> int:
        dataset = make_dataset(name, fill(**counts))
        body = {"name": name, "training_datasets": [dataset["id"]], "parameters": SMALL}
        template = trainer.post(f"/projects/{project.pk}/templates", body).json()
        with CaptureQueriesContext(connection) as captured:
            trainer.get(f"/templates/{template['id']}/readiness")
        return len(captured)

    assert queries("Few", a=12, b=12) == queries("Many", **{f"c{number}": 12 for number in range(10)})


def test_outsiders_learn_nothing(login, make_dataset, trainer, project):
    template = trainer.post(f"/projects/{project.pk}/templates", {"name": "Template"}).json()
    assert login("outsider").get(f"/templates/{template['id']}/readiness").status_code == 404
