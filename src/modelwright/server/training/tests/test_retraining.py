"""Retraining a version (E67, X30): its data stays, others come beside, and the report says what turned."""

import json

import pytest

from modelwright.contract.report import Manifest, ManifestSample
from modelwright.server.core.models import JournalEntry
from modelwright.server.registry.models import Model
from modelwright.server.training.tests.conftest import draw_images, latest_job, make_dataset


@pytest.fixture
def complete(engine, dispatcher):
    """Lets a process complete with these samples: path to (content, class, predicted)."""

    def run(process, samples):
        started = engine(process)
        started.learn(1, 3)
        started.finish()
        manifest = [
            ManifestSample(path=path, label=label, sha256=content * 64, width=20, height=20, part="validation")
            for path, (content, label, _predicted) in samples.items()
        ]
        run_dir = started.run_dir
        run_dir.manifest_file.write_text(
            Manifest(hash="0" * 64, classes=("a", "b"), samples=tuple(manifest)).model_dump_json()
        )
        lines = [measured(path, label, predicted) for path, (_content, label, predicted) in samples.items()]
        run_dir.results_file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
        dispatcher.tick()
        return process

    return run


def measured(path, label, predicted):
    right = label == predicted
    numbers = {"confidence": 0.9, "label_confidence": 0.5, "score": float(right), "correct": right}
    return {"part": "validation", "path": path, "label": label, "predicted": predicted, **numbers}


@pytest.fixture
def version(process, complete, act):
    """v1.01, which had 1 and 2 right, 3 and 4 wrong."""
    given = {
        "/old/1.png": ("1", "a", "a"),
        "/old/2.png": ("2", "b", "b"),
        "/old/3.png": ("3", "a", "b"),
        "/old/4.png": ("4", "b", "a"),
    }
    return act(complete(process, given), "publish").json()


@pytest.fixture
def retraining(login, version):
    return login("trainer").post(f"/model-versions/{version['id']}/retrain").json()


def test_a_retraining_begins_with_the_versions_data_weights_and_parameters(retraining, version, template, dataset):
    assert [row["id"] for row in retraining["training_datasets"]] == [dataset["id"]] == retraining["locked"]
    assert retraining["weights"] == {"kind": "version", "version_id": version["id"]}
    assert retraining["parameters"] == template["parameters"]
    assert (retraining["name"], retraining["retrains"]["name"]) == ("Classifier-v1-01-retrain", "v1.01")


def test_earlier_data_stays_and_other_data_comes_beside_it(login, project, retraining, dataset, data_root):
    more = make_dataset(login("trainer"), project, "More", draw_images(data_root / "more"))
    trainer, path = login("trainer"), f"/templates/{retraining['id']}"
    refused = trainer.patch(path, {"training_datasets": [more["id"]]})
    assert (refused.status_code, refused.json()["fields"][0]["path"]) == (422, "training_datasets")
    assert "Parts" in refused.json()["message"]
    both = trainer.patch(path, {"training_datasets": [dataset["id"], more["id"]]}).json()
    assert [row["id"] for row in both["training_datasets"]] == [dataset["id"], more["id"]]
    assert trainer.patch(path, {"weights": {"kind": "none"}}).status_code == 422


def test_in_the_wizard_it_is_begun_once_and_keeps_its_data(login, project, version, dataset):
    trainer, path = login("trainer"), f"/model-versions/{version['id']}/draft"
    begun = trainer.post(path).json()
    assert (begun["name"], begun["retrains"]) == ("Classifier-v1-01-retrain", "Classifier v1.01")
    assert trainer.post(path).json()["id"] == begun["id"]
    template = trainer.get(f"/templates/{begun['template_id']}").json()
    kept = {name: template[name] for name in ("name", "weights", "parameters")}
    finish = f"/projects/{project.pk}/drafts/{begun['id']}/finish"
    without = trainer.post(finish, {"template": kept})
    assert (without.status_code, without.json()["fields"][0]["path"]) == (422, "training_datasets")
    done = trainer.post(finish, {"template": {**kept, "training_datasets": [dataset["id"]]}})
    assert done.json()["template_id"] == template["id"]
    assert JournalEntry.objects.filter(action="model_version.retrained").count() == 1


def test_it_becomes_the_models_next_version_below_the_one_that_it_started_from(
    login, retraining, version, dispatcher, complete, act
):
    body = {"machine_id": dispatcher.machine.pk}
    process = login("trainer").post(f"/templates/{retraining['id']}/processes", body).json()
    assert (process["model_name"], process["retrains"]["version_id"]) == ("Classifier", version["id"])
    published = act(complete(process, {"/old/1.png": ("1", "a", "a")}), "publish").json()
    assert (published["model_name"], published["name"], published["parent_id"]) == (
        "Classifier",
        "v1.02",
        version["id"],
    )
    assert Model.objects.count() == 1
    told = login("viewer").get(f"/models/{published['model_id']}/history").json()["items"]
    assert "model_version.retrained" in [row["action"] for row in told]


def test_the_report_says_what_is_right_now_what_broke_and_what_is_wrong_as_before(
    login, retraining, version, dispatcher, complete
):
    body = {"machine_id": dispatcher.machine.pk}
    process = login("trainer").post(f"/templates/{retraining['id']}/processes", body).json()
    complete(
        process,
        {
            "/moved/1.png": ("1", "a", "a"),
            "/moved/2.png": ("2", "b", "a"),
            "/moved/3.png": ("3", "a", "a"),
            "/moved/4.png": ("4", "b", "a"),
            "/new/5.png": ("5", "b", "a"),
        },
    )
    viewer, path = login("viewer"), f"/processes/{process['id']}"
    compared = viewer.get(f"{path}/report").json()["compared_with"]
    assert compared["name"] == "Classifier v1.01"
    assert compared["parts"] == {"validation": {"compared": 4, "fixed": 1, "broken": 1, "both_wrong": 1}}
    turned = {
        turn: [
            (row["path"], row["was_predicted"], row["predicted"])
            for row in viewer.get(f"{path}/measured", turn=turn).json()["items"]
        ]
        for turn in ("fixed", "broken", "both_wrong")
    }
    assert turned == {
        "fixed": [("/moved/3.png", "b", "a")],
        "broken": [("/moved/2.png", "b", "a")],
        "both_wrong": [("/moved/4.png", "a", "a")],
    }


def test_a_version_whose_data_is_all_gone_is_not_retrained(login, version, dataset):
    assert login("trainer").delete(f"/datasets/{dataset['id']}?confirmed=true").status_code == 204
    refused = login("trainer").post(f"/model-versions/{version['id']}/retrain")
    assert (refused.status_code, "exists any more" in refused.json()["message"]) == (409, True)


def test_a_version_keeps_what_it_was_trained_on_from_the_start_of_the_run(login, version, dataset, process):
    told = login("viewer").get(f"/model-versions/{version['id']}/lineage").json()
    assert [(used["name"], used["version"], used["images"]) for used in told["datasets"]] == [("Parts", 1, 24)]
    assert (told["process_id"], told["machine"]) == (process["id"], latest_job(process).machine_name())
