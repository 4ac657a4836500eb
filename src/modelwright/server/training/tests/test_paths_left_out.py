"""One data path of a dataset can be left out of a training (E46, E47); what a version learned from stays (X30)."""

import pytest

from modelwright.contract.run_dir import RunDir
from modelwright.server.core.models import JournalEntry
from modelwright.server.datasets import checking
from modelwright.server.datasets.models import DataPath, Sample
from modelwright.server.training.tests.conftest import SMALL, draw_images, latest_job, make_dataset


@pytest.fixture
def paths(login, dataset, data_root):
    """Three of one dataset: good ones, and one without images."""
    draw_images(data_root / "more", count=6)
    (data_root / "empty").mkdir()
    folders = [str(data_root / "more"), str(data_root / "empty")]
    assert login("trainer").post(f"/datasets/{dataset['id']}/paths", {"paths": folders[:1]}).status_code == 201
    DataPath.objects.create(dataset_id=dataset["id"], path=folders[1])
    while checking.run_pending(lambda: False):
        pass
    return list(DataPath.objects.order_by("pk"))


@pytest.fixture
def template(login, project, dataset, paths):
    body = {"name": "Classifier", "parameters": SMALL, "training_datasets": [dataset["id"]]}
    return login("trainer").post(f"/projects/{project.pk}/templates", {**body, "left_out": [paths[2].pk, 10**6]}).json()


def test_a_path_that_is_left_out_is_not_looked_at_and_not_learned_from(login, template, paths, process, engine):
    trainer, path = login("trainer"), f"/templates/{template['id']}"
    assert (template["left_out"], template["locked_paths"]) == ([paths[2].pk], [])
    assert trainer.get(f"{path}/readiness").json()["images"] == 36
    assert trainer.patch(path, {"left_out": []}).json()["left_out"] == []
    ready = trainer.get(f"{path}/readiness").json()
    assert (ready["ready"], "path_invalid" in [item["code"] for item in ready["items"]]) == (False, True)
    trainer.patch(path, {"left_out": [paths[1].pk, paths[2].pk]})
    ready = trainer.get(f"{path}/readiness").json()
    assert (ready["ready"], ready["images"]) == (True, 24)
    [item] = [item for item in ready["items"] if item["code"] == "paths_left_out"]
    assert item["examples"] == [paths[1].path, paths[2].path]
    edited = JournalEntry.objects.filter(action="training_template.edited").latest("pk")
    assert edited.detail["after"]["left_out"] == sorted([paths[1].path, paths[2].path])
    engine(process)
    assert RunDir(latest_job(process).run_dir).read_spec().data.train == (paths[0].path,)


def test_with_its_dataset_a_path_is_forgotten(login, template):
    edited = login("trainer").patch(f"/templates/{template['id']}", {"training_datasets": []}).json()
    assert (edited["training_datasets"], edited["left_out"]) == ([], [])


def test_a_retraining_keeps_the_paths_and_may_take_in_what_was_left_out(
    login, template, paths, process, engine, dispatcher, act
):
    trainer = login("trainer")
    trainer.patch(f"/templates/{template['id']}", {"left_out": [paths[1].pk, paths[2].pk]})
    run = engine(process)
    run.learn(1, 3)
    run.finish()
    dispatcher.tick()
    version = act(process, "publish").json()
    [used] = trainer.get(f"/model-versions/{version['id']}/lineage").json()["datasets"]
    assert used["left_out"] == [paths[1].path, paths[2].path]
    retraining = trainer.post(f"/model-versions/{version['id']}/retrain").json()
    assert retraining["locked_paths"] == [paths[0].pk]
    assert retraining["left_out"] == [paths[1].pk, paths[2].pk]
    path = f"/templates/{retraining['id']}"
    refused = trainer.patch(path, {"left_out": [paths[0].pk]})
    assert (refused.status_code, refused.json()["fields"][0]["path"]) == (422, "left_out")
    assert paths[0].path in refused.json()["message"]
    assert trainer.patch(path, {"left_out": [paths[2].pk]}).json()["left_out"] == [paths[2].pk]


def test_a_version_tells_the_data_of_its_own_attempt(
    login, template, paths, process, engine, dispatcher, act, project, data_root
):
    """The first attempt had another dataset beside it, and an image that was taken out only for the second."""
    trainer, path = login("trainer"), f"/templates/{template['id']}"
    own = template["training_datasets"][0]["id"]
    other = make_dataset(trainer, project, "Other", draw_images(data_root / "other"))
    trainer.patch(path, {"left_out": [paths[1].pk, paths[2].pk], "training_datasets": [own, other["id"]]})
    samples = Sample.objects.filter(data_path=paths[0])
    for learned, excluded in (([own, other["id"]], ""), ([own], "blurred"), ([own], "")):
        trainer.patch(path, {"training_datasets": learned})
        samples.filter(pk=samples.first().pk).update(excluded_because=excluded)
        run = engine(process)
        run.learn(1, 3)
        run.checkpoint(3)
        run.die(137)
        dispatcher.tick()
    draw_images(data_root / "late", count=3)
    trainer.post(f"/datasets/{own}/paths", {"paths": [str(data_root / "late")]})
    run = engine(process, "resume")
    run.learn(4, 6)
    run.finish()
    dispatcher.tick()
    version = act(process, "publish").json()
    datasets = trainer.get(f"/model-versions/{version['id']}/lineage").json()["datasets"]
    told = [(used["name"], used["version"], used["left_out"]) for used in datasets]
    assert told == [("Parts", 1, [paths[1].path, paths[2].path])]
