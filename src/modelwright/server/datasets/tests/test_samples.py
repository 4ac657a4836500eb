"""Samples of a dataset: pages and filters, thumbnails, and images as a browser can show them."""

import io
import os
import struct
import zlib

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from modelwright.server.datasets import pictures
from modelwright.server.datasets.models import Sample

from .conftest import paint


def opened(answer) -> Image.Image:
    assert answer.status_code == 200, answer.content
    return Image.open(io.BytesIO(answer.content))


def sample_of(name: str) -> Sample:
    return Sample.objects.get(path__endswith=name)


def test_samples_come_in_pages_and_by_class(trainer, dataset):
    url = f"/datasets/{dataset['id']}/samples"
    first = trainer.get(url, limit=3).json()
    second = trainer.get(url, limit=3, cursor=first["next"]).json()
    paths = [row["path"] for row in first["items"] + second["items"]]
    assert paths == ["good/0.png", "good/1.png", "good/2.png", "scratch/0.png", "scratch/1.png"]
    assert (first["total"], second["next"]) == (5, None)
    scratched = trainer.get(url, label="scratch").json()
    assert {row["label"] for row in scratched["items"]} == {"scratch"}
    assert (scratched["items"][0]["width"], scratched["items"][0]["height"]) == (12, 10)


def test_samples_of_one_path(trainer, make_dataset, folder, data_root):
    other = paint(data_root / "other" / "9.png", 9).parent
    dataset = make_dataset(folder, other)
    path = trainer.get(f"/datasets/{dataset['id']}/paths").json()[1]
    (row,) = trainer.get(f"/datasets/{dataset['id']}/samples", path_id=path["id"]).json()["items"]
    assert (row["path"], row["label"]) == ("9.png", "other")


def test_a_page_takes_the_same_queries_at_any_length(trainer, dataset):
    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            trainer.get(f"/datasets/{dataset['id']}/samples", limit=limit)
        return len(captured)

    assert queries(1) == queries(5)


def test_a_thumbnail_fits_its_square_and_is_kept(trainer, make_dataset, data_root, monkeypatch):
    paint(data_root / "wide" / "1.png", 5, (800, 400))
    make_dataset(data_root / "wide")
    url = f"/samples/{Sample.objects.get().pk}/thumbnail"
    answer = trainer.get(url, side=256)
    assert (opened(answer).size, opened(answer).format) == ((256, 128), "WEBP")
    assert "immutable" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    monkeypatch.setattr(pictures, "read_image", lambda *_args, **_more: pytest.fail("read again"))
    assert trainer.get(url, side=256).content == answer.content
    again = trainer.get(url, side=256, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_thumbnail_has_one_of_four_sizes(trainer, dataset):
    assert trainer.get(f"/samples/{Sample.objects.first().pk}/thumbnail", side=100).status_code == 422


def test_a_changed_file_has_a_new_thumbnail(trainer, dataset, folder):
    sample = sample_of("good/0.png")
    before = trainer.get(f"/samples/{sample.pk}/thumbnail").content
    paint(folder / "good" / "0.png", 200)
    assert trainer.get(f"/samples/{sample.pk}/thumbnail").content != before


def test_an_image_is_sent_as_it_is(trainer, dataset, folder):
    answer = trainer.get(f"/samples/{sample_of('good/1.png').pk}/image")
    assert answer.content == (folder / "good" / "1.png").read_bytes()
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_what_browsers_cannot_show_comes_as_png(trainer, make_dataset, data_root):
    folder = data_root / "kinds"
    folder.mkdir()
    Image.fromarray(np.arange(4096, dtype=np.uint16).reshape(64, 64) * 16).save(folder / "deep.tif")
    Image.new("CMYK", (30, 20)).save(folder / "print.tiff")
    Image.new("RGB", (30, 20)).save(folder / "old.bmp")
    make_dataset(folder)
    for name, size in (("deep.tif", (64, 64)), ("print.tiff", (30, 20)), ("old.bmp", (30, 20))):
        answer = trainer.get(f"/samples/{sample_of(name).pk}/image")
        assert (opened(answer).size, answer["Content-Type"]) == (size, "image/png")
        assert f"{name.partition('.')[0]}.png" in answer["Content-Disposition"]
        opened(trainer.get(f"/samples/{sample_of(name).pk}/thumbnail"))


@pytest.mark.parametrize("mode", ["P", "LA", "1", "RGBA"])
def test_every_kind_of_pixel_has_a_thumbnail(trainer, make_dataset, data_root, mode):
    (data_root / "a").mkdir()
    Image.new(mode, (20, 20)).save(data_root / "a" / "x.png")
    make_dataset(data_root / "a")
    assert opened(trainer.get(f"/samples/{Sample.objects.get().pk}/thumbnail")).mode == "RGB"


def test_a_photo_taken_upright_has_its_true_sides(trainer, make_dataset, data_root):
    (data_root / "a").mkdir()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (60, 20)).save(data_root / "a" / "turned.jpg", exif=exif)
    dataset = make_dataset(data_root / "a")
    (row,) = trainer.get(f"/datasets/{dataset['id']}/samples").json()["items"]
    assert (row["width"], row["height"]) == (20, 60)
    assert opened(trainer.get(f"/samples/{row['id']}/thumbnail", side=96)).size == (20, 60)


def test_of_an_animation_the_first_picture_counts(trainer, make_dataset, data_root):
    (data_root / "a").mkdir()
    first, second = (Image.new("RGB", (20, 20), color) for color in ("red", "blue"))
    first.save(data_root / "a" / "moving.gif", save_all=True, append_images=[second])
    make_dataset(data_root / "a")
    red, _green, blue = opened(trainer.get(f"/samples/{Sample.objects.get().pk}/thumbnail")).getpixel((10, 10))
    assert red > 200
    assert blue < 50


def test_a_decompression_bomb_is_listed_and_never_opened(trainer, make_dataset, folder):
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    )
    (folder / "good" / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)
    make_dataset(folder)
    bomb = sample_of("bomb.png")
    assert bomb.problem == "too_many_pixels"
    assert trainer.get(f"/samples/{bomb.pk}/thumbnail").status_code == 404


def test_a_page_that_calls_itself_an_image_is_never_sent_as_a_page(trainer, make_dataset, folder):
    (folder / "good" / "evil.jpg").write_text("<script>alert(1)</script>")
    make_dataset(folder)
    for what in ("image", "thumbnail"):
        answer = trainer.get(f"/samples/{sample_of('evil.jpg').pk}/{what}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_showable")
        assert answer.json()["detail"] == {"reason": "not_an_image"}


def test_a_file_that_is_gone_says_so(trainer, dataset, folder):
    sample = sample_of("good/0.png")
    (folder / "good" / "0.png").unlink()
    for what in ("image", "thumbnail"):
        answer = trainer.get(f"/samples/{sample.pk}/{what}")
        assert (answer.status_code, answer.json()["code"]) == (404, "file_gone")


def test_a_file_replaced_by_a_link_is_not_followed_out_of_the_roots(trainer, dataset, folder, tmp_path):
    secret = paint(tmp_path / "secret.png", 1)
    (folder / "good" / "0.png").unlink()
    (folder / "good" / "0.png").symlink_to(secret)
    for what in ("image", "thumbnail"):
        assert trainer.get(f"/samples/{sample_of('good/0.png').pk}/{what}").status_code == 404


def test_a_name_in_any_script_survives_the_download(trainer, make_dataset, data_root):
    paint(data_root / "a" / 'деталь "1".png', 1)
    make_dataset(data_root / "a")
    header = trainer.get(f"/samples/{Sample.objects.get().pk}/image")["Content-Disposition"]
    assert header.endswith("filename*=UTF-8''%D0%B4%D0%B5%D1%82%D0%B0%D0%BB%D1%8C%20%221%22.png")


def test_outsiders_see_no_image(login, dataset):
    outsider = login("outsider")
    for what in ("image", "thumbnail"):
        assert outsider.get(f"/samples/{Sample.objects.first().pk}/{what}").status_code == 404
    assert login("").get(f"/samples/{Sample.objects.first().pk}/image").status_code == 401


def test_the_cache_keeps_its_bound_and_what_was_used_last(trainer, dataset, monkeypatch):
    pks = list(Sample.objects.order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        trainer.get(f"/samples/{pk}/thumbnail")
    files = [path for _used, _size, path in pictures.cached_files()]
    for age, path in enumerate(files):
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    monkeypatch.setattr(pictures, "CACHE_BYTES", sum(path.stat().st_size for path in files) - 1)
    pictures.trim()
    assert files[0].exists()
    assert not files[-1].exists()
