"""Data paths with masks or annotations: the format is shown, classes, masks and regions are counted, and what is wrong."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from PIL import Image

from modelwright.server.datasets import checking
from modelwright.server.datasets.models import Sample

from .conftest import check_all, classes, packed, paint, picture


def coco(images: int, *boxes: tuple[int, int, list[float]]) -> str:
    return json.dumps(
        {
            "images": [{"id": n, "file_name": f"{n}.png"} for n in range(images)],
            "annotations": [
                {"id": n, "image_id": image, "category_id": category, "bbox": box}
                for n, (image, category, box) in enumerate(boxes)
            ],
            "categories": [{"id": 1, "name": "screw"}, {"id": 2, "name": "裂纹"}],
        }
    )


def draw_mask(file: Path, value: int = 255, size: tuple[int, int] = (12, 10)) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    values = np.zeros(size[::-1], np.uint8)
    values[2:5, 2:5] = value
    Image.fromarray(values).save(file)


@pytest.fixture
def boxes(data_root):
    """Three images; two boxes on the first, one on the second, of which one reaches out."""
    folder = data_root / "boards"
    for number in range(3):
        paint(folder / "images" / f"{number}.png", number)
    text = coco(3, (0, 1, [1, 1, 4, 4]), (0, 2, [5, 5, 3, 3]), (1, 1, [8, 5, 40, 40]), (1, 9, [1, 1, 2, 2]))
    (folder / "coco.json").write_text(text)
    return folder


@pytest.fixture
def tiles(data_root):
    folder = data_root / "tiles"
    for number in range(3):
        paint(folder / "images" / "crack" / f"{number}.png", number)
        draw_mask(folder / "masks" / "crack" / f"{number}.png")
    paint(folder / "images" / "free" / "0.png", 50)
    draw_mask(folder / "masks" / "free" / "0.png", 0)
    return folder


def path_of(trainer, dataset) -> dict:
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    return path


def check(trainer, dataset) -> dict:
    trainer.post(f"/paths/{path_of(trainer, dataset)['id']}/check")
    check_all()
    return path_of(trainer, dataset)


def samples(trainer, dataset, **query) -> dict[str, dict]:
    items = trainer.get(f"/datasets/{dataset['id']}/samples", **query).json()["items"]
    return {item["path"]: item for item in items}


def test_boxes_are_counted_and_shown(trainer, make_dataset, boxes):
    dataset = make_dataset(boxes)
    path = path_of(trainer, dataset)
    assert (path["status"], path["format"], path["images"]) == ("valid", "coco", 3)
    assert path["class_counts"] == {"screw": 2, "裂纹": 1}
    assert path["region_counts"] == {"screw": 2, "裂纹": 1}
    assert path["description"].startswith("Images: 3, classes: 2, regions: 3")
    assert (dataset["formats"], dataset["region_counts"]) == (["coco"], {"screw": 2, "裂纹": 1})
    first = samples(trainer, dataset)["images/0.png"]
    assert [(region["label"], region["box"]) for region in first["regions"]] == [
        ("screw", [1, 1, 4, 4]),
        ("裂纹", [5, 5, 3, 3]),
    ]
    assert first["is_annotated"]


def test_what_annotations_cannot_be_used_is_counted_with_examples(trainer, make_dataset, boxes):
    dataset = make_dataset(boxes)
    told = {problem["reason"]: problem for problem in path_of(trainer, dataset)["annotation_problems"]}
    assert {reason: problem["count"] for reason, problem in told.items()} == {"box_clipped": 1, "unknown_class": 1}
    assert told["box_clipped"]["examples"] == ["images/1.png: screw"]
    assert "inside is used" in told["box_clipped"]["message"]
    assert dataset["annotation_problems"] == 2
    (bad,) = samples(trainer, dataset, problem="true").values()
    assert (bad["path"], bad["annotation_problem"], bad["regions"][0]["box"]) == (
        "images/1.png",
        "box_clipped",
        [8, 5, 4, 5],
    )
    assert bad["annotation_message"]


def test_samples_are_found_by_the_classes_of_their_regions(trainer, make_dataset, boxes):
    dataset = make_dataset(boxes)
    assert list(samples(trainer, dataset, label="裂纹")) == ["images/0.png"]
    assert list(samples(trainer, dataset, label="screw")) == ["images/0.png", "images/1.png"]


def test_changed_annotations_are_noticed_without_reading_the_images_again(trainer, make_dataset, boxes, monkeypatch):
    dataset = make_dataset(boxes)
    before = set(Sample.objects.values_list("pk", flat=True))
    (boxes / "coco.json").write_text(coco(3, (2, 2, [1, 1, 4, 4])))
    monkeypatch.setattr(checking, "examine", lambda *_: pytest.fail("an unchanged image was read"))
    path = check(trainer, dataset)
    assert (path["class_counts"], path["annotation_problems"]) == ({"裂纹": 1}, [])
    found = samples(trainer, dataset)
    assert (found["images/0.png"]["regions"], found["images/2.png"]["regions"][0]["label"]) == ([], "裂纹")
    assert set(Sample.objects.values_list("pk", flat=True)) == before


def test_masks_are_counted_and_shown(trainer, make_dataset, tiles):
    dataset = make_dataset(tiles)
    path = path_of(trainer, dataset)
    assert (path["format"], path["class_counts"], path["region_counts"]) == (
        "masks",
        {"crack": 3, "free": 1},
        {"crack": 3},
    )
    found = samples(trainer, dataset)["images/crack/0.png"]
    assert found["mask"] == "masks/crack/0.png"
    answer = trainer.client.get(f"/api/samples/{found['id']}/mask")
    shown = Image.open(io.BytesIO(answer.content)).convert("RGBA")
    assert (shown.size, shown.getpixel((0, 0))[3], shown.getpixel((3, 3))[3]) == ((12, 10), 0, 255)


def test_a_sample_without_mask_answers_404(trainer, dataset):
    number = Sample.objects.values_list("pk", flat=True)[0]
    assert trainer.get(f"/samples/{number}/mask").status_code == 404


def test_masks_that_do_not_fit_are_listed_and_go_away_when_corrected(trainer, make_dataset, tiles):
    draw_mask(tiles / "masks" / "crack" / "0.png", size=(5, 5))
    (tiles / "masks" / "crack" / "1.png").write_text("no mask")
    draw_mask(tiles / "masks" / "crack" / "lost.png")
    dataset = make_dataset(tiles)
    counts = {problem["reason"]: problem["count"] for problem in path_of(trainer, dataset)["annotation_problems"]}
    assert counts == {"mask_size": 1, "mask_unreadable": 1, "mask_without_image": 1}
    found = samples(trainer, dataset)
    assert found["images/crack/0.png"]["annotation_problem"] == "mask_size"
    for number in range(2):
        draw_mask(tiles / "masks" / "crack" / f"{number}.png")
    (tiles / "masks" / "crack" / "lost.png").unlink()
    assert check(trainer, dataset)["annotation_problems"] == []


def test_an_empty_mask_among_marked_ones_is_told(trainer, make_dataset, tiles):
    draw_mask(tiles / "masks" / "crack" / "0.png", 0)
    dataset = make_dataset(tiles)
    for path in (path_of(trainer, dataset), check(trainer, dataset)):
        (told,) = path["annotation_problems"]
        assert (told["reason"], told["count"], told["examples"]) == ("empty_mask", 1, ["images/crack/0.png"])
    assert list(samples(trainer, dataset, problem="true")) == ["images/crack/0.png"]
    draw_mask(tiles / "masks" / "crack" / "0.png")
    assert check(trainer, dataset)["annotation_problems"] == []
    assert samples(trainer, dataset, problem="true") == {}


def test_a_mask_that_leads_out_of_the_roots_is_not_shown(trainer, make_dataset, tiles, tmp_path_factory):
    secret = tmp_path_factory.mktemp("outside") / "secret.png"
    draw_mask(secret)
    (tiles / "masks" / "crack" / "0.png").unlink()
    (tiles / "masks" / "crack" / "0.png").symlink_to(secret)
    found = samples(trainer, make_dataset(tiles))["images/crack/0.png"]
    assert found["annotation_problem"] == "mask_unreadable"
    assert trainer.get(f"/samples/{found['id']}/mask").status_code == 404


def test_annotations_above_a_folder_of_images_are_read_inside_the_roots_only(trainer, make_dataset, boxes, monkeypatch):
    assert make_dataset(boxes / "images", name="Inside")["formats"] == ["coco"]
    monkeypatch.setattr(settings, "DATA_ROOTS", [boxes / "images"])
    assert make_dataset(boxes / "images", name="Outside")["formats"] == ["folders"]


def test_values_of_masks_that_nobody_explains_make_the_path_invalid(trainer, make_dataset, tiles):
    (tiles / "masks" / "classes.json").write_text("[")
    path = path_of(trainer, make_dataset(tiles))
    assert (path["status"], "classes.json" in path["message"]) == ("invalid", True)


def test_a_zip_with_annotations_keeps_its_folders(trainer, empty, send):
    files = {f"boards/images/{n}.png": picture(n) for n in range(3)}
    files["boards/coco.json"] = coco(3, (0, 1, [1, 1, 4, 4])).encode()
    files["boards/notes.html"] = b"<html>"
    result = send("boards.zip", packed(files))
    assert (result["accepted"], result["refused"], result["files"][0]["name"]) == (4, 1, "notes.html")
    assert classes(trainer, empty) == {"screw": 1}
    assert path_of(trainer, empty)["format"] == "coco"


def test_a_zip_with_masks_and_one_with_yolo_labels(trainer, empty, send, tiles):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in sorted(tiles.rglob("*.png")):
            archive.write(file, str(file.relative_to(tiles)))
    assert send("tiles.zip", buffer.getvalue())["accepted"] == 8
    assert classes(trainer, empty) == {"crack": 3, "free": 1}
    assert path_of(trainer, empty)["format"] == "masks"


def test_another_file_of_the_same_name_is_refused_because_annotations_go_by_names(trainer, empty, send):
    send("a.zip", packed({"images/0.png": picture(1), "labels/0.txt": b"0 .5 .5 .1 .1", "classes.txt": b"screw"}))
    again = {"images/0.png": picture(2), "labels/0.txt": b"0 .5 .5 .1 .1"}
    result = send("b.zip", packed(again))
    assert (result["accepted"], result["refused"]) == (1, 1)
    assert "already" in result["files"][0]["message"]
    assert classes(trainer, empty) == {"screw": 1}


def test_nothing_of_an_annotated_zip_leaves_the_folder(send):
    files = {"../evil.json": b"{}", "labels/../../evil.txt": b"", "/etc/evil.json": b"{}"}
    result = send("evil.zip", packed(files))
    assert result["accepted"] == 0
    assert not list(Path(settings.HOME).rglob("*evil*.json"))


def test_pixels_of_255_are_ignored_beside_a_class_and_unknown_alone(trainer, make_dataset, tiles):
    (tiles / "masks" / "classes.json").write_text('{"1": "oil"}')
    values = np.full((10, 12), 255, np.uint8)
    values[2:5, 2:5] = 1
    Image.fromarray(values).save(tiles / "masks" / "crack" / "0.png")
    found = samples(trainer, make_dataset(tiles))
    assert found["images/crack/0.png"]["annotation_problem"] == ""
    assert found["images/crack/1.png"]["annotation_problem"] == "mask_unknown_value"
