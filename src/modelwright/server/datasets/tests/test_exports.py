"""Exports: made in the background, fetched in parts, and what comes back by an import is what went out."""

import io
import json
import shutil
import zipfile

import numpy as np
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from modelwright.server.core.models import JournalEntry
from modelwright.server.datasets import exports, packing
from modelwright.server.datasets.models import DatasetVersion, Export, Sample

from .conftest import check_all, paint


@pytest.fixture(autouse=True)
def _no_files_of_other_tests():
    for folder in (settings.EXPORTS_DIR, settings.MANIFESTS_DIR):
        shutil.rmtree(folder, ignore_errors=True)


def status_of(answer) -> int:
    """Reads the answer to its end, which closes the file."""
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


def make_all() -> None:
    while packing.run_pending(lambda: False):
        pass


@pytest.fixture
def export(trainer):
    """Ask for an export, have it made, fetch it."""

    def export(dataset: dict, name: str) -> zipfile.ZipFile:
        asked = trainer.post(f"/datasets/{dataset['id']}/exports", {"format": name})
        assert asked.status_code == 201, asked.json()
        make_all()
        answer = trainer.get(f"/exports/{asked.json()['id']}/download")
        assert answer.status_code == 200, answer.json()
        return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

    return export


@pytest.fixture
def back(data_root, make_dataset):
    """The samples of a dataset that is made of an export's zip, by the name of the image's file."""

    def back(archive: zipfile.ZipFile) -> dict[str, Sample]:
        archive.extractall(data_root / "back")
        dataset = make_dataset(data_root / "back", name="Back")
        rows = Sample.objects.filter(dataset_id=dataset["id"])
        return {row.path.rpartition("/")[2]: row for row in rows}

    return back


@pytest.fixture
def marked(data_root, make_dataset):
    """Boxes and outlines on images in two folders, one image that shows nothing, one that nobody looked at."""
    root = data_root / "marked"
    for number, name in enumerate(("a.png", "deep/b.jpg", "nothing.png", "unseen.png")):
        paint(root / "images" / name, number, size=(40, 30))
    boxes = [[3.5, 4.25, 10.5, 11.75], [0, 0, 40, 30]]
    outline = [5, 5, 20, 5, 20, 15, 12.5, 18, 5, 15]
    said = {
        "images": [{"id": n, "file_name": name} for n, name in enumerate(("a.png", "deep/b.jpg", "nothing.png"))],
        "annotations": [
            {"id": 1, "image_id": 0, "category_id": 7, "bbox": boxes[0]},
            {"id": 2, "image_id": 0, "category_id": 9, "bbox": boxes[1]},
            {"id": 3, "image_id": 1, "category_id": 9, "bbox": [5, 5, 15, 13], "segmentation": [outline]},
        ],
        "categories": [{"id": 7, "name": "царапина"}, {"id": 9, "name": "dent <&>"}],
    }
    (root / "annotations.json").write_text(json.dumps(said))
    return make_dataset(root, name="Marked")


def boxes_of(sample: Sample) -> list[tuple[str, list[float]]]:
    return [(region["label"], [round(side, 2) for side in region["box"]]) for region in sample.regions]


def by_name(dataset: dict) -> dict[str, Sample]:
    return {row.path.rpartition("/")[2]: row for row in Sample.objects.filter(dataset_id=dataset["id"])}


@pytest.mark.parametrize("name", ["coco", "yolo", "voc"])
def test_boxes_come_back_to_the_pixel(marked, export, back, name):
    before = by_name(marked)
    after = back(export(marked, name))
    assert after.keys() == before.keys()
    for file, sample in before.items():
        assert boxes_of(after[file]) == boxes_of(sample)
        assert (after[file].is_annotated, after[file].sha256) == (sample.is_annotated, sample.sha256)
    assert not after["unseen.png"].is_annotated
    assert after["nothing.png"].is_annotated


@pytest.mark.parametrize("name", ["coco", "yolo"])
def test_outlines_come_back(marked, export, back, name):
    (region,) = back(export(marked, name))["b.jpg"].regions
    (outline,) = region["polygon"]
    assert [[round(x, 3), round(y, 3)] for x, y in outline] == [[5, 5], [20, 5], [20, 15], [12.5, 18], [5, 15]]


def test_classes_come_back_from_folders(dataset, export, back):
    archive = export(dataset, "folders")
    assert sorted(archive.namelist()) == sorted(row.path for row in Sample.objects.all())
    before = {row.sha256: row.label for row in Sample.objects.filter(dataset_id=dataset["id"])}
    assert {row.sha256: row.label for row in back(archive).values()}.items() <= before.items()


def test_masks_come_back_value_for_value(data_root, make_dataset, export, back):
    root = data_root / "masked"
    values = np.zeros((30, 40), np.uint8)
    values[3:9, 5:20], values[20:25, 1:4] = 4, 9
    for folder in ("images", "masks"):
        paint(root / folder / "a.png", 3, size=(40, 30))
    paint(root / "images" / "unseen.png", 4, size=(40, 30))
    Image.fromarray(values).save(root / "masks" / "a.png")
    (root / "classes.json").write_text(json.dumps({"4": "crack", "9": "bubble"}))
    dataset = make_dataset(root, name="Masked")
    after = back(export(dataset, "masks"))
    assert sorted(filter(None, after["a.png"].shows.split("\n"))) == ["bubble", "crack"]
    with Image.open(data_root / "back" / after["a.png"].mask) as picture:
        there = np.asarray(picture)
    assert np.array_equal(there == 2, values == 4)  # crack comes after bubble
    assert np.array_equal(there == 1, values == 9)
    assert not after["unseen.png"].mask


def test_pixels_of_regions_and_ignored_ones_come_back(data_root, make_dataset, export):
    root = data_root / "runs"
    paint(root / "a.png", 3, size=(6, 4))
    region = {"label": "crack", "box": [1, 1, 3, 2], "runs": [1, 2, 1, 2]}  # .xx over .xx
    (root / "regions.json").write_text(json.dumps({"images": [{"file": "a.png", "regions": [region]}]}))
    dataset = make_dataset(root, name="Runs")
    (annotation,) = json.loads(export(dataset, "coco").read("annotations/instances_default.json"))["annotations"]
    assert annotation["segmentation"] == {"size": [4, 6], "counts": [9, 2, 2, 2, 9]}
    with Image.open(io.BytesIO(export(dataset, "masks").read("masks/crack/a.png"))) as picture:
        assert np.asarray(picture).tolist() == [[0] * 6, [0, 0, 1, 1, 0, 0], [0, 0, 1, 1, 0, 0], [0] * 6]


def test_pixels_that_nobody_judged_stay_so(data_root, make_dataset, export):
    root = data_root / "ignored"
    paint(root / "images" / "a.png", 3, size=(6, 4))
    values = np.zeros((4, 6), np.uint8)
    values[0, :3], values[1, :2] = 255, 7
    (root / "masks").mkdir()
    Image.fromarray(values).save(root / "masks" / "a.png")
    (root / "classes.json").write_text(json.dumps({"7": "crack"}))
    archive = export(make_dataset(root, name="Ignored"), "masks")
    (name,) = (name for name in archive.namelist() if name.startswith("masks/"))
    with Image.open(io.BytesIO(archive.read(name))) as picture:
        there = np.asarray(picture)
    assert (there[0, :3].tolist(), there[1, :2].tolist(), int(there.sum())) == ([255] * 3, [1, 1], 3 * 255 + 2)


def test_regions_become_masks(marked, export):
    archive = export(marked, "masks")
    with Image.open(io.BytesIO(archive.read("masks/dent <&>/deep/b.png".replace("<&>", "_&_")))) as picture:
        values = np.asarray(picture)
    assert (values[10, 10], values[0, 0], values.shape) == (1, 0, (30, 40))
    assert json.loads(archive.read("classes.json")) == {"1": "dent <&>", "2": "царапина"}


def test_parts_are_told_in_each_format(trainer, marked, export):
    Sample.objects.filter(path__endswith="a.png").update(split="validation")
    Sample.objects.filter(path__endswith="b.jpg").update(split="train")
    coco = export(marked, "coco").namelist()
    assert {"annotations/instances_train.json", "annotations/instances_val.json"} <= set(coco)
    yolo = export(marked, "yolo")
    assert {"images/val/a.png", "labels/train/deep/b.txt"} <= set(yolo.namelist())
    assert "val: images/val" in yolo.read("data.yaml").decode()
    assert export(marked, "voc").read("ImageSets/Main/val.txt") == b"a\n"


def test_images_of_the_same_name_in_several_paths_stay_apart(data_root, make_dataset, export):
    for folder in ("one/good", "two/good", "deep/one/good"):
        paint(data_root / folder / "a.png", len(folder))
        paint(data_root / folder / "a.jpg", len(folder))
    dataset = make_dataset(data_root / "one", data_root / "two", data_root / "deep" / "one", name="Several")
    archive = export(dataset, "folders")
    assert len(archive.namelist()) == len(set(archive.namelist())) == 6
    stems = {name.rpartition(".")[0] for name in archive.namelist()}
    assert len(stems) == 6


def test_an_export_holds_a_version_and_says_what_it_left_out(trainer, dataset, folder):
    Sample.objects.filter(path="good/0.png").update(label="")
    (folder / "good" / "1.png").unlink()
    trainer.post(f"/datasets/{dataset['id']}/exports", {"format": "folders"})
    make_all()
    (shown,) = trainer.get(f"/datasets/{dataset['id']}/exports").json()["items"]
    assert (shown["status"], shown["done"], shown["images"], shown["left_out"]) == ("completed", 5, 5, 2)
    assert shown["version"] == DatasetVersion.objects.get().number == 1
    assert DatasetVersion.objects.get().reason == "export"
    assert shown["size"] == exports.file_of(shown["id"]).stat().st_size
    assert JournalEntry.objects.get(action="dataset.export_requested").detail["format"] == "folders"


def test_excluded_images_are_in_no_version_part_or_export(trainer, dataset, export):
    Sample.objects.filter(path="good/0.png").update(excluded_because="blurred")
    assert len(export(dataset, "folders").namelist()) == DatasetVersion.objects.get().images == 4
    counts = trainer.post(f"/datasets/{dataset['id']}/split", {}).json()["counts"]
    assert sum(counts.values()) == 4
    assert Sample.objects.get(path="good/0.png").split == ""


def test_asking_twice_makes_one(trainer, dataset):
    ids = {trainer.post(f"/datasets/{dataset['id']}/exports", {"format": "folders"}).json()["id"] for _ in range(2)}
    assert len(ids) == 1


def test_a_format_that_can_say_nothing_is_refused_and_the_page_is_told_which(trainer, dataset):
    formats = {row["format"]: row["images"] for row in trainer.get(f"/datasets/{dataset['id']}/export-formats").json()}
    assert formats == {"folders": 5, "coco": 0, "yolo": 0, "voc": 0, "masks": 0}
    for name in ("coco", "nonsense", "folders\0"):
        refused = trainer.post(f"/datasets/{dataset['id']}/exports", {"format": name})
        assert (refused.status_code, refused.json()["fields"][0]["path"]) == (422, "format")
    assert not Export.objects.exists()


def test_a_download_is_continued_where_it_was_interrupted(trainer, dataset, export):
    export(dataset, "folders")
    url = f"/exports/{Export.objects.get().pk}/download"
    whole = trainer.get(url)
    content = b"".join(whole.streaming_content)
    assert whole["Accept-Ranges"] == "bytes"

    def part(wanted: str, **headers: str) -> tuple[int, str | None, bytes]:
        answer = trainer.get(url, headers={"Range": wanted, **headers})
        return answer.status_code, answer.get("Content-Range"), b"".join(answer.streaming_content)

    size = len(content)
    assert part("bytes=10-19") == (206, f"bytes 10-19/{size}", content[10:20])
    assert part("bytes=100-") == (206, f"bytes 100-{size - 1}/{size}", content[100:])
    assert part("bytes=-7") == (206, f"bytes {size - 7}-{size - 1}/{size}", content[-7:])
    assert part(f"bytes={size}-") == (416, f"bytes */{size}", b"")
    assert part("bytes=10-19", **{"If-Range": whole["ETag"]})[0] == 206
    assert part("bytes=10-19", **{"If-Range": '"another"'}) == (200, None, content)
    assert part("lines=1-2")[0] == 200
    assert part("bytes=0-1,4-5")[0] == 200


def test_an_export_is_not_there_before_it_is_made_and_after_its_time(trainer, dataset):
    number = trainer.post(f"/datasets/{dataset['id']}/exports", {"format": "folders"}).json()["id"]
    assert status_of(trainer.get(f"/exports/{number}/download")) == 409
    make_all()
    exports.forget_old()
    assert status_of(trainer.get(f"/exports/{number}/download")) == 200
    Export.objects.update(finished_at=timezone.now() - exports.KEPT)
    exports.forget_old()
    assert status_of(trainer.get(f"/exports/{number}/download")) == 404
    assert not exports.file_of(number).exists()


def test_a_deleted_export_ends_and_leaves_nothing(trainer, dataset, monkeypatch, django_capture_on_commit_callbacks):
    number = trainer.post(f"/datasets/{dataset['id']}/exports", {"format": "folders"}).json()["id"]
    monkeypatch.setattr(packing, "_TELL_S", -1.0)

    def delete_first() -> bool:
        with django_capture_on_commit_callbacks(execute=True):
            trainer.delete(f"/exports/{number}")
        return False

    packing.run_pending(delete_first)
    assert not Export.objects.exists()
    assert list(settings.EXPORTS_DIR.iterdir()) == []


def test_an_export_that_was_interrupted_is_made_anew(trainer, dataset):
    number = trainer.post(f"/datasets/{dataset['id']}/exports", {"format": "folders"}).json()["id"]
    packing.run_pending(lambda: True)
    assert Export.objects.get().status == "waiting"
    make_all()
    assert status_of(trainer.get(f"/exports/{number}/download")) == 200


def test_a_full_disk_is_told(trainer, dataset, monkeypatch):
    monkeypatch.setattr(packing, "_ROOM", 2**60)
    trainer.post(f"/datasets/{dataset['id']}/exports", {"format": "folders"})
    make_all()
    (shown,) = trainer.get(f"/datasets/{dataset['id']}/exports").json()["items"]
    assert (shown["status"], "disk is full" in shown["message"]) == ("failed", True)


def test_a_link_that_leads_out_is_not_packed(trainer, dataset, folder, export, tmp_path):
    paint(tmp_path / "secret.png", 1)
    (folder / "good" / "0.png").unlink()
    (folder / "good" / "0.png").symlink_to(tmp_path / "secret.png")
    assert "good/0.png" not in export(dataset, "folders").namelist()


def test_an_export_waits_for_the_check(trainer, project, folder):
    new = trainer.post(f"/projects/{project.pk}/datasets", {"name": "New", "paths": [str(folder)]}).json()
    assert trainer.post(f"/datasets/{new['id']}/exports", {"format": "folders"}).status_code == 409
    check_all()
    assert trainer.post(f"/datasets/{new['id']}/exports", {"format": "folders"}).status_code == 201


def test_a_longer_list_takes_no_more_queries(trainer, dataset):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert trainer.get(f"/datasets/{dataset['id']}/exports").status_code == 200
        return len(captured)

    trainer.post(f"/datasets/{dataset['id']}/exports", {"format": "folders"})
    make_all()
    before = queries()
    for _ in range(3):
        trainer.post(f"/datasets/{dataset['id']}/exports", {"format": "folders"})
        make_all()
    assert queries() == before
