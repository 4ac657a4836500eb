"""`modelwright train`, `predict` and `doctor`, as a person calls them."""

import json

import pytest
from PIL import Image

from modelwright.contract.report import Report
from modelwright.sdk import cli
from modelwright.sdk.commands import doctor
from modelwright.sdk.input_size import fitting_input_size

pytestmark = pytest.mark.long

SMALL = ["--iterations", "6", "--set", "batch_size=4", "--set", "input_size=8", "--set", "precision=float32"]


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    folder = tmp_path_factory.mktemp("images")
    for label, colour in (("dark", (10, 10, 10)), ("light", (240, 240, 240))):
        (folder / label).mkdir()
        for number in range(6):
            Image.new("RGB", (10, 10), tuple(value + number for value in colour)).save(folder / label / f"{number}.png")
    return folder


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MODELWRIGHT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


def test_a_folder_becomes_a_bundle_that_answers(images, tmp_path, capsys):
    out = tmp_path / "out"
    assert cli.main(["train", str(images), "--test", str(images), "--out", str(out), "--seed", "3", *SMALL]) == 0
    said = capsys.readouterr().out
    assert "6 iterations of 4 images" in said
    assert "test: accuracy" in said
    report = Report.model_validate_json((out / "report.json").read_bytes())
    assert [of.part for of in report.sets] == ["validation", "test"]
    assert (out / "log.txt").exists()
    assert not (out / "stop").exists()
    assert (out / "checkpoints" / "best-classification.pt").exists()

    image = str(images / "dark" / "0.png")
    assert cli.main(["predict", str(out / "bundle.zip"), image, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["image"] == image
    assert answer["probabilities"].keys() == {"dark", "light"}

    assert cli.main(["train", str(images), "--out", str(out), *SMALL]) == 2
    assert "already holds a run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["train", "{tmp}/none", "--out", "{tmp}/o"], "not there"),
        (["train", "{tmp}", "--out", "{tmp}/o", "--base-model", "resnet19"], "known: ResNet18"),
        (["train", "{tmp}", "--out", "{tmp}/o", "--weights", "{tmp}/w.pt"], "--weights"),
        (["train", "{tmp}", "--out", "{tmp}/o", "--resume", "{tmp}"], "no checkpoint"),
        (["train", "{tmp}", "--out", "{tmp}/o", "--iterations", "0"], "max_iter"),
        (["predict", "{tmp}/none.zip", "{tmp}/a.png"], "not there"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments, said, tmp_path, capsys):
    assert cli.main([argument.format(tmp=tmp_path) for argument in arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(("side", "chosen"), [(8, 16), (30, 32), (100, 112), (900, 224)])
def test_small_images_are_not_enlarged_to_the_networks_size(side, chosen, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "broken.png").write_bytes(b"nothing")
    for number in range(3):
        Image.new("RGB", (side, side // 2)).save(tmp_path / "a" / f"{number}.png")
    assert fitting_input_size(tmp_path.rglob("*.png"), 224) == chosen


def test_a_failed_training_says_why(tmp_path, capsys):
    (tmp_path / "data" / "only").mkdir(parents=True)
    Image.new("RGB", (10, 10)).save(tmp_path / "data" / "only" / "1.png")
    assert cli.main(["train", str(tmp_path / "data"), "--out", str(tmp_path / "o"), *SMALL]) == 1
    assert "failed: one class" in capsys.readouterr().out


def test_the_doctor_speaks_json_too(capsys):
    code = cli.main(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert {"Python", "PyTorch", "GPU", "memory", "disk", "port"} <= {finding["name"] for finding in told["findings"]}
    assert (code == 0) == told["ok"]


def test_something_needed_that_is_missing_makes_the_doctor_unhappy(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "NEEDED_DISK_GB", 1e9)
    assert cli.main(["doctor"]) == 1
    assert "MISSING  disk" in capsys.readouterr().out


def test_an_unknown_command_is_refused_with_the_names(capsys):
    with pytest.raises(SystemExit) as ending:
        cli.main(["trian"])
    assert ending.value.code == 2
    assert "train" in capsys.readouterr().err
