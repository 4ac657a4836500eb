"""A bundle of any task answers in the image's own terms, one image or many, and without the rest of the product."""

import io
import json
import os
import subprocess
import sys
import zipfile

import numpy as np
import pytest
from PIL import Image
from tests.engine.bundles import COLOURS, picture, special_parameters, write_bundle

from modelwright.bundle.masks import from_run_lengths, run_lengths
from modelwright.bundle.predictor import BundleProblem, Predictor
from modelwright.contract.tasks import Task
from modelwright.imaging.reading import PADDING, ImageProblem

ONLY_THREE = """
import sys
from importlib.abc import MetaPathFinder
REFUSED = {"torch", "torchvision", "timm", "pydantic", "django", "yaml", "sklearn", "scipy", "onnx"}
class Refuse(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in REFUSED:
            raise ImportError("not in a bundle's runtime: " + name)
sys.meta_path.insert(0, Refuse())
"""


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundles")
    settings = {Task.SEGMENTATION_CLASSIFICATION: special_parameters()}
    return {task: write_bundle(folder / f"{task}.zip", task, settings.get(task)) for task in Task}


@pytest.fixture(scope="module")
def predictors(bundles):
    return {task: Predictor(bundle, threads=1) for task, bundle in bundles.items()}


def rewritten(bundle, path, name, change):
    with zipfile.ZipFile(bundle) as source, zipfile.ZipFile(path, "w") as target:
        for entry in source.namelist():
            target.writestr(entry, change(source.read(entry)) if entry == name else source.read(entry))
    return path


def configured(bundle, path, change):
    """A copy of the bundle with a changed configuration."""

    def changed(content):
        config = json.loads(content)
        change(config)
        return json.dumps(config)

    return rewritten(bundle, path, "config.yaml", changed)


@pytest.fixture
def red(tmp_path):
    return picture(tmp_path / "red.png", (50, 20), COLOURS["red"])


def test_a_classifier_names_the_class_and_how_sure_it_is(predictors, red):
    answer = predictors[Task.CLASSIFICATION].predict(red)
    assert answer.label == "red"
    assert list(answer.probabilities) == ["red", "green"]
    assert answer.confidence == pytest.approx(1 / (1 + np.exp(-5)), abs=1e-5)
    assert (answer.boxes, answer.masks, answer.areas, answer.size) == ([], [], {}, None)


def test_a_segmentation_gives_masks_and_areas_in_the_images_proportion(predictors, tmp_path):
    image = picture(tmp_path / "parts.png", (128, 128), "black", ("green", (0, 0, 64, 64)), ("blue", (64, 64, 96, 128)))
    answer = predictors[Task.SEGMENTATION].predict(image)
    assert answer.label == "green"
    assert answer.size == (128, 128)
    assert answer.areas == {"green": pytest.approx(1 / 4, abs=0.03), "blue": pytest.approx(1 / 8, abs=0.03)}
    assert [mask["label"] for mask in answer.masks] == ["green", "blue"]
    assert answer.masks[0]["size"] == (32, 32)  # of the canvas of 32 x 64 that the square covers
    green = from_run_lengths(answer.masks[0]["runs"], answer.masks[0]["size"])
    assert green[:15, :15].all()
    assert not green[17:].any()
    assert answer.confidence > 0.99


def test_a_segmentation_that_finds_nothing_says_nothing(predictors, tmp_path):
    answer = predictors[Task.SEGMENTATION].predict(picture(tmp_path / "black.png", (30, 30), "black"))
    assert (answer.label, answer.confidence, answer.areas, answer.masks) == ("", 0.0, {}, [])


def test_a_detector_gives_boxes_in_pixels_of_the_image(predictors, tmp_path):
    answer = predictors[Task.DETECTION].predict(picture(tmp_path / "wide.png", (640, 160), COLOURS["red"]))
    # The canvas of 64 x 32 is covered to 64 x 16: ten image pixels are one canvas pixel; the rest is padded.
    assert answer.size == (640, 160)
    assert [(box["label"], box["box"]) for box in answer.boxes] == [
        ("red", (40.0, 80.0, 200.0, 80.0)),
        ("green", (200.0, 120.0, 440.0, 40.0)),
    ]
    assert answer.boxes[0]["confidence"] == pytest.approx(0.5 + 0.5 * PADDING / 255, abs=0.01)
    assert (answer.label, answer.confidence) == ("", pytest.approx(0.4))


def test_boxes_below_the_threshold_are_told_only_when_asked_for(bundles, tmp_path):
    higher = configured(
        bundles[Task.DETECTION], tmp_path / "b.zip", lambda config: config["thresholds"].update(detection=0.45)
    )
    predictor = Predictor(higher, threads=1)
    image = picture(tmp_path / "wide.png", (64, 16), COLOURS["red"])
    assert [box["label"] for box in predictor.predict(image).boxes] == ["red"]
    assert "candidates" not in predictor.predict(image).extra
    answer = predictor.predict(image, candidates=True)
    assert [box["label"] for box in answer.boxes] == ["red"]
    assert [box["label"] for box in answer.extra["candidates"]] == ["green"]


def test_a_special_code_with_enough_area_overrides_the_classifier_e44(predictors, tmp_path):
    predictor = predictors[Task.SEGMENTATION_CLASSIFICATION]
    plain = predictor.predict(picture(tmp_path / "0.png", (128, 64), COLOURS["green"]))
    assert (plain.label, "classifier" in plain.extra) == ("green", False)
    assert plain.areas["green"] == pytest.approx(1)
    marked = predictor.predict(picture(tmp_path / "1.png", (128, 64), COLOURS["green"], ("blue", (0, 0, 32, 16))))
    assert marked.label == "blue"
    assert marked.areas["blue"] == pytest.approx(1 / 16, abs=0.01)
    assert marked.extra["classifier"]["label"] == "green"
    assert list(marked.probabilities) == ["green", "red"]


def test_a_special_code_with_too_little_area_does_not(bundles, tmp_path):
    bundle = configured(
        bundles[Task.SEGMENTATION_CLASSIFICATION],
        tmp_path / "b.zip",
        lambda config: config.update(special_min_area=0.2),
    )
    image = picture(tmp_path / "1.png", (128, 64), COLOURS["green"], ("blue", (0, 0, 32, 16)))
    assert Predictor(bundle, threads=1).predict(image).label == "green"


@pytest.mark.parametrize("task", Task)
def test_many_images_are_answered_in_order_as_one_by_one(predictors, tmp_path, task):
    predictor = predictors[task]
    random = np.random.default_rng(1)
    images = [
        picture(tmp_path / f"{n}.png", (40 + n, 30), tuple(map(int, random.integers(0, 255, 3)))) for n in range(9)
    ]
    together = list(predictor.predict_many(images, batch=4, workers=2))
    for image, many in zip(images, together, strict=True):
        one = predictor.predict(image)
        assert (many.label, many.areas, many.masks, many.size) == (one.label, one.areas, one.masks, one.size)
        assert many.probabilities == pytest.approx(one.probabilities, abs=1e-5)
        assert [box["box"] for box in many.boxes] == [box["box"] for box in one.boxes]
        assert many.confidence == pytest.approx(one.confidence, abs=1e-5)


def test_an_unreadable_image_among_many_takes_only_its_own_place(predictors, red, tmp_path):
    (tmp_path / "text.png").write_text("no image")
    images = [red, tmp_path / "text.png", tmp_path / "gone.png", red.read_bytes()]
    first, text, gone, last = predictors[Task.DETECTION].predict_many(images, workers=1)
    assert first.boxes == last.boxes != []
    assert isinstance(text, ImageProblem)
    assert isinstance(gone, ImageProblem)


def test_nothing_but_unreadable_images_is_no_reason_to_fail(predictors):
    assert all(isinstance(one, ImageProblem) for one in predictors[Task.CLASSIFICATION].predict_many([b"", b"x"]))


def test_answers_come_before_all_images_are_read(predictors, red):
    taken = []

    def images():
        for number in range(1000):
            taken.append(number)
            yield red

    answers = predictors[Task.CLASSIFICATION].predict_many(images(), batch=2, workers=1)
    next(answers)
    answers.close()
    assert len(taken) < 10


def test_an_open_file_is_read_once_for_all_networks(predictors, red):
    content = io.BytesIO(red.read_bytes())
    assert predictors[Task.SEGMENTATION_CLASSIFICATION].predict(content).label == "red"


@pytest.mark.parametrize("task", Task)
def test_it_runs_without_the_rest_of_the_product(bundles, predictors, tmp_path, red, task):
    with zipfile.ZipFile(bundles[task]) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "sitecustomize.py").write_text(ONLY_THREE)
    process = subprocess.run(
        [sys.executable, "runtime/predict.py", "--json", str(red)],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    answer = json.loads(process.stdout)
    expected = json.loads(json.dumps(predictors[task].predict(red).as_dict()))
    for name in ("label", "boxes", "areas", "masks", "size"):
        assert answer[name] == expected[name]


def test_the_runner_says_in_a_line_what_was_found(bundles, tmp_path):
    from modelwright.bundle.predict import predict_all

    image = picture(tmp_path / "half.png", (64, 32), "black", ("green", (0, 0, 32, 32)))
    lines = {}
    for task, bundle in bundles.items():
        output = io.StringIO()
        assert predict_all(bundle, [image], as_json=False, output=output) == 0
        lines[task] = output.getvalue().strip().removeprefix(f"{image}: ")
    assert lines[Task.CLASSIFICATION].startswith("green (")
    assert lines[Task.SEGMENTATION].startswith("green 50")
    assert lines[Task.DETECTION] == "green (40.0%) at 20, 12, 44 x 20"
    assert lines[Task.SEGMENTATION_CLASSIFICATION].startswith("green (")


def test_a_damaged_second_network_is_refused(bundles, tmp_path):
    bundle = bundles[Task.SEGMENTATION_CLASSIFICATION]
    damaged = rewritten(bundle, tmp_path / "b.zip", "segmentation.onnx", lambda content: content[:-1] + b"x")
    with pytest.raises(BundleProblem, match=r"damaged: segmentation\.onnx"):
        Predictor(damaged)


def test_a_bundle_of_another_preprocessing_names_its_own_runtime(bundles, tmp_path):
    def other(config):
        config["networks"]["detection"]["preprocessing"]["version"] = 99

    with pytest.raises(BundleProblem, match="own runtime"):
        Predictor(configured(bundles[Task.DETECTION], tmp_path / "b.zip", other))


@pytest.mark.parametrize(
    "config", ["[]", "{}", '{"format": 1}', '{"format": 2}', "no json", '{"format": 1, "networks": 3}']
)
def test_what_is_no_bundle_is_refused(tmp_path, config):
    (tmp_path / "config.yaml").write_text(config)
    with pytest.raises(BundleProblem):
        Predictor(tmp_path)


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (40, 30)])
def test_run_lengths_give_the_mask_back(shape):
    for seed in range(5):
        mask = np.random.default_rng(seed).random(shape) < 0.3
        runs = run_lengths(mask)
        assert sum(runs) == mask.size
        assert sum(runs[1::2]) == mask.sum()
        assert np.array_equal(from_run_lengths(runs, shape), mask)


def test_run_lengths_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="reshape"):
        from_run_lengths([1, 2], (2, 2))


def test_a_phone_picture_lying_on_its_side_is_boxed_upright(predictors, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (20, 40), COLOURS["red"]).save(tmp_path / "phone.jpg", exif=exif)
    assert predictors[Task.DETECTION].predict(tmp_path / "phone.jpg").size == (40, 20)
