"""The tasks beside classification, each from its files to the exported bundle, and what differs between them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.engine.data_of_tasks import SIDE, write_coco, write_masks
from tests.engine.runs import Run, task_spec

from modelwright.bundle.predictor import Predictor
from modelwright.contract.report import Certificate, Manifest, Result
from modelwright.contract.tasks import Network, Part, Task
from modelwright.engine.metrics import masks

pytestmark = pytest.mark.long

CODES = ["disc", "good", "square"]


@pytest.fixture(scope="session")
def masked(tmp_path_factory):
    return write_masks(tmp_path_factory.mktemp("data") / "masked")


@pytest.fixture(scope="session")
def boxed(tmp_path_factory):
    return write_coco(tmp_path_factory.mktemp("data") / "boxed")


def both_spec(masked, cache, iterations=30, **spec):
    """The squares are a special code: only the segmentation finds them."""
    model = {"code_list": ["disc", "good", "square"], "classification": {"num_of_classes": 2}, "special_min_area": 0.02}
    networks = {name: {"max_iter": iterations, "ema": 0.5} for name in ("segmentation", "classification")}
    return task_spec(
        Task.SEGMENTATION_CLASSIFICATION,
        masked,
        cache,
        networks=networks,
        base_model="ResNet10-Light",
        model=model,
        preprocessing={"crop_size": 32, "input_size": 72},  # above 64 px a classifier's stem is quick
        **spec,
    )


@pytest.fixture(scope="session")
def both(masked, cache, tmp_path_factory):
    return Run(tmp_path_factory.mktemp("both"), both_spec(masked, cache)).carry_out()


@pytest.fixture(scope="session")
def detected(boxed, cache, tmp_path_factory):
    networks = {"detection": {"max_iter": 60, "batch_size": 4, "base_lr": 0.003}}
    spec = task_spec(Task.DETECTION, boxed, cache, networks=networks, base_model="base-SmartOCR-01")
    return Run(tmp_path_factory.mktemp("detected"), spec).carry_out()


def results(run):
    return [Result.model_validate_json(line) for line in run.dir.results_file.read_text().splitlines()]


def losses(run, network):
    """The mean losses in the order of their iterations."""
    told = [event for event in run.of_kind("metrics") if event["network"] == network and "loss" in event["values"]]
    return [event["values"]["loss"] for event in told]


def test_both_networks_are_trained_one_after_the_other_each_with_its_curve_and_log(both):
    assert both.end["outcome"] == "completed", both.end
    done = [event["name"] for event in both.of_kind("stage") if event["state"] == "completed"]
    assert done[3:] == ["segmentation_training", "training", "evaluation", "export"]
    assert [plan["network"] for plan in both.of_kind("plan")] == ["segmentation", "classification"]
    for network in ("segmentation", "classification"):
        assert np.mean(losses(both, network)[-3:]) < np.mean(losses(both, network)[:3])
        assert "Iteration 30/30" in both.dir.network_log(Network(network)).read_text()
    assert "mean_iou" not in both.dir.network_log(Network.CLASSIFICATION).read_text()
    shares = [event["share"] for event in both.of_kind("progress")]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.1
    assert shares[-1] == pytest.approx(0.95)


def test_a_special_code_is_never_predicted_by_the_classifier_and_found_by_its_area(both):
    report = both.report
    assert {of.network: of.classes for of in report.networks} == {
        "segmentation": ("disc", "square"),
        "classification": ("disc", "good"),
    }
    whole, pixels = report.sets
    assert (whole.kind, pixels.kind) == ("classification", "segmentation")
    assert [of.label for of in whole.classes] == CODES
    assert sum(map(sum, whole.confusion)) == whole.samples
    for row in results(both):
        assert row.label in CODES
        shares = {mask.label: masks.pixels(mask).mean() for mask in row.masks}
        assert (row.predicted == "square") == (shares.get("square", 0) >= 0.02)
        assert row.correct == (row.predicted == row.label)


def test_true_masks_cover_what_was_drawn(both, masked):
    row = next(row for row in results(both) if row.label == "square")
    (mask,) = row.true_masks
    drawn = np.asarray(Image.open(row.path.replace("/images/", "/masks/"))) > 0
    assert (masks.pixels(mask) == drawn).all()


def test_the_bundle_of_two_networks_gives_the_code_that_the_report_counted(both):
    predictor = Predictor(both.dir.bundle_file)
    rows = results(both)
    answers = [predictor.predict(Path(row.path)) for row in rows]
    assert [answer.label for answer in answers] == [row.predicted for row in rows]
    certificate = Certificate.model_validate_json(both.dir.certificate_file.read_bytes())
    assert certificate.passed


def test_with_the_switch_off_only_the_classifier_is_trained_and_special_codes_are_left_out(masked, cache, tmp_path):
    spec = both_spec(masked, cache, iterations=2)
    off = spec.parameters.preprocessing.model_copy(update={"segmentation": False})
    spec = spec.model_copy(update={"parameters": spec.parameters.model_copy(update={"preprocessing": off})})
    run = Run(tmp_path, spec).carry_out()
    assert run.end["outcome"] == "completed", run.end
    assert {plan["network"] for plan in run.of_kind("plan")} == {"classification"}
    (notice,) = [event for event in run.of_kind("message") if event["code"] == "special_codes_left_out"]
    assert notice["values"] == {"count": 8, "codes": ["square"]}
    assert {row.label for row in results(run)} <= {"disc", "good"}


@pytest.mark.parametrize("stopped_in", ["segmentation", "classification"])
def test_a_stopped_run_of_two_networks_goes_on_to_the_same_numbers(both, masked, cache, tmp_path, when, stopped_in):
    first = Run(tmp_path / "a", both_spec(masked, cache))
    when(16, first.dir.request_stop, network=stopped_in)
    assert first.carry_out().end["outcome"] == "stopped"
    second = Run(tmp_path / "b", both_spec(masked, cache, resume_from=str(first.dir.path)))
    when(28, second.dir.request_stop, network="classification")  # before the export, which takes longest
    assert second.carry_out().end["outcome"] == "stopped", second.end
    assert len(losses(second, "classification")) == (6 if stopped_in == "classification" else 14)
    for network, upto in (("segmentation", 15), ("classification", 14)):
        continued = losses(second, network)
        assert continued == losses(both, network)[upto - len(continued) : upto]


def test_a_detector_learns_to_find_boxes_and_reports_them_in_pixels_of_the_image(detected, boxed):
    assert detected.end["outcome"] == "completed", detected.end
    (found,) = detected.report.sets
    assert found.kind == "detection"
    assert found.ap50 > 0.3
    assert detected.report.total_s > detected.report.training_s
    assert {of.label for of in found.classes} == {"disc", "square"}
    for row in results(detected):
        truths = [box for box in row.boxes if box.confidence is None]
        assert len(truths) == (0 if row.path.endswith("/15.png") else 2)
        assert all(box.box[0] >= 0 and box.box[0] + box.box[2] <= SIDE for box in truths)


def test_the_bundle_of_a_detector_finds_the_boxes_of_the_report(detected):
    predictor = Predictor(detected.dir.bundle_file)
    row = max(results(detected), key=lambda row: row.score)
    told = [box for box in row.boxes if box.confidence is not None]
    found = predictor.predict(Path(row.path)).boxes
    assert [box["label"] for box in found] == [box.label for box in told]
    assert np.allclose([box["box"] for box in found], [box.box for box in told], atol=1.0)


def test_an_image_without_boxes_is_learned_as_empty_and_counts_none_as_right(detected):
    manifest = Manifest.model_validate_json(detected.dir.manifest_file.read_bytes())
    (empty,) = [sample for sample in manifest.samples if not sample.regions]
    assert empty.is_annotated
    assert {sample.part for sample in manifest.samples} == {Part.TRAIN, Part.VALIDATION}


def test_segmentation_alone_draws_polygons_and_boxes_as_masks(boxed, cache, tmp_path):
    networks = {"segmentation": {"max_iter": 2}}
    spec = task_spec(Task.SEGMENTATION, boxed, cache, networks=networks, base_model="U-Net-Light")
    run = Run(tmp_path, spec).carry_out()
    assert run.end["outcome"] == "completed", run.end
    regions = {s.path: s.regions for s in Manifest.model_validate_json(run.dir.manifest_file.read_bytes()).samples}
    for row in results(run):
        drawn = np.zeros((SIDE, SIDE), bool)
        for region in regions[row.path]:
            left, top, width, height = map(int, region.box)
            drawn[top : top + height, left : left + width] = True
        seen = np.zeros((SIDE, SIDE), bool)
        for mask in row.true_masks:
            seen |= masks.pixels(mask)
        assert (seen == drawn).all()


def test_a_detection_needs_boxes(images, cache, tmp_path):
    networks = {"detection": {"max_iter": 2}}
    spec = task_spec(Task.DETECTION, images, cache, networks=networks, base_model="base-SmartOCR-01")
    run = Run(tmp_path, spec).carry_out()
    assert run.end["code"] == "no_usable_samples"


def test_a_network_of_another_kind_is_refused(boxed, cache, tmp_path):
    spec = task_spec(Task.DETECTION, boxed, cache, networks={}, base_model="ResNet18")
    run = Run(tmp_path, spec).carry_out()
    assert run.end["code"] == "bad_spec"
    assert "ResNet18" in run.end["detail"]


def test_the_same_seed_gives_the_same_losses(boxed, cache, tmp_path, when):
    networks = {"detection": {"max_iter": 5, "batch_size": 4}}
    spec = task_spec(
        Task.DETECTION,
        boxed,
        cache,
        networks=networks,
        base_model="base-SmartOCR-01",
        preprocessing={"extension": "rotations + exposure + noise", "crop_size": 32},
        run={"log_every": 1},
    )
    first, second = (Run(tmp_path / name, spec) for name in "ab")
    for run in (first, second):
        when(4, run.dir.request_stop)
        run.carry_out()
    assert len(losses(first, "detection")) == 4
    assert losses(first, "detection") == losses(second, "detection")
