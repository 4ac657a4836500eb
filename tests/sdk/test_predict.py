"""`modelwright predict` over files and folders: results as they come, going on where it ended, numbers where there are labels."""

import json

import pytest
from PIL import Image
from tests.engine.bundles import COLOURS, picture, special_parameters, write_bundle

from modelwright.contract.report import ClassificationResult, DetectionResult, SegmentationResult
from modelwright.contract.tasks import Task
from modelwright.sdk import cli


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundles")
    settings = {Task.SEGMENTATION_CLASSIFICATION: special_parameters()}
    return {task: str(write_bundle(folder / f"{task}.zip", task, settings.get(task))) for task in Task}


@pytest.fixture
def coloured(tmp_path):
    """Three red images, two green ones, and one in the folder "green" that is red."""
    for label, number, colour in [("red", 3, "red"), ("green", 2, "green")]:
        (tmp_path / "data" / label).mkdir(parents=True)
        for index in range(number):
            picture(tmp_path / "data" / label / f"{index}.png", (20, 16), COLOURS[colour])
    picture(tmp_path / "data" / "green" / "wrong.png", (20, 16), COLOURS["red"])
    return tmp_path / "data"


def lines_of(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_images_are_shown_as_they_come(bundles, coloured, capsys):
    first, last = coloured / "red" / "0.png", coloured / "green" / "0.png"
    assert cli.main(["predict", bundles[Task.CLASSIFICATION], str(first), str(last)]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{first}: red (99.3%)", f"{last}: green (99.3%)"]


def test_a_folder_per_class_ends_with_the_numbers(bundles, coloured, tmp_path, capsys):
    out, report = tmp_path / "r.jsonl", tmp_path / "report.json"
    arguments = ["predict", bundles[Task.CLASSIFICATION], str(coloured), "--out", str(out), "--report", str(report)]
    assert cli.main(arguments) == 0
    assert "accuracy 0.8333" in capsys.readouterr().out
    result = ClassificationResult.model_validate_json(report.read_bytes())
    assert (result.samples, result.correct) == (6, 5)
    assert result.confusion == ((3, 0), (1, 2))
    assert [line["label"] for line in lines_of(out)] == ["green", "green", "red", "red", "red", "red"]


def test_it_goes_on_where_it_ended_and_counts_everything(bundles, coloured, tmp_path, capsys):
    out, report = tmp_path / "r.jsonl", tmp_path / "report.json"
    arguments = ["predict", bundles[Task.CLASSIFICATION], str(coloured), "--out", str(out), "--report", str(report)]
    assert cli.main(arguments) == 0
    whole, numbers = out.read_text(), report.read_text()
    lines = whole.splitlines(keepends=True)
    out.write_text("".join(lines[:3]) + lines[3][:40])  # killed in the middle of a line
    (coloured / "green" / "0.png").unlink()  # done before: it is not read again
    picture(coloured / "green" / "0.png", (20, 16), COLOURS["red"])
    assert cli.main(arguments) == 0
    assert "3 of 6 images were done before; 3 are left" in capsys.readouterr().out
    again = lines_of(out)
    for line in again:
        line["took_ms"] = 0
    assert again == [json.loads(line) | {"took_ms": 0} for line in lines]
    assert report.read_text() == numbers


def test_ctrl_c_keeps_what_is_done(bundles, coloured, tmp_path, capsys, monkeypatch):
    from modelwright.bundle.predictor import Predictor

    answers = Predictor.predict_many

    def interrupted(self, *given, **how):
        for number, answer in enumerate(answers(self, *given, **how)):
            if number == 2:
                raise KeyboardInterrupt
            yield answer

    out = tmp_path / "r.jsonl"
    arguments = ["predict", bundles[Task.CLASSIFICATION], str(coloured), "--out", str(out)]
    with monkeypatch.context() as patch:
        patch.setattr(Predictor, "predict_many", interrupted)
        assert cli.main(arguments) == 130
    assert "the same command goes on" in capsys.readouterr().out
    assert len(lines_of(out)) == 2
    assert cli.main(arguments) == 0
    assert len(lines_of(out)) == 6


def test_results_of_another_model_are_not_mixed(bundles, coloured, tmp_path, capsys):
    out = tmp_path / "r.jsonl"
    assert cli.main(["predict", bundles[Task.CLASSIFICATION], str(coloured), "--out", str(out)]) == 0
    before = out.read_text()
    assert cli.main(["predict", bundles[Task.SEGMENTATION], str(coloured), "--out", str(out)]) == 2
    assert "another model" in capsys.readouterr().err
    assert out.read_text() == before


@pytest.mark.parametrize("content", ["a line of something else\n", "[]\n", '{"path": "a"}\n', "no line at all"])
def test_a_file_of_something_else_is_left_alone(bundles, coloured, tmp_path, capsys, content):
    out = tmp_path / "notes.txt"
    out.write_text(content)
    assert cli.main(["predict", bundles[Task.CLASSIFICATION], str(coloured), "--out", str(out)]) == 2
    assert "not a result" in capsys.readouterr().err
    assert out.read_text() == content


def test_an_unreadable_image_is_told_and_the_others_are_done(bundles, coloured, tmp_path, capsys):
    (coloured / "red" / "broken.png").write_text("no image")
    out = tmp_path / "r.jsonl"
    arguments = ["predict", bundles[Task.CLASSIFICATION], str(coloured), "--out", str(out)]
    for _ in range(2):
        assert cli.main(arguments) == 1
        said = capsys.readouterr().out
        assert "7 images, 1 of them unreadable" in said
        assert "6 samples" in said
    assert [line["problem"] for line in lines_of(out) if "problem" in line] == ["not_an_image"]


def test_labels_that_the_model_does_not_know_are_no_evaluation(bundles, tmp_path, capsys):
    (tmp_path / "incoming").mkdir()
    picture(tmp_path / "incoming" / "a.png", (20, 16), COLOURS["red"])
    arguments = ["predict", bundles[Task.CLASSIFICATION], str(tmp_path / "incoming"), "--report", str(tmp_path / "r")]
    assert cli.main(arguments) == 0
    said = capsys.readouterr().out
    assert "a.png: red" in said
    assert "no image has a label that the model knows" in said
    assert not (tmp_path / "r").exists()


def test_special_codes_are_counted_as_the_whole_model_gives_them_e44(bundles, tmp_path):
    for label in ("green", "blue"):
        (tmp_path / "data" / label).mkdir(parents=True)
    picture(tmp_path / "data" / "green" / "0.png", (64, 32), COLOURS["green"])
    picture(tmp_path / "data" / "blue" / "0.png", (64, 32), COLOURS["green"], ("blue", (0, 0, 16, 16)))
    report = tmp_path / "report.json"
    bundle = bundles[Task.SEGMENTATION_CLASSIFICATION]
    assert cli.main(["predict", bundle, str(tmp_path / "data"), "--report", str(report)]) == 0
    result = ClassificationResult.model_validate_json(report.read_bytes())
    assert [of.label for of in result.classes] == ["red", "green", "blue"]
    assert (result.samples, result.correct) == (2, 2)


def test_boxes_are_held_against_a_coco_file(bundles, tmp_path, capsys):
    (tmp_path / "data" / "images").mkdir(parents=True)
    picture(tmp_path / "data" / "images" / "a.png", (64, 16), COLOURS["red"])
    annotations = [
        {"id": 1, "image_id": 1, "category_id": 1, "bbox": [4, 8, 20, 8]},
        {"id": 2, "image_id": 1, "category_id": 2, "bbox": [1, 1, 5, 5]},
    ]
    coco = {
        "images": [{"id": 1, "file_name": "a.png", "width": 64, "height": 16}],
        "annotations": annotations,
        "categories": [{"id": 1, "name": "red"}, {"id": 2, "name": "green"}],
    }
    (tmp_path / "data" / "boxes.json").write_text(json.dumps(coco))
    report, out = tmp_path / "report.json", tmp_path / "r.jsonl"
    arguments = ["predict", bundles[Task.DETECTION], str(tmp_path / "data")]
    assert cli.main([*arguments, "--out", str(out), "--report", str(report)]) == 0
    assert "AP50 0.5" in capsys.readouterr().out
    result = DetectionResult.model_validate_json(report.read_bytes())
    red, green = result.classes
    assert (red.hits, red.ap50, green.hits, green.predicted, green.ap50) == (1, 1.0, 0, 1, 0.0)


def test_masks_are_held_against_those_beside_the_images(bundles, tmp_path):
    for folder in ("images", "masks"):
        (tmp_path / "data" / folder / "green").mkdir(parents=True)
    picture(tmp_path / "data" / "images" / "green" / "a.png", (64, 32), "black", ("green", (0, 0, 32, 32)))
    mask = Image.new("L", (64, 32))
    mask.paste(255, (16, 0, 48, 32))
    mask.save(tmp_path / "data" / "masks" / "green" / "a.png")
    report = tmp_path / "report.json"
    assert cli.main(["predict", bundles[Task.SEGMENTATION], str(tmp_path / "data"), "--report", str(report)]) == 0
    result = SegmentationResult.model_validate_json(report.read_bytes())
    green = next(of for of in result.classes if of.label == "green")
    assert (green.pixels, green.predicted) == (1024, 1024)
    assert green.iou == pytest.approx(1 / 3)


@pytest.mark.parametrize(("place", "said"), [("none", "not there"), ("empty", "no images")])
def test_a_place_without_images_is_said(bundles, tmp_path, capsys, place, said):
    (tmp_path / "empty").mkdir()
    assert cli.main(["predict", bundles[Task.CLASSIFICATION], str(tmp_path / place)]) == 2
    assert said in capsys.readouterr().err
