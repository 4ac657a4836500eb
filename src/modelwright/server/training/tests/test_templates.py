"""Training templates: named, filled over the base model's defaults, changed, deleted (A1, E41, E44)."""

import pytest

from modelwright.server.core.models import JournalEntry


@pytest.fixture
def trainer(login, project):
    return login("trainer")


@pytest.fixture
def make(trainer, project):
    return lambda **body: trainer.post(f"/projects/{project.pk}/templates", {"name": "One", **body})


def paths(answer):
    return [field["path"] for field in answer.json()["fields"]]


def test_a_new_template_has_the_base_models_defaults(make):
    template = make().json()
    assert template["base_model"] == "ResNet18"
    assert template["parameters"]["training"]["classification"]["base_lr"] == 0.001
    assert template["changed_from_default"] == []
    assert template["weights"] == {"kind": "none", "version_id": None}


def test_given_values_go_over_the_defaults_and_are_listed(make):
    template = make(parameters={"training": {"classification": {"max_iter": 50}}, "run": {"seed": 7}}).json()
    assert template["parameters"]["training"]["classification"]["max_iter"] == 50
    assert template["parameters"]["training"]["classification"]["base_lr"] == 0.001
    assert template["changed_from_default"] == ["training.classification.max_iter", "run.seed"]


def test_another_base_model_brings_its_own_defaults(make, trainer):
    template = make(parameters={"run": {"seed": 7}}).json()
    answer = trainer.patch(f"/templates/{template['id']}", {"base_model": "ConvNeXt-Atto"}).json()
    assert answer["base_model"] == "ConvNeXt-Atto"
    assert answer["parameters"]["model"]["classification"]["name"] == "ConvNeXt-Atto"
    assert answer["parameters"]["training"]["classification"]["optimizer"] == "adamw"
    assert answer["changed_from_default"] == []


def test_an_edit_keeps_what_it_does_not_name(make, trainer):
    template = make(parameters={"run": {"seed": 7}}).json()
    edited = trainer.patch(f"/templates/{template['id']}", {"parameters": {"run": {"log_every": 5}}}).json()
    assert edited["changed_from_default"] == ["run.seed", "run.log_every"]


def test_of_two_who_edit_at_once_the_second_is_told_what_is_there_now(make, trainer):
    made = make().json()
    path, seen = f"/templates/{made['id']}", {"modified_at": made["modified_at"]}
    first = trainer.patch(path, {"description": "First", **seen})
    late = trainer.patch(path, {"description": "Second", **seen})
    assert (first.status_code, late.status_code, late.json()["code"]) == (200, 409, "changed")
    now = late.json()["detail"]["current"]
    assert (now["description"], now["training_datasets"]) == ("First", [])
    over = trainer.patch(path, {"description": "Second", "modified_at": now["modified_at"]})
    assert (over.status_code, over.json()["description"]) == (200, "Second")


@pytest.mark.parametrize(
    ("parameters", "path"),
    [
        ({"training": {"classification": {"base_lr": 0}}}, "training.classification.base_lr"),
        ({"training": {"classification": {"max_iter": "many"}}}, "training.classification.max_iter"),
        ({"run": {"sead": 1}}, "run.sead"),
        ({"preprocessing": {"split_ratio": 1}}, "preprocessing.split_ratio"),
    ],
)
def test_a_wrong_parameter_is_named_by_its_path(make, parameters, path):
    answer = make(parameters=parameters)
    assert answer.status_code == 422
    assert paths(answer) == [path]


@pytest.mark.parametrize("name", ["", "1a", "a b", "ä", "a-", "a" * 61, "a/b", "模型"])
def test_a_name_that_breaks_the_rule_is_refused(make, name):
    answer = make(name=name)
    assert (answer.status_code, paths(answer)) == (422, ["name"])


@pytest.mark.parametrize("name", ["a", "A1", "a" * 60, "Bearings_v2-b"])
def test_a_name_that_keeps_the_rule_is_taken(make, name):
    assert make(name=name).json()["name"] == name


def test_names_are_unique_in_a_project(make):
    make()
    answer = make()
    assert (answer.status_code, paths(answer)) == (409, ["name"])


def test_an_unknown_base_model_is_refused_with_the_known_ones(make):
    answer = make(base_model="AlexNet")
    assert answer.status_code in (404, 422)
    assert "ResNet18" in answer.json()["message"]


def test_only_training_datasets_of_the_project_may_be_learned_from(make, dataset, trainer, project):
    assert make(training_datasets=[dataset["id"]]).json()["training_datasets"] == [
        {"id": dataset["id"], "name": "Parts"}
    ]
    assert paths(make(name="Two", training_datasets=[dataset["id"], 987])) == ["training_datasets"]
    assert paths(make(name="Three", test_dataset=dataset["id"])) == ["test_dataset"]


def test_weights_of_a_version_need_a_version_of_the_project(make):
    assert make(weights={"kind": "pretrained"}).json()["weights"]["kind"] == "pretrained"
    assert paths(make(name="Two", weights={"kind": "version", "version_id": 1})) == ["weights.version_id"]


def test_a_template_with_processes_is_not_deleted(process, template, trainer):
    answer = trainer.delete(f"/templates/{template['id']}")
    assert (answer.status_code, answer.json()["detail"]) == (409, {"processes": [1]})
    trainer.delete(f"/processes/{process['id']}")
    assert trainer.delete(f"/templates/{template['id']}").status_code == 204


def test_a_dataset_that_a_template_uses_is_not_deleted_unconfirmed(template, dataset, trainer):
    answer = trainer.delete(f"/datasets/{dataset['id']}")
    assert answer.status_code == 409
    assert answer.json()["detail"] == {"used_by": ["training template “Classifier”"]}
    assert trainer.delete(f"/datasets/{dataset['id']}?confirmed=true").status_code == 204


def test_templates_are_listed_and_searched(make, trainer, project):
    for name in ("Bolts", "Nuts"):
        make(name=name, description="small parts")
    list_ = trainer.get
    assert [t["name"] for t in list_(f"/projects/{project.pk}/templates", sort="name").json()["items"]] == [
        "Bolts",
        "Nuts",
    ]
    assert list_(f"/projects/{project.pk}/templates", search="nut").json()["total"] == 1


def test_changes_are_in_the_journal(make, trainer):
    template = make().json()
    trainer.patch(f"/templates/{template['id']}", {"description": "new"})
    trainer.delete(f"/templates/{template['id']}")
    actions = JournalEntry.objects.filter(entity="training_template").order_by("pk").values_list("action", flat=True)
    assert [action.partition(".")[2] for action in actions] == ["created", "edited", "deleted"]


def test_rights(template, login, project):
    assert login("viewer").get(f"/templates/{template['id']}").status_code == 200
    assert login("viewer").patch(f"/templates/{template['id']}", {}).status_code == 403
    assert login("viewer").post(f"/projects/{project.pk}/templates", {"name": "One"}).status_code == 403
    assert login("outsider").get(f"/templates/{template['id']}").status_code == 404


def test_the_last_task_type_of_a_logic_is_kept_while_templates_use_it(login, template):
    administrator = login("administrator")
    types = {row["logic"]: row for row in administrator.get("/task-types").json()["items"]}
    refused = administrator.delete(f"/task-types/{types[template['task']]['id']}")
    assert refused.json()["detail"] == {"used_by": ["training templates (1)"]}
    assert administrator.delete(f"/task-types/{types['detection']['id']}").status_code == 204
