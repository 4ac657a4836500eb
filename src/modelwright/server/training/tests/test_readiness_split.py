"""What is said before a start about the split: duplicates across training and test, groups, and what was excluded."""

import pytest

from modelwright.contract.run_spec import GivenParts
from modelwright.server.datasets import surveying
from modelwright.server.datasets.models import Sample
from modelwright.server.testing.pictures import picture
from modelwright.server.training import readiness_split
from modelwright.server.training.models import Template
from modelwright.server.training.specs import spec_of
from modelwright.server.training.tests.conftest import SMALL, make_dataset


@pytest.fixture
def trainer(login, project):
    return login("trainer")


@pytest.fixture
def photographed(trainer, project, data_root):
    """A dataset of two classes: pictures by their number, so many saved again at another size."""

    def make(name: str, numbers, *, again: int = 0, **more) -> dict:
        for label, seed in (("a", 0), ("b", 10_000)):
            (data_root / name / label).mkdir(parents=True)
            for number in numbers:
                (data_root / name / label / f"part{number:03}_0.png").write_bytes(picture(seed + number))
                if number < again:
                    again_file = data_root / name / label / f"part{number:03}_1.png"
                    again_file.write_bytes(picture(seed + number, side=120))
        return make_dataset(trainer, project, name, data_root / name, **more)

    return make


def survey() -> None:
    while surveying.run_pending(lambda: False):
        pass


@pytest.fixture
def template(trainer, project):
    def make(*datasets, preprocessing=None, **more) -> dict:
        parameters = SMALL | ({"preprocessing": preprocessing} if preprocessing else {})
        body = {"name": "T", "training_datasets": [one["id"] for one in datasets], "parameters": parameters, **more}
        answer = trainer.post(f"/projects/{project.pk}/templates", body)
        assert answer.status_code == 201, answer.json()
        return answer.json()

    return make


@pytest.fixture
def items(trainer):
    def ask(template: dict) -> dict:
        answer = trainer.get(f"/templates/{template['id']}/readiness").json()
        return {item["code"]: item for item in answer["items"]}

    return ask


def test_test_images_that_look_like_training_images_are_told(
    trainer, project, photographed, template, items, data_root
):
    training = photographed("Parts", range(12))
    for number in (3, 5):
        (data_root / "Proof" / "a").mkdir(parents=True, exist_ok=True)
        (data_root / "Proof" / "a" / f"{number}.png").write_bytes(picture(number, side=120))
        (data_root / "Proof" / "a" / f"new{number}.png").write_bytes(picture(500 + number))
    test = make_dataset(trainer, project, "Proof", data_root / "Proof", purpose="test")
    made = template(training, test_dataset=test["id"])
    before = items(made)
    assert "near_duplicates_in_training" not in before
    assert before["near_duplicates_unknown"]["level"] == "ok"
    survey()
    found = items(made)["near_duplicates_in_training"]
    assert (found["level"], found["count"], len(found["samples"])) == ("warning", 2, 2)
    rows = Sample.objects.filter(dataset=test["id"], path__in=["a/3.png", "a/5.png"])
    assert set(found["samples"]) == set(rows.values_list("pk", flat=True))


def test_excluding_the_test_images_settles_it(trainer, project, photographed, template, items, data_root):
    training = photographed("Parts", range(12))
    (data_root / "Proof" / "a").mkdir(parents=True)
    (data_root / "Proof" / "a" / "3.png").write_bytes(picture(3, side=120))
    (data_root / "Proof" / "a" / "new.png").write_bytes(picture(700))
    test = make_dataset(trainer, project, "Proof", data_root / "Proof", purpose="test")
    survey()
    made = template(training, test_dataset=test["id"])
    (sample,) = items(made)["near_duplicates_in_training"]["samples"]
    body = {"selection": {"ids": [sample]}, "reason": "In the training data"}
    assert trainer.post(f"/datasets/{test['id']}/samples/exclude", body).json() == {"count": 1}
    after = items(made)
    assert "near_duplicates_in_training" not in after
    assert after["excluded"]["count"] == 1


def test_near_duplicates_that_stay_together_are_counted(photographed, template, items):
    made = template(photographed("Parts", range(20), again=3))
    assert "near_duplicates" not in items(made)
    survey()
    found = items(made)["near_duplicates"]
    assert (found["level"], found["count"]) == ("ok", 12)
    assert "12 in 6 groups" in found["message"]


def test_groups_in_file_names_are_counted(photographed, template, items):
    dataset = photographed("Parts", range(12), again=12)
    found = items(template(dataset, preprocessing={"group_pattern": r"^(part\d+)_"}))["groups_by_name"]
    assert (found["level"], found["count"]) == ("ok", 12)
    assert "48 images in 12 groups; without a group: 0" in found["message"]


def test_a_pattern_that_finds_one_group_is_warned_about(photographed, template, items):
    found = items(template(photographed("Parts", range(12)), preprocessing={"group_pattern": "part"}))
    assert (found["groups_by_name"]["level"], found["groups_by_name"]["count"]) == ("warning", 1)


def test_a_pattern_that_could_take_for_ever_is_not_tried(photographed, template, items, monkeypatch):
    monkeypatch.setattr(readiness_split, "_groups_in_names", lambda *_: pytest.fail("tried"))
    found = items(template(photographed("Parts", range(12)), preprocessing={"group_pattern": r"((\w+)+)_$"}))
    assert found["groups_by_name"]["level"] == "ok"
    assert "((\\w+)+)_$" in found["groups_by_name"]["message"]


def test_a_group_column_is_named(photographed, template, items):
    found = items(template(photographed("Parts", range(12)), preprocessing={"group_column": "lot"}))
    assert "“lot”" in found["groups_by_column"]["message"]


def test_excluded_images_do_not_reach_the_engine(photographed, template, items, trainer, data_root):
    dataset = photographed("Parts", range(12))
    made = template(dataset)
    body = {"selection": {"wanted": {"name": "part000"}}, "reason": "Blurred"}
    assert trainer.post(f"/datasets/{dataset['id']}/samples/exclude", body).json() == {"count": 2}
    spec = spec_of(Template.objects.get(pk=made["id"]))
    folder = data_root / "Parts"
    assert spec.data.excluded == (f"{folder}/a/part000_0.png", f"{folder}/b/part000_0.png")
    found = items(made)
    assert (found["excluded"]["level"], found["excluded"]["count"]) == ("ok", 2)
    assert trainer.get(f"/templates/{made['id']}/readiness").json()["classes"] == {"a": 11, "b": 11}


def test_a_part_that_was_given_in_the_dataset_reaches_the_engine(photographed, template, trainer):
    dataset = photographed("Parts", range(12))
    made = template(dataset)
    assert spec_of(Template.objects.get(pk=made["id"])).data.parts == GivenParts()
    answer = trainer.post(f"/datasets/{dataset['id']}/split", {"validation_share": 0.25, "seed": 1})
    assert answer.status_code == 200, answer.content
    parts = spec_of(Template.objects.get(pk=made["id"])).data.parts
    measured = Sample.objects.filter(dataset_id=dataset["id"], split="validation").values_list("sha256", flat=True)
    assert parts.validation == tuple(sorted(measured))
    assert (len(parts.train), len(parts.validation)) == (18, 6)
