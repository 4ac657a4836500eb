"""The same once more: whether it came out the same, and if not, where it parts."""

import json

import pytest
from django.conf import settings
from django.db import connection

from modelwright.contract.run_dir import RunDir
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training import reproductions
from modelwright.server.training.models import Process, Template
from modelwright.server.training.tests.conftest import latest_job
from modelwright.server.training.tests.fake_engine import FakeEngine


@pytest.fixture
def again(login, version, dispatcher, executor):
    """Begins a repetition and gives it with the engine that a test speaks for."""

    def begin():
        answer = login("trainer").post(
            f"/model-versions/{version['id']}/reproduce", {"machine_id": dispatcher.machine.pk}
        )
        assert answer.status_code == 201, answer.content
        dispatcher.tick()
        return answer.json(), FakeEngine(executor, latest_job(answer.json()))

    return begin


def result_of(login, version):
    return login("viewer").get(f"/model-versions/{version['id']}/reproductions").json()[0]["result"]


def test_a_repetition_has_the_spec_of_the_version_whatever_became_of_the_template(login, version, template, again):
    changed = {"training": {"classification": {"max_iter": 99}}}
    assert login("trainer").patch(f"/templates/{template['id']}", {"parameters": changed}).status_code == 200
    process, run = again()
    assert (process["status"], process["reproduces"]["name"], process["retrains"]) == ("waiting", "v1.01", None)
    was = RunDir(settings.MODELS_DIR / ModelVersion.objects.get(pk=version["id"]).folder).read_spec()
    now = run.run_dir.read_spec()
    assert now.parameters == was.parameters
    assert (now.data.train, now.weights) == (was.data.train, was.weights)


def test_a_repetition_that_cannot_start_leaves_no_process(login, version, dispatcher, settings):
    before = Process.objects.count()
    body = {"machine_id": dispatcher.machine.pk}
    settings.DISK_RESERVE_GB = 10**9
    refused = login("trainer").post(f"/model-versions/{version['id']}/reproduce", body)
    assert (refused.status_code, Process.objects.count()) == (409, before)


def test_the_same_losses_numbers_and_files_are_the_same(login, version, again, dispatcher):
    _process, run = again()
    run.learn(1, 5)
    run.finish()
    dispatcher.tick()
    told = result_of(login, version)
    assert (told["verdict"], told["data"]["is_same"]) == ("same", True)
    assert [(of["points"], of["same"], of["first_other"]) for of in told["losses"]] == [(5, 5, None)]


def test_a_version_of_a_repetition_tells_what_it_was_trained_on(login, version, again, dispatcher, act, dataset):
    process, run = again()
    run.learn(1, 5)
    run.finish()
    dispatcher.tick()
    repeated = act(process, "publish").json()
    [used] = login("trainer").get(f"/model-versions/{repeated['id']}/lineage").json()["datasets"]
    assert (used["dataset_id"], used["left_out"]) == (dataset["id"], [])


def test_another_loss_is_told_with_its_first_point(login, version, again, dispatcher):
    _process, run = again()
    run.learn(1, 3)
    for iteration in (4, 5):
        run.say("metrics", network="classification", iteration=iteration, epoch=1.0, values={"loss": 0.5})
    run.finish()
    dispatcher.tick()
    told = result_of(login, version)
    assert told["verdict"] == "close"
    [loss] = told["losses"]
    assert (loss["same"], loss["first_other"]) == (3, 4)
    assert loss["largest"] == pytest.approx(0.3)


def test_a_file_that_differs_is_named(login, version, again, dispatcher):
    _process, run = again()
    run.learn(1, 5)
    run.finish()
    manifest = json.loads(run.run_dir.manifest_file.read_text())
    manifest["samples"][0]["sha256"] = "f" * 64
    manifest["samples"].append({**manifest["samples"][0], "path": "/a/2.png", "sha256": "e" * 64})
    run.run_dir.manifest_file.write_text(json.dumps(manifest))
    dispatcher.tick()
    told = result_of(login, version)
    assert (told["verdict"], told["data"]["changed"], told["data"]["added"]) == ("different", 1, 1)
    assert told["data"]["examples"] == [{"kind": "changed", "path": "/a/1.png"}, {"kind": "added", "path": "/a/2.png"}]


def test_it_needs_neither_the_process_nor_the_template(login, version, again, process, template):
    trainer = login("trainer")
    assert trainer.delete(f"/processes/{process['id']}").status_code == 204
    assert trainer.delete(f"/templates/{template['id']}").status_code == 204
    repeated, run = again()
    assert repeated["template_name"] == "Classifier-v1-01-again"
    parts = run.run_dir.read_spec().data.parts
    assert parts.validation == ("0" * 64,)
    assert parts.train == ()


def test_a_folder_that_is_gone_is_named_before_anything_is_made(login, version, data_root, dispatcher):
    (data_root / "parts").rename(data_root / "elsewhere")
    refused = login("trainer").post(f"/model-versions/{version['id']}/reproduce", {"machine_id": dispatcher.machine.pk})
    assert (refused.status_code, "parts" in refused.json()["message"]) == (422, True)
    assert (Process.objects.count(), Template.objects.count()) == (1, 1)


def test_files_are_read_before_the_transaction_and_a_model_that_goes_meanwhile_is_told(
    login, version, dispatcher, monkeypatch
):
    read, within = reproductions.spec_of, []

    def read_and_lose(of):
        within.append(len(connection.atomic_blocks))
        spec = read(of)
        assert login("administrator").delete(f"/models/{version['model_id']}").status_code == 204
        return spec

    monkeypatch.setattr(reproductions, "spec_of", read_and_lose)
    outside = len(connection.atomic_blocks)
    body = {"machine_id": dispatcher.machine.pk}
    refused = login("trainer").post(f"/model-versions/{version['id']}/reproduce", body)
    assert (refused.status_code, within, Process.objects.count()) == (404, [outside], 1)
