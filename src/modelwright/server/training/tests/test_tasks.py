"""Templates of every task: base models, parameters that fit it, and what has no effect (E44, E49, E52, E56, C10 to C14)."""

import json

import pytest

from modelwright.contract.catalogue import DEFAULT_BASE_MODELS, base_model
from modelwright.contract.tasks import MAIN_NETWORK, Network, Task
from modelwright.server.training.tests.test_parameters import E44_AS_PRINTED, E44_MODEL, E49_TRAINING

BOTH = Task.SEGMENTATION_CLASSIFICATION


@pytest.fixture
def trainer(login, project):
    return login("trainer")


@pytest.fixture
def make(trainer, project):
    return lambda **body: trainer.post(f"/projects/{project.pk}/templates", {"name": "One", **body})


@pytest.fixture
def check(login):
    return lambda text, task=BOTH: login("viewer").post("/parameters/check", {"text": text, "task": task}).json()


def paths(answer):
    return [field["path"] for field in answer.json()["fields"]]


@pytest.mark.parametrize(
    ("task", "networks", "metric"),
    [
        (Task.CLASSIFICATION, ["classification"], "macro_f1"),
        (BOTH, ["segmentation", "classification"], "macro_f1"),
        (Task.SEGMENTATION, ["segmentation"], "mean_iou"),
        (Task.DETECTION, ["detection"], "ap50"),
    ],
)
def test_each_task_starts_with_its_own_base_model_and_metric(make, task, networks, metric):
    template = make(task=task).json()
    expected = (task, DEFAULT_BASE_MODELS[MAIN_NETWORK[task]], networks)
    assert (template["task"], template["base_model"], template["networks"]) == expected
    assert template["parameters"]["run"]["metric"] == metric
    assert template["changed_from_default"] == []


def test_two_networks_start_with_the_values_of_their_own_base_models(make):
    training = make(task=BOTH).json()["parameters"]["training"]
    for network in ("classification", "segmentation"):
        liked = base_model(DEFAULT_BASE_MODELS[Network(network)]).defaults["training"][network]
        assert liked.items() <= training[network].items()


@pytest.mark.parametrize("task", Task)
def test_base_models_are_listed_by_task(login, task):
    listed = login("viewer").get("/base-models", task=task).json()
    assert listed
    assert all(task in model["tasks"] for model in listed)
    assert [model["is_default"] for model in listed].count(True) == 1


def test_segmenters_are_listed_for_beside_a_classifier(login):
    listed = login("viewer").get("/base-models", network="segmentation").json()
    assert DEFAULT_BASE_MODELS[Network.SEGMENTATION] in [model["name"] for model in listed]
    assert {model["network"] for model in listed} == {"segmentation"}


def test_a_base_model_of_another_kind_is_refused(make):
    answer = make(task=Task.DETECTION, base_model="ResNet18")
    assert (answer.status_code, paths(answer)) == (422, ["base_model"])
    assert "base-SmartOCR-01" in answer.json()["message"]
    beside = make(task=BOTH, parameters={"model": {"segmentation": {"name": "ResNet50"}}})
    assert (beside.status_code, paths(beside)) == (422, ["model.segmentation.name"])


def test_another_task_brings_its_own_values_and_keeps_what_is_given(make, trainer):
    template = make(parameters={"run": {"seed": 7}}).json()
    changed = trainer.patch(
        f"/templates/{template['id']}", {"task": Task.DETECTION, "parameters": {"run": {"seed": 8}}}
    ).json()
    assert (changed["task"], changed["base_model"], changed["networks"]) == (
        "detection",
        "base-SmartOCR-01",
        ["detection"],
    )
    assert changed["changed_from_default"] == ["run.seed"]


def test_the_task_of_a_template_with_processes_stays(process, template, trainer):
    answer = trainer.patch(f"/templates/{template['id']}", {"task": Task.DETECTION})
    assert (answer.status_code, paths(answer)) == (409, ["task"])
    assert trainer.patch(f"/templates/{template['id']}", {"task": Task.CLASSIFICATION}).status_code == 200


def test_with_the_segmentation_switched_off_only_the_classifier_is_trained(make, trainer):
    template = make(task=BOTH, parameters={"preprocessing": {"segmentation": False}}).json()
    assert template["networks"] == ["classification"]
    on = {"parameters": {"preprocessing": {"segmentation": True}}}
    assert trainer.patch(f"/templates/{template['id']}", on).json()["networks"] == ["segmentation", "classification"]


@pytest.mark.parametrize("task", Task)
def test_the_sources_parameters_are_taken_to_the_letter_by_every_task(check, task):
    model, training = check(E44_MODEL, task), check(E49_TRAINING, task)
    assert model["errors"] == model["warnings"] == training["errors"] == training["warnings"] == []
    assert model["parameters"]["model"]["code_list"][-2:] == ["TSFAS", "TSDFS"]
    given = json.loads(E49_TRAINING)
    for network in ("classification", "segmentation"):
        assert given[network].items() <= training["parameters"]["training"][network].items()


@pytest.mark.parametrize("task", Task)
def test_the_comma_missing_in_the_sources_is_pointed_at_in_every_task(check, task):
    (error,) = check(E44_AS_PRINTED, task)["errors"]
    assert (error["line"], error["column"]) == (6, 5)


def test_a_segmentation_block_that_nothing_reads_is_warned_about(check):
    block = {"training": {"segmentation": {"batch_size": 4}}}
    off = {**block, "preprocessing": {"segmentation": False}}
    assert check(json.dumps(block))["warnings"] == []
    (warning,) = check(json.dumps(off))["warnings"]
    assert (warning["path"], "switched off" in warning["message"]) == ("training.segmentation", True)
    assert "has no segmentation" in check(json.dumps(block), Task.DETECTION)["warnings"][0]["message"]
    assert check(json.dumps({"preprocessing": {"segmentation": False}}))["warnings"] == []


def test_every_networks_policy_is_looked_at(check):
    exp = {"lr_policy": "exp", "max_iter": 1000}
    answer = check(json.dumps({"training": {"classification": exp, "segmentation": exp}}))
    assert [warning["path"] for warning in answer["warnings"]] == [
        "training.segmentation.lr_policy",
        "training.classification.lr_policy",
    ]


def test_the_advice_for_detection_is_given_as_warnings(check):
    text = json.dumps({"training": {"detection": {"max_iter": 5001}}, "run": {"num_workers": 3}})
    warnings = {warning["path"]: warning["message"] for warning in check(text, Task.DETECTION)["warnings"]}
    assert "5000" in warnings["training.detection.max_iter"]
    assert "4" in warnings["run.num_workers"]
    good = json.dumps({"training": {"detection": {"max_iter": 5000}}, "run": {"num_workers": 8}})
    assert check(good, Task.DETECTION)["warnings"] == []


def test_the_detection_form_has_the_sources_fields(login):
    answer = login("viewer").get("/parameters/schema", task=Task.DETECTION).json()
    assert (answer["networks"], answer["main_network"], answer["base_model"]) == (
        ["detection"],
        "detection",
        "base-SmartOCR-01",
    )
    blocks = answer["parameters_schema"]["$defs"]
    extension = blocks["Preprocessing"]["properties"]["extension"]
    assert extension["networks"] == ["detection"]
    assert extension["default"] == "rotations + exposure + noise"
    solver = blocks["DetectionSolver"]["properties"]
    assert [solver[name]["default"] for name in ("batch_size", "max_iter", "base_lr")] == [2, 1000, 0.005]
    switch = blocks["Preprocessing"]["properties"]["segmentation"]
    assert switch["networks"] == ["segmentation"]


def test_the_form_for_two_networks_names_both(login):
    query = {"task": BOTH, "base_model": "ResNet50", "segmentation_model": "U-Net-ResNet18"}
    answer = login("viewer").get("/parameters/schema", **query).json()
    assert answer["networks"] == ["segmentation", "classification"]
    model = answer["defaults"]["model"]
    assert (model["classification"]["name"], model["segmentation"]["name"]) == ("ResNet50", "U-Net-ResNet18")


def test_more_templates_of_any_task_take_no_more_queries(make, trainer, project, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            trainer.get(f"/projects/{project.pk}/templates")
        return len(captured)

    make(name="First", task=Task.DETECTION)
    before = queries()
    for task in Task:
        make(name=f"T-{task.value.replace('_', '-')}", task=task)
    assert queries() == before
