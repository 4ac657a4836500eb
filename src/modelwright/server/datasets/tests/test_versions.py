"""Versions of a dataset: made on demand and at each use, compared; a part once given stays."""

import gzip
import json
import shutil
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modelwright.server.core.models import JournalEntry
from modelwright.server.datasets import manifests
from modelwright.server.datasets.models import DatasetVersion, Sample, VersionUse

from .conftest import check_all, paint


@pytest.fixture(autouse=True)
def _no_manifests_of_other_tests():
    shutil.rmtree(settings.MANIFESTS_DIR, ignore_errors=True)


@pytest.fixture
def make_version(trainer, dataset):
    def make(note: str = "") -> dict:
        answer = trainer.post(f"/datasets/{dataset['id']}/versions", {"note": note})
        assert answer.status_code == 200, answer.json()
        return answer.json()

    return make


@pytest.fixture
def check_again(trainer, dataset):
    def check() -> None:
        for path in trainer.get(f"/datasets/{dataset['id']}/paths").json():
            trainer.post(f"/paths/{path['id']}/check")
        check_all()

    return check


@pytest.fixture
def compare(trainer):
    def compare(after: dict, before: dict, **query) -> dict:
        return trainer.get(f"/dataset-versions/{after['id']}/differences", against=before["id"], **query).json()

    return compare


def test_a_version_counts_what_the_dataset_holds(make_version, dataset):
    version = make_version("before the new camera")
    assert (version["number"], version["images"], version["annotated"]) == (1, 5, 0)
    assert version["class_counts"] == {"good": 3, "scratch": 2}
    assert (version["reason"], version["note"]) == ("on_demand", "before the new camera")
    assert version["created_by"]["username"] == "trainer"
    assert JournalEntry.objects.get(action="dataset.version_made").detail["number"] == 1


def test_equal_content_is_the_same_version_also_when_it_comes_back(make_version, check_again, folder):
    first = make_version()
    assert make_version()["id"] == first["id"]
    paint(folder / "good" / "new.png", 77)
    check_again()
    assert make_version()["number"] == 2
    (folder / "good" / "new.png").unlink()
    check_again()
    assert make_version()["id"] == first["id"]
    assert DatasetVersion.objects.count() == 2


def test_the_hash_does_not_depend_on_where_the_folder_lies(trainer, make_dataset, folder, data_root):
    shutil.copytree(folder, data_root / "elsewhere")
    there = make_dataset(data_root / "elsewhere", name="There")
    here = make_dataset(folder, name="Here")
    hashes = {trainer.post(f"/datasets/{one['id']}/versions", {}).json()["hash"] for one in (here, there)}
    assert len(hashes) == 1


def test_a_difference_names_what_came_went_changed_and_was_sorted_anew(make_version, check_again, compare, folder):
    before = make_version()
    paint(folder / "good" / "new.png", 77)
    (folder / "good" / "0.png").unlink()
    paint(folder / "scratch" / "0.png", 99, size=(20, 20))
    (folder / "good" / "1.png").rename(folder / "scratch" / "from_good.png")
    (folder / "good" / "2.png").rename(folder / "good" / "renamed.png")
    check_again()
    difference = compare(make_version(), before)
    kinds = {item["kind"]: item for item in difference["items"]}
    assert difference["counts"] == {"added": 1, "removed": 1, "relabelled": 1, "changed": 1, "moved": 1, "split": 0}
    assert kinds["added"]["path"] == "good/new.png"
    assert kinds["added"]["sample_id"] == Sample.objects.get(path="good/new.png").pk
    assert (kinds["removed"]["path"], kinds["removed"]["sample_id"]) == ("good/0.png", None)
    assert kinds["changed"]["path"] == "scratch/0.png"
    relabelled = kinds["relabelled"]
    assert (relabelled["label_before"], relabelled["label"]) == ("good", "scratch")
    assert (relabelled["path_before"], relabelled["path"]) == ("good/1.png", "scratch/from_good.png")
    assert (kinds["moved"]["path_before"], kinds["moved"]["path"]) == ("good/2.png", "good/renamed.png")


def test_differences_come_in_pages_of_one_kind(make_version, check_again, compare, folder):
    before = make_version()
    for number in range(5):
        paint(folder / "good" / f"new{number}.png", 60 + number)
    (folder / "good" / "0.png").unlink()
    check_again()
    after = make_version()
    first = compare(after, before, kind="added", limit=3)
    second = compare(after, before, kind="added", limit=3, cursor=first["next"])
    assert (len(first["items"]), len(second["items"]), first["total"], second["next"]) == (3, 2, 5, None)
    paths = {item["path"] for item in first["items"] + second["items"]}
    assert paths == {f"good/new{number}.png" for number in range(5)}


def test_annotations_that_change_are_relabelled_and_touching_a_file_is_nothing(
    trainer, make_dataset, data_root, compare
):
    root = data_root / "coco"
    paint(root / "images" / "a.png", 1)
    paint(root / "images" / "b.png", 2)
    said = {
        "images": [{"id": 1, "file_name": "a.png"}, {"id": 2, "file_name": "b.png"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4]}],
        "categories": [{"id": 1, "name": "crack"}],
    }
    (root / "coco.json").write_text(json.dumps(said))
    dataset = make_dataset(root, name="Coco")
    url = f"/datasets/{dataset['id']}"
    (path,) = trainer.get(f"{url}/paths").json()
    before = trainer.post(f"{url}/versions", {}).json()
    (root / "coco.json").touch()
    trainer.post(f"/paths/{path['id']}/check")
    check_all()
    assert trainer.post(f"{url}/versions", {}).json()["id"] == before["id"]
    said["annotations"][0]["bbox"] = [1, 1, 5, 5]
    (root / "coco.json").write_text(json.dumps(said))
    trainer.post(f"/paths/{path['id']}/check")
    check_all()
    difference = compare(trainer.post(f"{url}/versions", {}).json(), before)
    assert difference["counts"]["relabelled"] == difference["total"] == 1
    assert difference["items"][0]["annotations_differ"]


def test_a_part_once_given_stays_with_the_content(trainer, dataset, check_again, folder):
    url = f"/datasets/{dataset['id']}/split"
    counts = trainer.post(url, {"validation_share": 0.4, "seed": 1}).json()["counts"]
    assert counts == {"train": 3, "validation": 2}
    given = dict(Sample.objects.values_list("sha256", "split"))
    (folder / "good" / "0.png").rename(folder / "good" / "renamed.png")
    paint(folder / "good" / "new.png", 77)
    check_again()
    fresh = Sample.objects.get(path="good/new.png")
    assert fresh.split == ""
    again = trainer.post(url, {"validation_share": 0.9, "seed": 2}).json()["counts"]
    now = dict(Sample.objects.values_list("sha256", "split"))
    assert {sha256: now[sha256] for sha256 in given} == given
    assert (sum(again.values()), now[fresh.sha256]) == (6, "validation")


def test_a_changed_file_keeps_the_part_of_its_place(trainer, dataset, check_again, folder):
    trainer.post(f"/datasets/{dataset['id']}/split", {"validation_share": 0.5})
    before = Sample.objects.get(path="good/1.png")
    paint(folder / "good" / "1.png", 200, size=(30, 30))
    check_again()
    after = Sample.objects.get(path="good/1.png")
    assert (after.sha256 != before.sha256, after.split) == (True, before.split)


def test_parts_are_in_the_version_and_make_a_new_one(trainer, dataset, make_version, compare):
    before = make_version()
    trainer.post(f"/datasets/{dataset['id']}/split", {"validation_share": 0.4, "seed": 1})
    after = make_version()
    assert (before["split_counts"], after["split_counts"]) == ({"": 5}, {"train": 3, "validation": 2})
    assert compare(after, before)["counts"]["split"] == 5


def test_there_is_no_version_of_half_a_check_or_of_nothing(trainer, project, folder, dataset):
    new = trainer.post(f"/projects/{project.pk}/datasets", {"name": "New", "paths": [str(folder)]}).json()
    assert trainer.post(f"/datasets/{new['id']}/versions", {}).status_code == 409
    empty = trainer.post(f"/projects/{project.pk}/datasets", {"name": "Empty"}).json()
    refused = trainer.post(f"/datasets/{empty['id']}/versions", {})
    assert (refused.status_code, "no image" in refused.json()["message"]) == (422, True)
    assert not list(manifests.folder_of(empty["id"]).glob("*"))


def test_the_manifest_can_be_downloaded_and_says_which_folders(trainer, make_version, folder):
    answer = trainer.get(f"/dataset-versions/{make_version()['id']}/manifest")
    head, *lines = gzip.decompress(b"".join(answer.streaming_content)).decode().splitlines()
    assert json.loads(head) == {"format": 1, "folders": [str(folder)]}
    assert len(lines) == 5


def test_versions_of_other_datasets_are_not_compared(trainer, make_version, make_dataset, compare):
    other = trainer.post(f"/datasets/{make_dataset(name='Other')['id']}/versions", {})
    assert other.status_code == 422
    version = make_version()
    assert trainer.get(f"/dataset-versions/{version['id']}/differences", against=10**6).status_code == 404
    wrong = trainer.get(f"/dataset-versions/{version['id']}/differences", against=version["id"], kind="odd")
    assert wrong.json()["fields"][0]["path"] == "kind"


def test_a_deleted_dataset_leaves_no_manifest(trainer, dataset, make_version, django_capture_on_commit_callbacks):
    make_version()
    with django_capture_on_commit_callbacks(execute=True):
        trainer.delete(f"/datasets/{dataset['id']}?confirmed=true")
    assert not manifests.folder_of(dataset["id"]).exists()


def test_a_longer_list_takes_no_more_queries(trainer, dataset, make_version, check_again, folder):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert trainer.get(f"/datasets/{dataset['id']}/versions").status_code == 200
        return len(captured)

    make_version()
    before = queries()
    for number in range(3):
        paint(folder / "good" / f"new{number}.png", 60 + number)
        check_again()
        make_version()
    assert queries() == before


def test_two_manifests_of_the_same_samples_in_another_order_have_one_hash(settings, tmp_path):
    settings.MANIFESTS_DIR = tmp_path
    one = manifests.Entry(1, 0, "a.png", "x", "good", "", "")
    other = manifests.Entry(1, 1, "a.png", "y", "bad", "", "")
    hashes = [manifests.write(1, ["/a", "/b"], entries).hash for entries in ([one, other], [other, one])]
    assert hashes[0] == hashes[1]


def test_a_path_in_two_folders_is_paired_by_content(settings, tmp_path):
    settings.MANIFESTS_DIR = tmp_path
    here, there = (manifests.Entry(1, n, "a.png", sha, "good", "", "") for n, sha in enumerate("xy"))
    before, after = (
        manifests.write(1, ["/a"], entries).partial for entries in ([here, there], [there._replace(folder=0)])
    )
    (found,) = manifests.differences(before, after)
    assert (found.kind, found.shown.sha256) == ("removed", "x")


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("training", "Gears #12", "Gears · 12"),
        ("training", "Gears #12 of May", "Gears #12 of May"),
        ("training", "Gears · 12", "Gears · 12"),
        ("export", "Gears #12", "Gears #12"),
    ],
)
def test_uses_of_before_get_the_name_that_the_process_has_now(make_version, kind, before, after):
    use = VersionUse.objects.create(version_id=make_version()["id"], kind=kind, subject_id=7, name=before)
    import_module("modelwright.server.datasets.migrations.0008_uses_by_the_processes_names").rename(apps, None)
    use.refresh_from_db()
    assert use.name == after
