"""Uploads: in chunks, resumed after a break, checked image by image; and zips that mean harm."""

import io
import json
import stat
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from modelwright.server.core.models import JournalEntry
from modelwright.server.datasets import limits, storage, unpacking, uploads
from modelwright.server.datasets.models import DataPath, Upload

from .conftest import classes, nothing_is_left, packed, picture

DAMAGED = "It is damaged in the zip, or packed in a way that cannot be read."


def test_an_image_lands_in_its_class(trainer, empty, send):
    result = send("one.png", picture(), "good")
    assert (result["accepted"], result["refused"]) == (1, 0)
    assert classes(trainer, empty) == {"good": 1}
    (path,) = trainer.get(f"/datasets/{empty['id']}/paths").json()
    assert path["is_upload"]
    assert not Upload.objects.exists()
    assert JournalEntry.objects.get(action="dataset.uploaded").detail["accepted"] == 1


def test_an_upload_goes_on_where_it_was_interrupted(trainer, empty):
    content = picture()
    body = {"name": "one.png", "size": len(content), "label": "good"}
    begin = f"/datasets/{empty['id']}/uploads"
    upload = trainer.post(begin, body).json()
    trainer.put(f"/uploads/{upload['id']}?offset=0", content[:20])
    again = trainer.post(begin, body).json()
    assert (again["id"], again["received"]) == (upload["id"], 20)
    early = trainer.post(f"/uploads/{upload['id']}/finish")
    assert (early.status_code, early.json()["detail"]) == (409, {"received": 20})
    wrong = trainer.put(f"/uploads/{upload['id']}?offset=0", content[:20])
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["detail"]) == (409, "wrong_offset", {"received": 20})
    assert trainer.put(f"/uploads/{upload['id']}?offset=20", content[20:]).json()["received"] == len(content)
    assert trainer.post(f"/uploads/{upload['id']}/finish").json()["result"]["accepted"] == 1
    assert classes(trainer, empty) == {"good": 1}


def test_more_than_was_announced_is_refused(trainer, empty):
    upload = trainer.post(f"/datasets/{empty['id']}/uploads", {"name": "a.png", "size": 4, "label": "a"}).json()
    assert trainer.put(f"/uploads/{upload['id']}?offset=0", b"12345").status_code == 422
    assert trainer.put(f"/uploads/{upload['id']}?offset=-1", b"1").status_code == 409


def test_a_cancelled_upload_leaves_nothing(trainer, empty):
    upload = trainer.post(f"/datasets/{empty['id']}/uploads", {"name": "a.png", "size": 4, "label": "a"}).json()
    trainer.put(f"/uploads/{upload['id']}?offset=0", b"1234")
    assert trainer.delete(f"/uploads/{upload['id']}").status_code == 204
    assert not (settings.UPLOADS_DIR / "partial" / str(upload["id"])).exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("text.jpg", b"not an image", "not an image"),
        ("cut.png", picture()[:40], "cut off"),
        ("page.html", b"<html>", "does not end like"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(trainer, empty, send, name, content, message):
    result = send(name, content, "good")
    assert (result["accepted"], result["refused"]) == (0, 1)
    assert message in result["files"][0]["message"]
    assert not DataPath.objects.exists()


def test_an_image_needs_a_class_that_can_be_a_folder(trainer, empty):
    for label in ("", "  ", "../up", "a/b", "a\\b", ".hidden", "x" * 250):
        answer = trainer.post(f"/datasets/{empty['id']}/uploads", {"name": "a.png", "size": 4, "label": label})
        assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "label")


def test_the_same_image_again_is_kept_once_and_another_gets_a_suffix(trainer, empty, send):
    assert send("one.png", picture(1), "good")["accepted"] == 1
    assert "already" in send("one.png", picture(1), "good")["files"][0]["message"]
    assert send("one.png", picture(2), "good")["files"][0]["name"] == "one-2.png"
    assert classes(trainer, empty) == {"good": 2}


def test_a_zip_brings_its_classes(trainer, empty, send):
    files = {
        "good/1.png": picture(1),
        "good/deep/2.png": picture(2),
        "царапина/3.png": picture(3),
        "4.png": picture(4),
        "good/notes.txt": b"hello",
        "__MACOSX/good/._1.png": b"\0",
        "good/.DS_Store": b"\0",
    }
    result = send("parts.zip", packed(files))
    assert (result["accepted"], result["refused"]) == (4, 1)
    assert result["files"][0]["name"] == "notes.txt"  # refused ones first
    assert classes(trainer, empty) == {"good": 2, "parts": 1, "царапина": 1}


def test_a_folder_around_the_class_folders_is_not_a_class(trainer, empty, send):
    send("parts.zip", packed({"parts/good/1.png": picture(1), "parts/bad/1.png": picture(2)}))
    assert classes(trainer, empty) == {"bad": 1, "good": 1}


def test_a_zip_with_a_class_given_goes_into_that_class(trainer, empty, send):
    send("parts.zip", packed({"a/1.png": picture(1), "b/2.png": picture(2)}), "good")
    assert classes(trainer, empty) == {"good": 2}


@pytest.mark.parametrize(
    "name", ["../../evil.png", "/etc/evil.png", "..\\..\\evil.png", "a/../../evil.png", "C:/evil.png"]
)
def test_nothing_in_a_zip_leaves_the_folder(send, name):
    before = set(Path(settings.HOME).rglob("*evil*"))
    result = send("evil.zip", packed({name: picture()}))
    assert (result["accepted"], result["files"][0]["message"]) == (0, "Its path leads out of the zip.")
    assert set(Path(settings.HOME).rglob("*evil*")) == before


def test_a_link_in_a_zip_is_refused(send):
    info = zipfile.ZipInfo("a/link.png")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert send("links.zip", buffer.getvalue())["files"][0]["message"] == "It is a link, not a file."


def test_a_bomb_is_not_unpacked(send, monkeypatch):
    monkeypatch.setattr(unpacking, "_HARMLESS", 1000)
    message = send("bomb.zip", packed({"a/1.png": b"\0" * 1_000_000}, zipfile.ZIP_DEFLATED))
    assert "far more than its size" in message
    assert nothing_is_left()


def test_a_zip_that_lies_about_its_sizes_is_cut_off(send):
    content = bytearray(packed({"a/1.png": picture()}))
    true_size = len(picture()).to_bytes(4, "little")
    lie = (10).to_bytes(4, "little")
    position = content.rfind(true_size)  # in the central directory, which decides
    content[position : position + 4] = lie
    result = send("lie.zip", bytes(content))
    assert (result["accepted"], result["files"][0]["message"]) == (0, DAMAGED)


def test_too_many_files_are_refused(send, monkeypatch):
    monkeypatch.setattr(limits, "MOST_FILES_OF_A_ZIP", 2)
    message = send("many.zip", packed({f"a/{number}.png": b"" for number in range(3)}))
    assert "more than 2 files" in message


def test_what_is_no_zip_is_refused(send):
    assert "not a zip" in send("fake.zip", b"PK\x03\x04 nothing")


def test_old_zips_give_names_in_the_language_of_the_person(trainer, empty, send, people):
    content = packed({"XXXXXXXX/1.png": picture(1), "good/2.png": picture(2)})
    trainer.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ru"
    assert send("old.zip", content.replace(b"XXXXXXXX", "царапина".encode("cp866")))["accepted"] == 2
    assert set(classes(trainer, empty)) == {"царапина", "good"}


def test_a_full_disk_is_said_before_anything_is_sent(trainer, empty, monkeypatch):
    usage = storage.shutil.disk_usage("/")
    monkeypatch.setattr(storage.shutil, "disk_usage", lambda _folder: usage._replace(free=1000))
    answer = trainer.post(f"/datasets/{empty['id']}/uploads", {"name": "a.zip", "size": 10_000})
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")


def test_abandoned_uploads_are_forgotten(trainer, empty, monkeypatch):
    trainer.post(f"/datasets/{empty['id']}/uploads", {"name": "a.png", "size": 4, "label": "a"})
    uploads.forget_old()
    assert Upload.objects.count() == 1
    monkeypatch.setattr(uploads, "ABANDONED_AFTER", uploads.timedelta(0))
    uploads.forget_old()
    assert not Upload.objects.exists()


def test_a_zip_of_cvat_brings_its_boxes(trainer, empty, send):
    box = '<box label="dent" xtl="1" ytl="2" xbr="5" ybr="6"/>'
    xml = f'<annotations><meta></meta><image id="0" name="a.png" width="12" height="12">{box}</image></annotations>'
    assert send("cvat.zip", packed({"annotations.xml": xml.encode(), "images/a.png": picture(1)}))["accepted"] == 2
    assert classes(trainer, empty) == {"dent": 1}
    (path,) = trainer.get(f"/datasets/{empty['id']}/paths").json()
    assert (path["format"], path["region_counts"]) == ("cvat", {"dent": 1})


def test_a_zip_of_label_studio_brings_its_regions(trainer, empty, send):
    value = {"x": 0, "y": 0, "width": 50, "height": 50, "rectanglelabels": ["dent"]}
    result = {"type": "rectanglelabels", "value": value, "original_width": 12, "original_height": 12}
    tasks = [{"data": {"image": "/data/upload/1/0123abcd-a.png"}, "annotations": [{"result": [result]}]}]
    send("studio.zip", packed({"export.json": json.dumps(tasks).encode(), "images/a.png": picture(1)}))
    assert classes(trainer, empty) == {"dent": 1}
    (path,) = trainer.get(f"/datasets/{empty['id']}/paths").json()
    assert path["format"] == "label_studio"


def test_an_image_of_a_zip_that_is_cut_off_is_found_by_the_check(trainer, empty, send):
    noise = io.BytesIO()
    Image.effect_noise((64, 64), 80).save(noise, "JPEG")
    result = send(
        "cut.zip", packed({"good/1.jpg": noise.getvalue()[:1500], "good/2.png": picture(1), "good/3.png": b"no"})
    )
    assert (result["accepted"], result["refused"]) == (2, 1)
    assert classes(trainer, empty) == {"good": 2}
    assert trainer.get(f"/datasets/{empty['id']}").json()["unreadable"] == 1
