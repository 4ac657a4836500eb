"""A run from its spec to its report: the events it tells, the files it leaves."""

import json

import numpy as np
from tests.engine.runs import Run, tiny_spec

from modelwright.contract.events import EVENT
from modelwright.contract.report import Certificate, Manifest, Result
from modelwright.contract.tasks import Network


def test_a_run_tells_its_stages_in_order_and_ends_completed(completed):
    done = [event["name"] for event in completed.of_kind("stage") if event["state"] == "completed"]
    assert done == ["compliance", "split", "augmentation", "training", "evaluation", "export"]
    assert completed.end["kind"] == "finished"
    assert completed.end["outcome"] == "completed"
    assert completed.exit_code == 0


def test_every_event_keeps_the_contract(completed):
    for event in completed.events:
        EVENT.validate_python(event)


def test_the_plan_says_what_will_happen(completed):
    (plan,) = completed.of_kind("plan")
    assert plan["iterations"] == 12
    assert plan["batch_size"] == 8
    assert plan["images"] + plan["validation_images"] == 18
    assert plan["test_images"] == 9
    assert plan["measured_on"] == "test"
    assert plan["epochs"] == max(1, round(12 * 8 / plan["images"]))


def test_loss_and_rate_come_every_few_iterations_and_measurements_of_both_sets(completed):
    points = completed.points()
    assert [at for at, name in points if name == "loss"] == [2, 4, 6, 8, 10, 12]
    assert [at for at, name in points if name == "learning_rate"] == [2, 4, 6, 8, 10, 12]
    for part in ("validation", "test"):
        for metric in ("accuracy", "macro_f1", "macro_precision", "macro_recall", "loss"):
            assert [at for at, name in points if name == f"{part}.{metric}"] == [4, 8, 12]


def test_the_report_keeps_the_sets_apart_and_agrees_with_the_results(completed):
    report = completed.report
    assert [of.part for of in report.sets] == ["validation", "test"]
    lines = [Result.model_validate_json(line) for line in completed.dir.results_file.read_bytes().splitlines()]
    for of in report.sets:
        mine = [line for line in lines if line.part == of.part]
        assert len(mine) == of.samples
        assert sum(line.label == line.predicted for line in mine) == of.correct
        assert np.sum(of.confusion) == of.samples


def test_the_manifest_lists_every_sample_once(completed):
    manifest = Manifest.model_validate_json(completed.dir.manifest_file.read_bytes())
    assert len({sample.path for sample in manifest.samples}) == len(manifest.samples) == 27
    assert manifest.hash == completed.report.manifest_hash


def test_the_certificate_says_that_the_exported_model_agrees(completed):
    certificate = Certificate.model_validate_json(completed.dir.certificate_file.read_bytes())
    assert certificate.passed
    assert certificate.agreement == 1.0
    assert certificate.largest_difference < 1e-4
    assert certificate.samples == completed.report.sets[0].samples


def test_the_log_is_for_people(completed):
    lines = completed.dir.log_file.read_text().splitlines()
    assert all(line.split(" ")[1] in {"INFO", "WARNING", "ERROR"} for line in lines)
    assert lines[-1].endswith("Run completed")


def test_the_same_seed_gives_the_same_numbers(completed, images, test_images, cache, tmp_path):
    again = Run(tmp_path, tiny_spec(images, cache, test=[test_images])).carry_out()
    assert again.points() == completed.points()


def test_eight_images_are_learned_by_heart(images, cache, tmp_path):
    run = Run(tmp_path, tiny_spec(images, cache, solver={"max_iter": 40}, run={"evaluate_every": 20})).carry_out()
    losses = [value for (_, name), value in run.points("loss").items() if name == "loss"]
    assert losses[-1] < 0.1 < losses[0]
    assert run.report.sets[0].accuracy == 1.0


def test_the_report_tells_time_and_memory_and_holds_the_forecast_against_them(completed):
    assert completed.report.forecast_s == 2.5
    assert completed.report.total_s > completed.report.training_s > 0
    assert completed.report.peak_memory_mb > 50, "torch alone takes more"
    assert completed.report.peak_gpu_mb is None


def test_a_version_can_be_trained_further(completed, images, cache, tmp_path):
    weights = {
        "kind": "version",
        "checkpoint": str(completed.dir.best_checkpoint(Network.CLASSIFICATION)),
        "name": "v1.01",
    }
    run = Run(tmp_path, tiny_spec(images, cache, weights=weights, solver={"max_iter": 2})).carry_out()
    assert run.end["outcome"] == "completed", run.end


def test_a_time_budget_plans_the_iterations(images, cache, tmp_path):
    spec = tiny_spec(images, cache, run={"minutes": 0.01, "evaluate_every": None})
    run = Run(tmp_path, spec).carry_out()
    plans = [plan["iterations"] for plan in run.of_kind("plan")]
    assert plans[0] == 1000
    assert plans[-1] == run.of_kind("progress")[-1]["iteration"] < 1000
    assert run.end["outcome"] == "completed"


def test_results_are_json_a_line(completed):
    for line in completed.dir.results_file.read_text().splitlines():
        assert 0 <= json.loads(line)["label_confidence"] <= json.loads(line)["confidence"] <= 1
