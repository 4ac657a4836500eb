"""Runs of two networks, and of other networks than a classifier: header, curves, logs, hints (A22 to A27, E60)."""

import csv
import io

import pytest

from modelwright.contract.events import Code, Outcome
from modelwright.contract.tasks import Network, Task

SEGMENTATION, CLASSIFICATION, DETECTION = Network.SEGMENTATION, Network.CLASSIFICATION, Network.DETECTION


@pytest.fixture
def process(process_of):
    return process_of(Task.SEGMENTATION_CLASSIFICATION)


@pytest.fixture
def running(process, engine):
    """The segmentation is trained, the classification is at iteration 40 of 100."""
    run = engine(process)
    run.plan(50, network=SEGMENTATION)
    run.say("stage", name="segmentation_training", state="running")
    run.learn(1, 50, SEGMENTATION)
    run.measure(50, 0.6, SEGMENTATION)
    run.say("stage", name="segmentation_training", state="completed", took_s=9.0)
    run.plan(100, network=CLASSIFICATION, images=16)
    run.say("stage", name="training", state="running")
    run.learn(1, 40)
    run.measure(40, 0.9)
    run.progress(40, share=0.7)
    return run


@pytest.fixture
def get(login, process):
    return lambda path, **query: login("trainer").get(f"/processes/{process['id']}/{path}", **query)


def test_before_the_start_both_networks_wait(look, process):
    row = look(process)
    assert [(of["network"], of["state"], of["iterations"]) for of in row["networks"]] == [
        ("segmentation", "waiting", None),
        ("classification", "waiting", None),
    ]
    assert [stage["name"] for stage in row["stages"]][3:5] == ["segmentation_training", "training"]


def test_each_network_has_a_header_of_its_own(running, dispatcher, look, process):
    dispatcher.tick()
    row = look(process)
    first, second = row["networks"]
    assert (first["state"], first["iteration"], first["iterations"], first["loss"]) == ("completed", 50, 50, 0.02)
    assert (first["metric"], first["metric_value"], first["measured"]["mean_iou"]) == ("mean_iou", 0.6, 0.6)
    assert (second["state"], second["iteration"], second["iterations"]) == ("running", 40, 100)
    assert (second["metric"], second["metric_value"], second["images"]) == ("macro_f1", 0.9, 16)
    assert (row["network"], row["iteration"], row["metric_value"]) == ("classification", 40, 0.9)
    assert (row["progress"], row["remaining_s"]) == (0.7, 60)


def test_each_network_has_curves_and_a_file_of_its_own(running, dispatcher, get):
    dispatcher.tick()
    curves = get("curves").json()
    assert [(of["network"], of["iterations"], of["metric"]) for of in curves["networks"]] == [
        ("segmentation", 50, "mean_iou"),
        ("classification", 100, "macro_f1"),
    ]
    counts = {series["name"]: series["count"] for series in curves["series"]}
    assert (counts["segmentation.loss"], counts["classification.loss"]) == (50, 40)
    assert counts["segmentation.validation.mean_iou"] == 1
    rows = list(csv.DictReader(io.StringIO(get("curves.csv", network="segmentation").content.decode())))
    assert (len(rows), rows[-1]["validation.mean_iou"]) == (50, "0.6")
    assert len(list(csv.DictReader(io.StringIO(get("curves.csv").content.decode())))) == 40


def test_each_network_has_a_log_of_its_own(running, get):
    running.log("2026-11-21T04:49:10Z INFO Packed 24 images")
    running.log("2026-11-21T04:49:11Z INFO Pixels", network=SEGMENTATION)
    running.log("2026-11-21T04:49:12Z INFO Classes", network=CLASSIFICATION)
    assert [line["text"] for line in get("log").json()["lines"]] == ["Packed 24 images", "Pixels", "Classes"]
    assert [line["text"] for line in get("log", network="segmentation").json()["lines"]] == ["Pixels"]
    download = get("log.txt", network="classification")
    assert download.content.decode() == "2026-11-21T04:49:12Z INFO Classes\n"
    assert "-1-classification.log.txt" in download["Content-Disposition"]
    assert get("log", network="detection").json()["lines"] == []
    assert get("log", network="other").status_code == 422


def test_hints_of_the_coach_are_marks_on_the_chart_and_notices_stay_notices(running, dispatcher, look, process):
    running.hint(Code.COACH_PLATEAU, 30, SEGMENTATION, metric="mean_iou", value=0.6, iterations=20)
    running.hint(Code.COACH_JUMPING_LOSS, 35, CLASSIFICATION, spread=0.8)
    running.say("message", level="warning", code="batch_halved", network="classification", values={"parts": 2})
    dispatcher.tick()
    row = look(process)
    assert [(mark["network"], mark["iteration"], mark["level"], mark["code"]) for mark in row["marks"]] == [
        ("segmentation", 30, "warning", "coach_plateau"),
        ("classification", 35, "warning", "coach_jumping_loss"),
    ]
    assert "0.6" in row["marks"][0]["message"]
    assert [(notice["code"], notice["network"]) for notice in row["notices"]] == [("batch_halved", "classification")]


def test_hints_are_told_in_the_persons_language(running, dispatcher, login, process):
    running.hint(Code.COACH_OVERFITTING, 30, loss=0.1, validation_loss=0.9)
    dispatcher.tick()

    def told(language):
        answer = login("trainer").get(f"/processes/{process['id']}", headers={"Accept-Language": language})
        return answer.json()["marks"][0]["message"]

    assert len({told(language) for language in ("en", "ru", "zh-hans", "es")}) == 4


def test_a_run_resumed_in_its_second_network_keeps_the_first(process, running, dispatcher, engine, look, get):
    running.checkpoint(30)
    running.finish(Outcome.STOPPED)
    dispatcher.tick()
    assert look(process)["actions"]["resume"] is None
    second = engine(process, "resume")
    row = look(process)
    assert (row["network"], row["iteration"]) == ("classification", 30)
    second.plan(50, network=SEGMENTATION, first_iteration=50)
    second.plan(100, network=CLASSIFICATION, first_iteration=30)
    second.learn(31, 35)
    dispatcher.tick()
    series = {series["name"]: series["iterations"] for series in get("curves").json()["series"]}
    assert series["segmentation.loss"] == list(range(1, 51))
    assert series["classification.loss"] == list(range(1, 36))


def test_a_run_resumed_in_its_first_network_forgets_what_came_after(process, engine, dispatcher, get):
    first = engine(process)
    first.plan(50, network=SEGMENTATION)
    first.learn(1, 12, SEGMENTATION)
    first.checkpoint(10, SEGMENTATION)
    first.finish(Outcome.STOPPED)
    dispatcher.tick()
    second = engine(process, "resume")
    second.plan(50, network=SEGMENTATION, first_iteration=10)
    second.learn(11, 20, SEGMENTATION)
    second.plan(100, network=CLASSIFICATION)
    second.learn(1, 5)
    dispatcher.tick()
    series = {series["name"]: series["iterations"] for series in get("curves").json()["series"]}
    assert series["segmentation.loss"] == list(range(1, 21))
    assert series["classification.loss"] == [1, 2, 3, 4, 5]


def test_with_the_segmentation_off_there_is_one_network(process_of, look):
    row = look(process_of(Task.SEGMENTATION_CLASSIFICATION, parameters={"preprocessing": {"segmentation": False}}))
    assert [of["network"] for of in row["networks"]] == ["classification"]
    assert "segmentation_training" not in [stage["name"] for stage in row["stages"]]


def test_a_detection_is_measured_by_its_average_precision(process_of, engine, dispatcher, look, login):
    process = process_of(Task.DETECTION)
    run = engine(process)
    run.plan(network=DETECTION, measured_on="test", test_images=7)
    run.learn(1, 5, DETECTION)
    run.measure(5, 0.3, DETECTION)
    run.measure(5, 0.4, DETECTION, part="test")
    dispatcher.tick()
    row = look(process)
    assert (row["metric"], row["metric_value"], row["measured_on"], row["measured_samples"]) == ("ap50", 0.4, "test", 7)
    curves = login("trainer").get(f"/processes/{process['id']}/curves").json()["series"]
    assert {"detection.validation.ap50", "detection.test.ap50"} <= {series["name"] for series in curves}


@pytest.mark.parametrize("task", Task)
def test_a_training_of_every_task_completes_and_is_published(task, process_of, engine, dispatcher, act, look, login):
    process = process_of(task)
    run = engine(process)
    assert run.run_dir.read_spec().task is task
    run.finish()
    dispatcher.tick()
    assert look(process)["status"] == "completed"
    version = act(process, "publish")
    assert version.status_code == 201, version.content
    told = login("viewer").get(f"/model-versions/{version.json()['id']}").json()
    main = told["report"]["networks"][-1]
    assert (told["task"], told["metric"], told["measured_samples"]) == (task, main["metric"], 2)
    assert told["metric_value"] == told["numbers"][main["metric"]]
    assert set(told["formulas"]) >= {part["kind"] for part in told["report"]["sets"]}


def test_the_next_training_starts_from_every_network_of_a_version(process_of, engine, dispatcher, act, login):
    process = process_of(Task.SEGMENTATION_CLASSIFICATION)
    engine(process).finish()
    dispatcher.tick()
    version = act(process, "publish").json()["id"]
    body = {"weights": {"kind": "version", "version_id": version}}
    assert login("trainer").patch(f"/templates/{process['template_id']}", body).status_code == 200
    machine = {"machine_id": dispatcher.machine.pk}
    again = login("trainer").post(f"/templates/{process['template_id']}/processes", machine).json()
    spec = engine(again).run_dir.read_spec()
    assert spec.weights.checkpoint.endswith("best-classification.pt")
    assert spec.label_map == ("a", "b")
