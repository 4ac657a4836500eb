"""A rehearsal tells what a training will take and see, from a few images and steps."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from tests.engine.runs import COLOURS, Run, tiny_spec, write_images

from modelwright.contract.report import Rehearsal
from modelwright.contract.run_spec import Purpose
from modelwright.contract.tasks import Network, Task
from modelwright.engine.machine import Room, room_for
from modelwright.engine.measuring import Counts, Measured, filled
from modelwright.engine.pace import EXPORT_S
from modelwright.engine.previews import colour, spread
from modelwright.engine.rehearsal import AGREEMENT_S, Extent, Forecast

RED, WHITE = (250, 20, 20), (240, 240, 240)


def rehearsed(path, spec):
    run = Run(path, spec.model_copy(update={"purpose": Purpose.REHEARSAL})).carry_out()
    assert run.end["outcome"] == "completed", run.end
    return run, Rehearsal.model_validate_json(run.dir.rehearsal_file.read_bytes())


@pytest.fixture(scope="module")
def classified(images, tmp_path_factory):
    """A rehearsal of a classifier whose batch has more images than there are to learn from in the few that are read."""
    cache = tmp_path_factory.mktemp("shared cache")
    folder = write_images(tmp_path_factory.mktemp("many"), each=60)
    spec = tiny_spec(folder, cache, test=[images], solver={"batch_size": 100, "accumulate": 3})
    return *rehearsed(tmp_path_factory.mktemp("rehearsal"), spec), cache


def test_a_forecast_has_time_memory_and_disk(classified):
    _, told, _ = classified
    (network,) = told.networks
    assert (network.network, network.iterations, network.batch_size, network.parts) == ("classification", 12, 100, 3)
    assert network.seconds_per_iteration > 0
    assert told.total_band[0] < told.total_s < told.total_band[1]
    assert told.total_s > 12 * network.seconds_per_iteration
    assert 50 < told.peak_memory_mb < told.memory_mb
    assert 40 < told.disk_mb < told.free_disk_mb  # ResNet18's checkpoints
    assert told.fits
    assert told.device.startswith("CPU")


def test_previews_are_augmented_samples_of_every_class(classified):
    run, told, _ = classified
    assert len(told.previews) == 8
    assert {preview.label for preview in told.previews} == set(COLOURS)
    for preview in told.previews:
        picture = np.asarray(Image.open(run.dir.previews / preview.file))
        assert picture.shape == (8, 8, 3)
        assert preview.label in preview.path
        assert np.abs(picture.mean(axis=(0, 1)) - COLOURS[preview.label]).max() < 40


def test_nothing_is_left_but_the_forecast_and_the_previews(classified):
    run, _, cache = classified
    assert list(cache.iterdir()) == []
    assert {path.name for path in run.dir.path.iterdir()} == {
        "spec.json",
        "events.jsonl",
        "log.txt",
        "rehearsal.json",
        "previews",
    }


def test_notices_about_a_part_of_the_images_are_not_given_for_all(classified):
    run, _, _ = classified
    assert {event["code"] for event in run.of_kind("message")} == {"arithmetic_chosen"}


def write_boxes(folder, count=12):
    """White pages with one red field each, and a COCO file."""
    (folder / "images").mkdir(parents=True)
    images, annotations = [], []
    for number in range(count):
        page = np.full((64, 96, 3), WHITE, np.uint8)
        x, y = 10 + number, 20 + number % 5
        page[y : y + 20, x : x + 30] = RED
        Image.fromarray(page).save(folder / "images" / f"{number}.png")
        images.append({"id": number, "file_name": f"{number}.png", "width": 96, "height": 64})
        annotations.append({"id": number, "image_id": number, "category_id": 1, "bbox": [x, y, 30, 20]})
    coco = {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "总额"}]}
    (folder / "annotations.json").write_text(json.dumps(coco))
    return folder


def test_a_detectors_previews_have_boxes_around_what_is_to_be_found(tmp_path):
    preprocessing = {"input_size": 64, "extension": "none"}
    spec = tiny_spec(write_boxes(tmp_path / "pages"), tmp_path / "cache", preprocessing=preprocessing)
    spec = spec.model_copy(update={"task": Task.DETECTION, "base_model": "base-SmartOCR-01"})
    run, told = rehearsed(tmp_path / "run", spec)
    assert [network.network for network in told.networks] == [Network.DETECTION]
    assert {preview.label for preview in told.previews} == {"总额"}
    for preview in told.previews:
        picture = np.asarray(Image.open(run.dir.previews / preview.file)).astype(int)
        border = (np.abs(picture - colour(0)).max(axis=2) < 5).sum()
        inside = (np.abs(picture - RED).max(axis=2) < 40).sum()
        assert max(picture.shape) >= 400  # enlarged, so that the line does not cover the field
        assert 200 < border < inside / 5


def write_masks(folder, count=6):
    """Grey parts with a scratch, sorted into class folders, with masks of the same names."""
    for label in ("scratch", "stain"):
        (folder / "images" / label).mkdir(parents=True)
        (folder / "masks" / label).mkdir(parents=True)
        for number in range(count):
            coarse = np.random.default_rng([number, len(label)]).integers(40, 140, (8, 8, 3), np.uint8)
            part, mask = coarse.repeat(8, axis=0).repeat(8, axis=1), np.zeros((64, 64), np.uint8)
            mask[20:40, 10 + number : 30 + number] = 255
            part[mask > 0] = 200
            Image.fromarray(part).save(folder / "images" / label / f"{number}.png")
            Image.fromarray(mask).save(folder / "masks" / label / f"{number}.png")
    return folder


def test_a_run_of_two_networks_forecasts_both_and_shows_its_masks(tmp_path):
    training = {"segmentation": {"max_iter": 7, "batch_size": 2}, "classification": {"max_iter": 5, "batch_size": 4}}
    preprocessing = {"input_size": 64, "crop_size": 0}
    spec = tiny_spec(
        write_masks(tmp_path / "parts"), tmp_path / "cache", training=training, preprocessing=preprocessing
    )
    spec = spec.model_copy(update={"task": Task.SEGMENTATION_CLASSIFICATION})
    run, told = rehearsed(tmp_path / "run", spec)
    assert [(of.network, of.iterations, of.batch_size) for of in told.networks] == [
        ("segmentation", 7, 2),
        ("classification", 5, 4),
    ]
    segmented = [preview for preview in told.previews if preview.file.startswith("segmentation")]
    assert len(segmented) == len(told.previews) - len(segmented) == 4
    assert {preview.label for preview in segmented} == {"scratch", "stain"}
    for preview in segmented:
        picture = np.asarray(Image.open(run.dir.previews / preview.file)).astype(float)
        expected = 200 + 0.45 * (np.array(colour(["scratch", "stain"].index(preview.label))) - 200)
        assert (np.abs(picture - expected).max(axis=2) < 3).sum() > 300


@pytest.mark.parametrize("free_mb", [1.0])
def test_a_batch_that_would_fill_the_memory_is_not_tried(images, tmp_path, monkeypatch, free_mb):
    monkeypatch.setattr("modelwright.engine.rehearsal.room_for", lambda *folders: Room(free_mb, 1e6))
    spec = tiny_spec(images, tmp_path / "cache", solver={"batch_size": 4096})
    _, told = rehearsed(tmp_path / "run", spec)
    assert not told.fits
    assert told.peak_memory_mb > told.memory_mb
    assert told.total_s > 0


def test_a_full_disk_is_said_before_the_start(images, tmp_path, monkeypatch):
    monkeypatch.setattr("modelwright.engine.rehearsal.room_for", lambda *folders: Room(1e6, 3.0))
    _, told = rehearsed(tmp_path / "run", tiny_spec(images, tmp_path / "cache"))
    assert not told.fits
    assert told.disk_mb > told.free_disk_mb == 3.0


def test_what_stops_a_training_stops_its_rehearsal(tmp_path, cache):
    folder = write_images(tmp_path / "one", colours={"only": (1, 2, 3)})
    run = Run(tmp_path / "run", tiny_spec(folder, cache).model_copy(update={"purpose": Purpose.REHEARSAL})).carry_out()
    assert (run.end["outcome"], run.end["code"]) == ("failed", "one_class")


def test_room_is_told_for_folders_that_are_not_there_yet(tmp_path):
    room = room_for(tmp_path / "not" / "there", tmp_path)
    assert room.memory_mb > 50
    assert room.disk_mb > 0


# --- the arithmetic

MEASURED = Measured(
    network=Network.CLASSIFICATION,
    counts=Counts(train=800, measured=250),
    device="CPU (2 threads)",
    iterations=1000,
    batch_size=32,
    parts=1,
    seconds=0.5,
    spread=0.02,
    evaluation_s=0.01,
    exact_s=0.02,
    saving_s=0.1,
    state_mb=130,
    weights_mb=45,
    peak_memory_mb=900,
    peak_gpu_mb=None,
    gpu_mb=None,
)
EXTENT = Extent(learning=1000, test=50, looked_at=80, seconds_per_image=0.004)


def forecast(tmp_path, *measured, run=None):
    spec = tiny_spec(tmp_path, tmp_path, run={"evaluate_every": None, "file_update_s": 10, **(run or {})})
    return Forecast(spec, EXTENT, measured or (MEASURED,), start_up_s=3.0, packed_mb=150)


def test_the_total_is_the_sum_of_what_a_run_does(tmp_path):
    before = 3 + 1050 * 0.004
    steps, evaluations, saving = 1000 * 0.5, 20 * (250 * 0.01 + 0.1), 1000 * 0.5 / 10 * 0.1
    after = 250 * 0.02 + 250 * 0.02 + EXPORT_S
    assert forecast(tmp_path).total_s == pytest.approx(before + steps + evaluations + saving + after)


def test_the_export_compares_for_a_bounded_time(tmp_path):
    slow = replace(MEASURED, exact_s=1.0)
    more = forecast(tmp_path, slow).total_s - forecast(tmp_path).total_s
    assert more == pytest.approx(250 * (1 - 0.02) + AGREEMENT_S - 250 * 0.02)


def test_a_busy_machine_takes_longer_for_what_is_not_measured(tmp_path):
    busy = replace(forecast(tmp_path), slowness=3.0)
    assert busy.total_s - forecast(tmp_path).total_s == pytest.approx(2 * EXPORT_S)


def test_a_time_budget_says_the_total_and_the_iterations_follow(tmp_path):
    told = forecast(tmp_path, run={"minutes": 5})
    assert told.total_s == pytest.approx(300, abs=4)
    assert told.iterations(MEASURED) < 600
    shared = forecast(tmp_path, MEASURED, replace(MEASURED, seconds=1.0), run={"minutes": 10})
    assert shared.total_s == pytest.approx(600, abs=8)
    assert shared.iterations(MEASURED) > 1.8 * shared.iterations(shared.measured[1])


def test_steps_that_vary_widen_the_band(tmp_path):
    steady, varying = (forecast(tmp_path, replace(MEASURED, spread=of)).band for of in (0.0, 0.2))
    assert varying[0] < steady[0] < forecast(tmp_path).total_s < steady[1] < varying[1]


def test_disk_holds_packed_images_and_checkpoints(tmp_path):
    assert forecast(tmp_path).disk_mb == 150 + 2 * 130 + 4 * 45


def test_images_of_one_network_are_counted_in_proportion():
    class Data:
        def samples(self, part):
            return {"train": range(30), "validation": range(10)}[part]

    class SomeTask:
        data = Data()

    assert EXTENT.of(SomeTask()) == Counts(train=375, measured=125 + 25)


def test_a_batch_is_filled_up_with_its_own_images():
    images = torch.arange(3.0).view(3, 1, 1, 1)
    more, labels = filled(images, torch.tensor([5, 6, 7]), 5)
    assert more.flatten().tolist() == [0, 1, 2, 0, 1]
    assert labels.tolist() == [5, 6, 7, 5, 6]
    assert filled(images, ["a", "b", "c"], 2)[1] == ["a", "b"]


def test_samples_are_spread_over_the_classes():
    strata = np.array([0, 0, 0, 0, 2, 2, 1])
    assert strata[spread(strata, 5)].tolist() == [0, 1, 2, 0, 2]
    assert sorted(spread(strata, 100).tolist()) == list(range(7))
