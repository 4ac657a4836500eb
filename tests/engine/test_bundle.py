"""The exported bundle runs anywhere with ONNX Runtime, NumPy and Pillow, and says what it holds."""

import json
import os
import subprocess
import sys
import zipfile

import pytest
import yaml

from modelwright.bundle.predictor import BundleProblem, Predictor
from modelwright.contract.report import ClassificationResult, Result
from modelwright.imaging.reading import ImageProblem
from modelwright.sdk import cli


@pytest.fixture(scope="module")
def unpacked(completed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    with zipfile.ZipFile(completed.dir.bundle_file) as archive:
        archive.extractall(folder)
    return folder


def test_it_holds_what_was_promised(unpacked):
    names = {path.name for path in unpacked.iterdir()}
    assert names == {"model.onnx", "config.yaml", "runtime", "certificate.json"}


def test_its_configuration_is_yaml(unpacked, completed):
    config = yaml.safe_load((unpacked / "config.yaml").read_text())
    assert tuple(config["classes"]) == completed.report.classes
    assert config["networks"]["classification"]["preprocessing"]["height"] == 8
    assert {"codes", "thresholds", "versions", "hashes"} <= config.keys()


def test_it_predicts_by_itself_what_the_report_says(unpacked, completed):
    lines = [Result.model_validate_json(line) for line in completed.dir.results_file.read_bytes().splitlines()]
    process = subprocess.run(
        [sys.executable, "runtime/predict.py", "--json", *(line.path for line in lines)],
        cwd=unpacked,
        env={"PATH": os.environ["PATH"], "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    answers = [json.loads(line) for line in process.stdout.splitlines()]
    for line, answer in zip(lines, answers, strict=True):
        assert answer["label"] == line.predicted
        assert answer["confidence"] == pytest.approx(line.confidence, abs=1e-3)


def test_the_zip_itself_can_be_asked(completed, images):
    answer = Predictor(completed.dir.bundle_file, threads=1).predict(images / "red" / "0.png")
    assert list(answer.probabilities.values()) == sorted(answer.probabilities.values(), reverse=True)
    assert sum(answer.probabilities.values()) == pytest.approx(1, abs=1e-4)


def test_an_image_that_cannot_be_read_is_an_image_problem(completed):
    with pytest.raises(ImageProblem):
        Predictor(completed.dir.bundle_file, threads=1).predict(b"no image")


def test_a_damaged_bundle_is_refused(unpacked, tmp_path):
    (tmp_path / "config.yaml").write_bytes((unpacked / "config.yaml").read_bytes())
    (tmp_path / "model.onnx").write_bytes((unpacked / "model.onnx").read_bytes()[:-1] + b"x")
    with pytest.raises(BundleProblem, match="damaged"):
        Predictor(tmp_path)


def test_what_is_no_bundle_is_refused(images):
    with pytest.raises(BundleProblem, match="not a model bundle"):
        Predictor(images / "red" / "0.png")


def test_predicting_the_test_set_gives_the_numbers_of_the_report(completed, test_images, tmp_path):
    arguments = ["predict", str(completed.dir.bundle_file), str(test_images), "--report", str(tmp_path / "report.json")]
    assert cli.main(arguments) == 0
    measured = ClassificationResult.model_validate_json((tmp_path / "report.json").read_bytes())
    assert measured == completed.report.sets[1]
