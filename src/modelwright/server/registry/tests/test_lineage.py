"""Where a version comes from: told when everything that it came from is gone."""

import csv
import io
import json
import shutil

import pytest
from django.conf import settings

from modelwright.contract.run_spec import RunData, RunSpec, VersionWeights
from modelwright.server.datasets.models import Dataset, DatasetVersion
from modelwright.server.jobs.models import Job
from modelwright.server.registry.lineage import origins
from modelwright.server.registry.models import Model, ModelVersion


@pytest.fixture
def dataset_version(project, people):
    dataset = Dataset.objects.create(project=project, name="tiles", created_by=people["trainer"])
    return DatasetVersion.objects.create(
        dataset=dataset, number=3, hash="d" * 64, images=6, annotated=0, reason="training"
    )


@pytest.fixture
def retrain(publish, dataset_version):
    """`retrain(version)`: the next version, which started from the weights of that one; of none, from random ones."""

    def one(parent=None, name="Bearings model"):
        folder = settings.MODELS_DIR / parent.folder if parent else None
        weights = {"weights": VersionWeights(checkpoint=str(folder / "best-classification.pt"))} if parent else {}
        spec = RunSpec(data=RunData(train=("/images",)), cache_dir="/cache", **weights)
        return publish(name=name, origins=origins(spec, [dataset_version], machine="line-4"))

    return one


def test_a_version_names_its_data_sets_with_their_version_and_hash(login, retrain, dataset_version):
    told = login("viewer").get(f"/model-versions/{retrain().pk}/lineage").json()
    [used] = told["datasets"]
    assert (used["name"], used["version"], used["hash"], used["exists"]) == ("tiles", 3, "d" * 64, True)
    assert (told["weights"], told["machine"], told["ancestors"]) == ("none", "line-4", [])


def test_a_chain_of_retrains_goes_back_to_the_first_and_forth_to_the_next(login, retrain):
    first = retrain()
    second = retrain(first)
    third = retrain(second, name="Another")
    told = login("viewer").get(f"/model-versions/{third.pk}/lineage").json()
    assert [(one["model"], one["name"], one["generation"]) for one in told["ancestors"]] == [
        ("Bearings model", "v1.02", 1),
        ("Bearings model", "v1.01", 2),
    ]
    assert login("viewer").get(f"/models/{second.model_id}/versions").json()[0]["parent_id"] == first.pk
    children = login("viewer").get(f"/model-versions/{second.pk}/lineage").json()["children"]
    assert [(one["model_name"], one["name"]) for one in children] == [("Another", "v1.01")]


def test_all_is_told_when_files_data_sets_process_and_earlier_versions_are_gone(
    login, retrain, dataset_version, data_root
):
    first = retrain()
    last = retrain(retrain(first), name="Another")
    shutil.rmtree(settings.MODELS_DIR / first.folder)
    Model.objects.get(pk=first.model_id).delete()
    Job.objects.all().delete()
    dataset_version.dataset.delete()
    shutil.rmtree(data_root)
    viewer, path = login("viewer"), f"/model-versions/{last.pk}"
    told = viewer.get(f"{path}/lineage").json()
    assert [(one["name"], one["model_id"], one["has_manifest"]) for one in told["ancestors"]] == [
        ("v1.02", None, True),
        ("v1.01", None, True),
    ]
    assert [used["exists"] for used in told["datasets"]] == [False]
    for generation in range(3):
        answer = viewer.get(f"{path}/manifest.csv", generation=generation)
        rows = list(csv.DictReader(io.StringIO(content(answer).decode("utf-8-sig"))))
        assert (rows[0]["path"], rows[0]["sha256"]) == ("/images/dark/0.png", "0" * 64)
        assert len(rows) == 6
    assert viewer.get(f"{path}/manifest.csv", generation=3).status_code == 404


def test_the_manifest_comes_as_json_too(login, publish):
    answer = login("viewer").get(f"/model-versions/{publish().pk}/manifest.json")
    assert len(json.loads(content(answer))["samples"]) == 6
    assert answer["Content-Disposition"] == 'attachment; filename="Bearings model-v1.01-manifest.json"'


def test_the_history_shows_who_did_what(login, publish):
    version = publish()
    trainer, path = login("trainer"), f"/models/{version.model_id}"
    trainer.patch(path, {"description": "Line 4"})
    trainer.post(f"/model-versions/{version.pk}/stage", {"stage": "production", "reason": "Trial"})
    content(trainer.get(f"/model-versions/{version.pk}/bundle.zip"))
    rows = login("viewer").get(f"{path}/history").json()["items"]
    assert [(row["action"], row["name"], row["reason"]) for row in rows] == [
        ("model_version.downloaded", "Bearings model v1.01", ""),
        ("model_version.stage_changed", "Bearings model v1.01", "Trial"),
        ("model.edited", "Bearings model", ""),
        ("model_version.published", "Bearings model v1.01", ""),
    ]
    assert (rows[1]["before"], rows[1]["after"], rows[1]["user_name"]) == ("candidate", "production", "trainer")


def test_lists_sort_versions_by_number(login, publish):
    first = publish()
    ModelVersion.objects.filter(pk=first.pk).update(minor=99)
    rows = login("viewer").get(f"/models/{publish().model_id}/versions").json()
    assert [row["name"] for row in rows] == ["v1.100", "v1.99"]


def content(answer):
    return b"".join(answer.streaming_content)
