"""Data paths in S3 become images: fetched, kept up to date, given up and taken over."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.utils import timezone

from modelwright.server.datasets import buckets, fetching, mirrors, syncing
from modelwright.server.datasets.models import DataPath, Sample

from .a_store import add, again, empty, endpoint, fetch_all, files, folder, gears, path_now, picture, reason, store
from .conftest import check_all

__all__ = ["add", "again", "empty", "endpoint", "gears", "path_now", "store"]

pytestmark = [pytest.mark.one_database, pytest.mark.long]


def test_what_a_bucket_holds_becomes_samples(trainer, empty, gears):
    assert (gears["status"], gears["path"], gears["images"]) == ("valid", "s3://parts/gears", 5)
    assert gears["class_counts"] == {"good": 3, "scratch": 2}
    assert gears["fetch"] is None
    sample = trainer.get(f"/datasets/{empty['id']}/samples").json()["items"][0]
    answer = trainer.get(f"/samples/{sample['id']}/image")
    assert answer.content == picture(0)
    assert trainer.get(f"/samples/{sample['id']}/thumbnail").status_code == 200


def test_a_second_check_fetches_only_what_changed_and_removes_what_is_gone(store, again, monkeypatch):
    before = dict(Sample.objects.values_list("path", "pk"))
    store.put("gears/good/0.png", picture(50))
    store.put("gears/dent/new.png", picture(51))
    store.remove("gears/scratch/0.png")
    store.remove("gears/scratch/1.png")
    fetched = []
    whole = buckets.pieces
    monkeypatch.setattr(buckets, "pieces", lambda address, key: fetched.append(key) or whole(address, key))
    path = again()
    assert sorted(fetched) == ["dent/new.png", "good/0.png"]
    assert path["class_counts"] == {"dent": 1, "good": 3}
    assert not (folder() / "scratch").exists()
    after = dict(Sample.objects.values_list("path", "pk"))
    assert {name for name in before if before[name] == after.get(name)} == {"good/1.png", "good/2.png"}


def test_files_that_somebody_damaged_or_removed_come_back(again):
    (folder() / "good" / "0.png").write_bytes(b"x")
    (folder() / "good" / "1.png").unlink()
    path = again()
    assert (path["images"], path["unreadable"]) == (5, 0)


def test_a_mirror_made_anew_gives_the_same_samples(again):
    before = set(Sample.objects.values_list("pk", flat=True))
    shutil.rmtree(configured.MIRRORS_DIR)
    again()
    assert set(Sample.objects.values_list("pk", flat=True)) == before


def test_a_bucket_that_was_emptied_makes_the_path_invalid(store, again):
    for key in ("good/0", "good/1", "good/2", "scratch/0", "scratch/1"):
        store.remove(f"gears/{key}.png")
    path = again()
    assert (path["status"], "no image" in path["message"]) == ("invalid", True)
    assert files() == set()


def test_a_store_that_fails_later_keeps_what_was_fetched(again, settings):
    settings.S3_ENDPOINT = "http://127.0.0.1:1"
    buckets._made.cache_clear()
    path = again()
    assert (path["status"], "cannot be reached" in path["message"]) == ("invalid", True)
    assert len(files()) == 5
    assert Sample.objects.count() == 5


def test_keys_that_are_no_file_names_are_left_out_with_their_reason(store, again):
    odd = ["../out.png", "a/../../out.png", "/abs.png", "a//b.png", "nul\0.png", "./dot.png"]
    for key in [*odd, "notes.docx", ".hidden/1.png", "x" * 252 + ".png", "y" * 251 + ".png", "good/", "empty/"]:
        store.put(f"gears/{key}", picture(9))
    store.put("gears/taken.png", picture(9))
    store.put("gears/taken.png/inner.png", picture(10))
    path = again()
    left_out = {kind["reason"]: kind["count"] for kind in path["left_out"]}
    assert left_out == {"unsafe": 6, "not_used": 2, "too_long": 1, "is_folder": 1}
    assert all(kind["message"] and kind["examples"] for kind in path["left_out"])
    assert {"taken.png/inner.png", "y" * 251 + ".png"} < files()
    assert path["images"] == 7
    assert not (folder().parents[2] / "out.png").exists()


def test_a_file_and_a_folder_may_change_places(store, again):
    store.put("gears/thing.png", picture(9))
    again()
    store.remove("gears/thing.png")
    store.put("gears/thing.png/1.png", picture(9))
    assert again()["images"] == 6
    store.remove("gears/thing.png/1.png")
    store.put("gears/thing.png", picture(9))
    assert again()["images"] == 6
    assert (folder() / "thing.png").is_file()


@pytest.mark.parametrize("name", ["零件 一", "детали", "añadir «x»+&%20", "قطع", "🙂", "e\u0301", "\u00e9"])
def test_keys_in_any_script_are_fetched(store, again, name):
    store.put(f"gears/{name}/{name}.png", picture(9))
    again()
    assert Sample.objects.filter(path=f"{name}/{name}.png", label=name).count() == 1


def test_more_objects_than_one_listing_shows_are_fetched(store, again, monkeypatch):
    pages = buckets.pages

    def one_by_one(address, *, patient):
        for page in pages(address, patient=patient):
            yield from ([one] for one in page)

    monkeypatch.setattr(buckets, "pages", one_by_one)
    for number in range(150):
        store.put(f"gears/many/{number}.png", picture(number))
    assert again()["images"] == 155


def test_a_whole_bucket_gives_its_name_to_images_that_lie_in_no_folder(store, add, path_now):
    store.put("single.png", picture(9))
    add("s3://parts")
    fetch_all()
    assert path_now()["class_counts"] == {"gears": 5, "parts": 1}


def test_objects_that_may_not_be_read_are_left_out(store, again):
    store.put("gears/good/secret.png", picture(8))
    store.deny("s3:GetObject", "parts/gears/good/secret.png")
    path = again()
    assert (path["status"], path["images"]) == ("valid", 5)
    assert [(kind["reason"], kind["examples"]) for kind in path["left_out"]] == [("denied", ["good/secret.png"])]


def test_a_bucket_that_may_be_listed_and_not_read_is_named(store, add, path_now):
    store.deny("s3:GetObject", "parts/*")
    add("s3://parts/gears")
    fetch_all()
    assert "s3:GetObject" in path_now()["message"]


def test_an_object_that_goes_while_others_are_fetched_does_no_harm(store, add, path_now, monkeypatch):
    add("s3://parts/gears")
    room = syncing._Sync._check_room
    monkeypatch.setattr(syncing._Sync, "_check_room", lambda it: (store.remove("gears/good/0.png"), room(it)))
    fetch_all()
    path = path_now()
    assert (path["status"], path["images"], path["left_out"][0]["reason"]) == ("valid", 4, "gone")


def test_what_does_not_fit_on_the_disk_is_not_begun(store, add, path_now, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=1_000_000)
    monkeypatch.setattr(syncing.shutil, "disk_usage", lambda _folder: usage)
    add("s3://parts/gears")
    fetch_all()
    path = path_now()
    assert path["status"] == "invalid"
    assert "1\u202fMB are free" in path["message"]
    assert files() == set()


def test_progress_is_told_and_a_fetch_can_be_cancelled(store, trainer, add, path_now, monkeypatch):
    monkeypatch.setattr(syncing, "TELL_S", 0.0)
    monkeypatch.setattr(syncing, "THREADS", 1)
    monkeypatch.setattr(syncing, "_ON_THEIR_WAY", 1)
    add("s3://parts/gears")
    assert path_now()["fetch"] == {"is_listing": True, "objects": 0, "of_objects": 0, "bytes": 0, "of_bytes": 0}
    seen = []

    def look() -> bool:
        if (now := path_now()["fetch"]) is not None and not now["is_listing"]:
            seen.append((now["objects"], now["of_objects"]))
            if now["objects"] == 2:
                trainer.post(f"/paths/{path_now()['id']}/cancel")
        return False

    fetching.run_pending(look)
    path = path_now()
    assert (0, 5) in seen
    assert (2, 5) in seen
    assert (path["status"], "cancelled" in path["message"], path["fetch"]) == ("invalid", True, None)
    assert 2 <= len(files()) < 5
    assert not list(mirrors.mirror_of(mirrors.Address("parts", "gears")).folder.rglob("*.partial"))


def test_an_interrupted_fetch_goes_on_where_it_stopped(store, add, path_now, monkeypatch):
    monkeypatch.setattr(syncing, "TELL_S", 0.0)
    monkeypatch.setattr(syncing, "THREADS", 1)
    monkeypatch.setattr(syncing, "_ON_THEIR_WAY", 1)
    add("s3://parts/gears")
    fetching.run_pending(lambda: len(files()) == 3)
    assert path_now()["status"] == "checking"
    fetched = []
    whole = buckets.pieces
    monkeypatch.setattr(buckets, "pieces", lambda address, key: fetched.append(key) or whole(address, key))
    fetch_all()
    assert (path_now()["status"], path_now()["images"]) == ("valid", 5)
    assert 2 <= len(fetched) <= 3


def test_a_fetch_whose_process_was_killed_is_taken_over(store, add, path_now, monkeypatch):
    def die(*_args: object) -> None:
        raise SystemExit

    add("s3://parts/gears")
    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(syncing._Sync, "run", die)
        fetching.run_pending(lambda: False)
    assert not fetching.run_pending(lambda: False)  # it may still be alive
    DataPath.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    fetch_all()
    assert path_now()["images"] == 5


def test_a_connection_that_breaks_is_tried_again(store, add, path_now, monkeypatch):
    whole, broken = buckets.pieces, []

    def breaks(address, key):
        yield from whole(address, key)
        if key == "good/0.png" and len(broken) < 2:
            broken.append(key)
            raise buckets.PathProblem("s3_unreachable")

    monkeypatch.setattr(buckets, "pieces", breaks)
    monkeypatch.setattr(syncing, "_AGAIN_S", 0.0)
    add("s3://parts/gears")
    fetch_all()
    assert (path_now()["images"], len(broken)) == (5, 2)


def test_two_fetch_the_same_address_one_after_the_other(store, add):
    add("s3://parts/gears")
    mirror = mirrors.mirror_of(mirrors.Address("parts", "gears"))
    with fetching._held(mirror):
        assert fetching.run_pending(lambda: False)
        assert not fetching.run_pending(lambda: False)
    assert not mirror.folder.exists()
    DataPath.objects.update(claimed_until=None)
    fetch_all()
    assert len(files()) == 5


def test_folders_are_checked_while_a_bucket_is_fetched(store, trainer, project, folder, add):
    add("s3://parts/gears")
    trainer.post(f"/projects/{project.pk}/datasets", {"name": "Local", "paths": [str(folder)]})
    check_all()
    assert dict(DataPath.objects.values_list("path", "status")) == {
        "s3://parts/gears": "checking",
        str(folder): "valid",
    }


def test_a_damaged_index_is_made_anew(again):
    index = mirrors.mirror_of(mirrors.Address("parts", "gears")).index_file
    index.write_bytes(b"no database" * 1000)
    assert "could not be stored" in again()["message"]
    assert again()["images"] == 5


def test_the_mirror_goes_with_the_last_path_that_needs_it(trainer, gears, make_dataset):
    second = make_dataset(name="Second")
    trainer.post(f"/datasets/{second['id']}/paths", {"paths": ["s3://parts/gears"]})
    trainer.delete(f"/paths/{gears['id']}")
    fetching.forget_unused()
    assert len(files()) == 5
    trainer.delete(f"/datasets/{second['id']}")
    fetching.forget_unused()
    assert [entry.name for entry in Path(configured.MIRRORS_DIR).iterdir()] == ["locks"]


def test_a_bucket_that_is_no_longer_allowed_makes_the_path_invalid(again, settings):
    settings.S3_BUCKETS = ("other",)
    assert "MODELWRIGHT_S3_BUCKETS" in again()["message"]


def test_a_mirror_cannot_be_added_as_a_folder(add, gears):
    assert "outside" in reason(add(str(folder() / "good")))


def test_versions_name_the_address_and_downloads_too(trainer, empty, gears):
    version = trainer.post(f"/datasets/{empty['id']}/versions", {}).json()
    assert version["images"] == 5
    assert mirrors.shown(str(folder() / "good" / "0.png")) == "s3://parts/gears/good/0.png"
    assert mirrors.shown("/elsewhere/0.png") == "/elsewhere/0.png"
