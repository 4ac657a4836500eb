"""Zips are taken in by the dispatcher: with progress, cancelled, interrupted, and never by halves."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from modelwright.server.core.models import JournalEntry
from modelwright.server.datasets import landing, storage, taking, uploads
from modelwright.server.datasets.models import DataPath, Sample, Upload

from .conftest import check_all, nothing_is_left, packed, picture, take_in_all

ZIP = packed({"good/1.png": picture(1), "good/2.png": picture(2), "bad/3.png": picture(3), "bad/notes.txt": b"?"})


@pytest.fixture(autouse=True)
def _tells_everything(monkeypatch):
    """Progress is stored at every file, not twice a second."""
    monkeypatch.setattr(taking, "_TELL_S", -1.0)


@pytest.fixture
def zipped(arrive):
    """An upload that waits for the dispatcher."""
    return arrive("parts.zip", ZIP).json()


def files_of(dataset) -> list[str]:
    folder = settings.UPLOADS_DIR / str(dataset["id"])
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def test_finishing_answers_at_once_and_the_zip_is_taken_in_afterwards(trainer, empty, arrive):
    answer = arrive("parts.zip", ZIP)
    assert (answer.status_code, answer.json()["status"], answer.json()["result"]) == (202, "waiting", None)
    assert files_of(empty) == []
    take_in_all()
    upload = trainer.get(f"/uploads/{answer.json()['id']}").json()
    assert (upload["status"], upload["result"]["accepted"], upload["result"]["refused"]) == ("completed", 3, 1)
    assert [file["name"] for file in upload["result"]["files"]] == ["notes.txt"]
    assert files_of(empty) == ["bad/3.png", "good/1.png", "good/2.png"]
    assert nothing_is_left()
    entry = JournalEntry.objects.get(action="dataset.uploaded")
    assert (entry.user_name, entry.detail) == ("trainer", {"name": "parts.zip", "accepted": 3, "refused": 1})
    check_all()
    assert trainer.get(f"/datasets/{empty['id']}").json()["class_counts"] == {"bad": 1, "good": 2}
    assert trainer.post(f"/uploads/{upload['id']}/finish").json()["status"] == "completed"
    take_in_all()
    assert JournalEntry.objects.filter(action="dataset.uploaded").count() == 1


def test_it_tells_how_far_it_is_and_shows_no_file_before_all_are_unpacked(trainer, empty, zipped):
    seen = []

    def look() -> bool:
        seen.append((trainer.get(f"/uploads/{zipped['id']}").json(), files_of(empty)))
        return False

    Upload.objects.update(started_at=timezone.now())
    taking.run_pending(look)
    unpacking = [upload for upload, files in seen if upload["status"] == "unpacking" and not files]
    assert [upload["done"] for upload in unpacking] == [0, 0, 1, 2, 3]
    assert {upload["files"] for upload in unpacking[1:]} == {4}
    assert 0 < unpacking[-2]["unpacked"] < unpacking[-1]["unpacked_size"]
    assert [files for upload, files in seen if upload["status"] == "unpacking" and files] == []


def test_the_time_left_goes_by_the_pace_so_far(trainer, zipped):
    begun = timezone.now() - timedelta(seconds=30)
    Upload.objects.update(status="unpacking", started_at=begun, unpacked=100, unpacked_size=300)
    assert 59 <= trainer.get(f"/uploads/{zipped['id']}").json()["seconds_left"] <= 65
    Upload.objects.update(started_at=timezone.now())
    assert trainer.get(f"/uploads/{zipped['id']}").json()["seconds_left"] is None


def test_when_the_server_ends_nothing_is_there_by_halves_and_the_next_one_begins_again(trainer, empty, zipped):
    taking.run_pending(lambda: Upload.objects.get().done == 2)
    assert (files_of(empty), Upload.objects.get().status) == ([], "unpacking")
    assert len(list((settings.UPLOADS_DIR / "partial").iterdir())) == 1  # what was sent
    take_in_all()
    assert len(files_of(empty)) == 3
    assert nothing_is_left()


def test_a_worker_that_died_is_followed_by_another_when_its_lease_is_over(empty, zipped, monkeypatch):
    class Killed(BaseException):
        pass

    def die(*_, **__):
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(landing, "check_image", die)
        taking.run_pending(lambda: False)
    assert not taking.run_pending(lambda: False)  # it may still be alive
    Upload.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    take_in_all()
    assert len(files_of(empty)) == 3
    assert nothing_is_left()


def test_what_was_interrupted_while_files_got_their_places_goes_on(trainer, empty, zipped):
    taking.run_pending(lambda: len(files_of(empty)) == 1)
    assert len(files_of(empty)) == 1
    refused = trainer.delete(f"/uploads/{zipped['id']}")
    assert (refused.status_code, "cannot be cancelled any more" in refused.json()["message"]) == (409, True)
    take_in_all()
    assert files_of(empty) == ["bad/3.png", "good/1.png", "good/2.png"]
    upload = Upload.objects.get()
    assert (upload.status, upload.accepted, upload.refused) == ("completed", 3, 1)
    assert nothing_is_left()


def test_one_that_is_cancelled_while_it_is_unpacked_leaves_nothing(trainer, empty, zipped):
    def cancel() -> bool:
        if Upload.objects.filter(done=2).exists():
            assert trainer.delete(f"/uploads/{zipped['id']}").status_code == 204
        return False

    taking.run_pending(cancel)
    assert not Upload.objects.exists()
    assert (files_of(empty), DataPath.objects.count()) == ([], 0)
    assert nothing_is_left()
    assert JournalEntry.objects.filter(action__startswith="dataset.upload").get().action == "dataset.upload_cancelled"


def test_a_dataset_that_is_deleted_meanwhile_leaves_no_files(trainer, empty, zipped):
    def delete() -> bool:
        if len(files_of(empty)) == 1:
            assert trainer.delete(f"/datasets/{empty['id']}?confirmed=true").status_code == 204
        return False

    taking.run_pending(delete)
    assert files_of(empty) == []
    uploads.forget_old()
    assert nothing_is_left()


def test_who_was_thought_dead_stops_when_another_has_taken_over(empty, zipped):
    def be_overtaken() -> bool:
        if Upload.objects.filter(done=2, attempt=1).exists():
            Upload.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
            take_in_all()
        return False

    taking.run_pending(be_overtaken)
    upload = Upload.objects.get()
    assert (upload.status, upload.attempt, upload.accepted) == ("completed", 2, 3)
    assert len(files_of(empty)) == 3
    assert nothing_is_left()


def test_a_zip_that_does_not_fit_is_kept_and_can_be_tried_again(trainer, empty, zipped, monkeypatch):
    usage = storage.shutil.disk_usage("/")
    with monkeypatch.context() as patched:
        patched.setattr(storage.shutil, "disk_usage", lambda _folder: usage._replace(free=1000))
        take_in_all()
    upload = trainer.get(f"/uploads/{zipped['id']}").json()
    assert (upload["status"], upload["can_be_tried_again"]) == ("failed", True)
    assert upload["message"] == "The server's disk is full. Free some space, then try again."
    assert JournalEntry.objects.get(action="dataset.upload_failed").detail["reason"] == "disk_full"
    again = trainer.post(f"/datasets/{empty['id']}/uploads", {"name": "parts.zip", "size": len(ZIP)}).json()
    assert (again["id"], again["received"]) == (upload["id"], len(ZIP))
    assert trainer.post(f"/uploads/{upload['id']}/finish").status_code == 202
    take_in_all()
    assert trainer.get(f"/uploads/{upload['id']}").json()["result"]["accepted"] == 3


def test_a_disk_that_fails_while_files_get_their_places_says_what_was_taken_in(trainer, empty, zipped, monkeypatch):
    whole = landing.settle

    def fail(arrived: Path, place: Path):
        if place.name == "3.png":
            raise PermissionError(place)
        return whole(arrived, place)

    with monkeypatch.context() as patched:
        patched.setattr(landing, "settle", fail)
        take_in_all()
    upload = trainer.get(f"/uploads/{zipped['id']}").json()
    assert (upload["status"], upload["result"]["accepted"]) == ("failed", 2)
    assert "could not be written" in upload["message"]
    check_all()
    assert Sample.objects.count() == 2
    trainer.post(f"/uploads/{zipped['id']}/finish")
    take_in_all()
    assert trainer.get(f"/uploads/{zipped['id']}").json()["result"]["accepted"] == 3
    assert files_of(empty) == ["bad/3.png", "good/1.png", "good/2.png"]


def test_what_somebody_removed_from_the_disk_is_asked_for_again(trainer, zipped):
    (settings.UPLOADS_DIR / "partial" / str(zipped["id"])).unlink()
    take_in_all()
    upload = trainer.get(f"/uploads/{zipped['id']}").json()
    assert (upload["status"], upload["can_be_tried_again"]) == ("failed", False)
    assert "Send the file again" in upload["message"]


def test_the_same_file_again_is_the_same_upload_until_that_is_over(trainer, empty, zipped):
    body = {"name": "parts.zip", "size": len(ZIP)}
    assert trainer.post(f"/datasets/{empty['id']}/uploads", body).json()["id"] == zipped["id"]
    take_in_all()
    assert trainer.post(f"/datasets/{empty['id']}/uploads", body).json()["id"] != zipped["id"]


def test_everybody_sees_what_is_being_taken_in_and_each_how_their_own_ended(login, empty, zipped):
    viewer, trainer = login("viewer"), login("trainer")
    path = f"/datasets/{empty['id']}/uploads"
    assert [upload["id"] for upload in viewer.get(path).json()["items"]] == [zipped["id"]]
    take_in_all()
    assert viewer.get(path).json()["items"] == []
    assert [upload["status"] for upload in trainer.get(path).json()["items"]] == ["completed"]
    assert trainer.delete(f"/uploads/{zipped['id']}").status_code == 204
    assert trainer.get(path).json()["items"] == []


def test_a_list_of_many_takes_as_few_queries_as_one_of_one(trainer, empty, zipped, django_assert_max_num_queries):
    row = Upload.objects.get()
    Upload.objects.bulk_create(
        Upload(dataset=row.dataset, name="x.zip", size=1, status="waiting", created_by=row.created_by)
        for _ in range(30)
    )
    with django_assert_max_num_queries(12):
        assert len(trainer.get(f"/datasets/{empty['id']}/uploads").json()["items"]) == 31


def test_ends_are_told_for_a_day_and_files_of_no_upload_are_removed(empty, zipped):
    take_in_all()
    orphan = settings.UPLOADS_DIR / "partial" / "999-1"
    orphan.mkdir()
    uploads.forget_old()
    assert (Upload.objects.count(), orphan.exists()) == (1, False)
    Upload.objects.update(finished_at=timezone.now() - timedelta(days=1, minutes=1))
    uploads.forget_old()
    assert not Upload.objects.exists()


def test_files_of_one_name_are_all_kept_and_equal_ones_once(empty, send_all):
    names = {"bad/1.png": picture(1), "good/a/1.png": picture(1), "good/b/1.png": picture(2), "good/1.png": picture(1)}
    assert send_all("parts.zip", packed(names)) == (4, 0)
    assert files_of(empty) == ["bad/1.png", "good/1-2.png", "good/1.png"]


def test_an_annotated_zip_does_not_replace_another_file(empty, send_all):
    assert send_all("one.zip", packed({"images/a.png": picture(1), "labels/a.txt": b"0 .5 .5 .1 .1"})) == (2, 0)
    assert send_all("two.zip", packed({"images/a.png": picture(2), "labels/a.txt": b"0 .5 .5 .1 .1"})) == (1, 1)
    assert (settings.UPLOADS_DIR / str(empty["id"]) / "images" / "a.png").read_bytes() == picture(1)


@pytest.fixture
def send_all(trainer, arrive):
    """Upload a zip and wait: how many files were accepted and refused."""

    def send(name: str, content: bytes) -> tuple[int, int]:
        number = arrive(name, content).json()["id"]
        take_in_all()
        result = trainer.get(f"/uploads/{number}").json()["result"]
        return result["accepted"], result["refused"]

    return send
