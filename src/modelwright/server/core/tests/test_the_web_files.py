"""The built web interface: its files, its page for every other address, and nothing else of the disk."""

import gzip

import pytest
from django.test import Client


@pytest.fixture
def built(settings, tmp_path):
    settings.WEB_DIR = tmp_path / "dist"
    (settings.WEB_DIR / "assets").mkdir(parents=True)
    (settings.WEB_DIR / "index.html").write_text("<title>Modelwright</title>")
    (settings.WEB_DIR / "assets" / "index-abc123.js").write_text("let x = 1\n" * 100)
    (settings.WEB_DIR / "assets" / "theme.js").write_text("let y")
    (tmp_path / "secret.txt").write_text("secret")
    (settings.WEB_DIR / "assets" / "link.txt").symlink_to(tmp_path / "secret.txt")
    return Client()


@pytest.mark.parametrize("path", ["/", "/projects/5/datasets", "/sign-in"])
def test_every_address_of_the_interface_is_its_page(built, path):
    answer = built.get(path)
    assert answer.content == b"<title>Modelwright</title>"
    assert answer["Content-Type"] == "text/html"
    assert answer["Cache-Control"] == "no-cache"
    assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_files_whose_name_carries_their_content_stay_in_the_cache(built):
    assert "immutable" in built.get("/assets/index-abc123.js")["Cache-Control"]
    assert built.get("/assets/theme.js")["Cache-Control"] == "no-cache"


def test_texts_travel_compressed(built):
    answer = built.get("/assets/index-abc123.js", headers={"Accept-Encoding": "br, gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).startswith(b"let x = 1")
    assert len(answer.content) < 100


def test_what_the_browser_has_is_not_sent_again(built):
    etag = built.get("/")["ETag"]
    assert built.get("/", headers={"If-None-Match": etag}).status_code == 304
    assert built.head("/").status_code == 200
    assert built.post("/").status_code == 405


@pytest.mark.parametrize("path", ["/assets/../../secret.txt", "/..%2fsecret.txt", "/assets/link.txt", "/%00"])
def test_nothing_outside_of_the_build_is_ever_sent(built, path):
    assert b"secret" not in built.get(path).content


def test_a_missing_file_is_missing_rather_than_the_page(built):
    assert built.get("/assets/gone-abc.js").status_code == 404


def test_before_the_build_the_page_says_what_to_do(settings, tmp_path):
    settings.WEB_DIR = tmp_path
    answer = Client().get("/")
    assert answer.status_code == 503
    assert b"make serve" in answer.content
