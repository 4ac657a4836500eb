"""What differs in a template from what was run before, and a published version as the base of a new model (E43)."""

import pytest

from modelwright.contract.catalogue import merge
from modelwright.contract.run_dir import RunDir
from modelwright.server.accounts.models import Role
from modelwright.server.training.tests.conftest import draw_images, latest_job, make_dataset


@pytest.fixture
def drafts(login, project):
    path = f"/projects/{project.pk}/drafts"
    return f"{path}/{login('trainer').post(path, {}).json()['id']}"


def told(browser, template_id):
    answer = browser.get(f"/templates/{template_id}/differences").json()
    values = [(row["path"], row["before"], row["now"]) for row in answer["values"]]
    moved = [(row["change"], row["part"], row["path"].rsplit("/", 1)[-1]) for row in answer["data"]]
    return answer["against"]["kind"], answer["against"]["name"], values, moved


def test_a_published_version_is_the_base_of_a_new_model_that_starts(
    login, drafts, version, dataset, dispatcher, project, data_root
):
    trainer = login("trainer")
    base = trainer.get(f"/model-versions/{version['id']}").json()
    more = make_dataset(trainer, project, "More", draw_images(data_root / "more"))
    chosen = {
        "name": "Bearings",
        "base_model": base["base_model"],
        "weights": {"kind": "version", "version_id": version["id"]},
        "parameters": merge(base["parameters"], {"training": {"classification": {"batch_size": 8}}}),
        "training_datasets": [dataset["id"], more["id"]],
    }
    tried = trainer.put(f"{drafts}/template", chosen).json()
    changed, added = ("training.classification.batch_size", 4, 8), ("added", "training", "more")
    assert told(trainer, tried["id"]) == ("version", "Classifier v1.01", [changed], [added])
    place = {"machine_id": dispatcher.machine.pk}
    made = trainer.post(f"{drafts}/start", {"template": chosen, "process": place}).json()
    dispatcher.tick()
    spec = RunDir(latest_job({"id": made["process_id"]}).run_dir).read_spec()
    assert (spec.weights.kind, spec.weights.name) == ("version", "Classifier v1.01")
    assert (spec.label_map, len(spec.data.train)) == (("a", "b"), 2)
    assert trainer.get(f"/processes/{made['process_id']}").json()["model_name"] == "Bearings"


def test_who_may_see_neither_runs_nor_models_is_told_of_none(login, people, template, version):
    trainer, path = login("trainer"), f"/templates/{template['id']}"
    trainer.patch(path, {"weights": {"kind": "version", "version_id": version["id"]}})
    for cells, against in (
        ({"training_templates.view": "all", "models.view": "all", "training_processes.view": "all"}, "run"),
        ({"training_templates.view": "all", "models.view": "all"}, "version"),
        ({"training_templates.view": "all"}, "defaults"),
    ):
        people["viewer"].roles.set([Role.objects.create(name=against, cells=cells)])
        assert told(login("viewer"), template["id"])[0] == against


def test_a_template_that_was_run_differs_from_its_last_run(login, template, process, engine, project, data_root):
    trainer, path = login("trainer"), f"/templates/{template['id']}"
    kind, name, values, moved = told(trainer, template["id"])
    assert (kind, name, moved) == ("defaults", template["base_model"], [])
    assert ("preprocessing.input_size", None, 16) in values
    engine(process)
    assert told(trainer, template["id"]) == ("run", "Classifier · 1", [], [])
    more = make_dataset(trainer, project, "More", draw_images(data_root / "more"))
    solver = {"training": {"classification": {"batch_size": 2}}}
    body = {"parameters": solver, "training_datasets": [more["id"]], "weights": {"kind": "pretrained"}}
    trainer.patch(path, body)
    assert told(trainer, template["id"]) == (
        "run",
        "Classifier · 1",
        [("weights", "none", "pretrained"), ("training.classification.batch_size", 4, 2)],
        [("added", "training", "more"), ("removed", "training", "parts")],
    )
