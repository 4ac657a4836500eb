"""Addresses in S3: looked at before they are added, and refused with what to do."""

import pytest

from modelwright.server.datasets.models import DataPath

from .a_store import add, empty, endpoint, guarded, picture, reason, store

__all__ = ["add", "empty", "endpoint", "guarded", "store"]

pytestmark = [pytest.mark.one_database, pytest.mark.long]


def test_an_address_is_looked_at_before_it_is_added(trainer, store):
    store.put("gears/masks/0.png", picture(1))
    store.put("gears/video.mp4", b"0" * 5000)
    bad = ["s3://parts/nothing", "s3://nowhere", "s3://other/a", "s3://parts/gears/good"]
    answers = trainer.post("/folders/look", {"paths": ["s3://parts/gears/", *bad]}).json()
    assert [(one["valid"], one["images"]) for one in answers] == [(True, 5)] + [(False, 0)] * 4
    assert answers[0]["description"].startswith("Images: 5, to be fetched: ")
    told = [one["message"] for one in answers[1:]]
    expected = ("no image at this address", "no bucket “nowhere”", "not among those", "twice")
    assert all(part in text for part, text in zip(expected, told, strict=True)), told
    assert not DataPath.objects.exists()


def test_without_the_setting_an_address_is_refused_and_says_what_to_set(add, store, settings, trainer):
    settings.S3_BUCKETS = ()
    assert "MODELWRIGHT_S3_BUCKETS" in reason(add("s3://parts/gears"))
    assert trainer.get("/folders").json()["buckets"] == []


def test_the_interface_learns_which_buckets_may_be_used(trainer, store):
    assert trainer.get("/folders").json()["buckets"] == ["parts", "shared/open", "nowhere"]


def test_without_the_library_an_address_is_refused_and_says_what_to_install(add, store, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "botocore", None)
    assert "modelwright[s3]" in reason(add("s3://parts/gears"))


@pytest.mark.parametrize(
    "text",
    ["s3://", "s3:///gears", "s3://parts//gears", "s3://parts/../other", "s3://parts/" + "x" * 300, "s3://pa rts/a"],
)
def test_what_is_no_address_is_refused(add, store, text):
    assert "s3://bucket/folder" in reason(add(text))


def test_only_the_folders_that_the_administrator_named_may_be_used(add, store):
    store.client.create_bucket(Bucket="shared")
    for key in ("open/a/1.png", "opened/1.png"):
        store.client.put_object(Bucket="shared", Key=key, Body=picture(1))
    for text in ("s3://shared", "s3://shared/opened", "s3://elsewhere/open"):
        assert "MODELWRIGHT_S3_BUCKETS" in reason(add(text))
    assert add("s3://shared/open/a").status_code == 201


def test_a_star_allows_every_bucket(add, store, settings):
    settings.S3_BUCKETS = ("*",)
    assert add("S3://parts/gears/").json()[0]["path"] == "s3://parts/gears"


def test_an_address_is_in_a_dataset_once(add, store):
    assert add("s3://parts/gears").status_code == 201
    assert "already" in reason(add("s3://parts/gears/"))
    assert "twice" in reason(add("s3://parts/gears/good"))
    assert "twice" in reason(add("s3://parts"))


def test_a_store_that_does_not_answer_is_named(add, store, settings):
    settings.S3_ENDPOINT = "http://127.0.0.1:1"
    assert "cannot be reached" in reason(add("s3://parts/gears"))


def test_an_endpoint_that_is_no_address_is_named(add, store, settings):
    settings.S3_ENDPOINT = "store"
    assert "Invalid endpoint" in reason(add("s3://parts/gears"))


def test_a_server_without_keys_is_told_which_to_set(add, store, settings, monkeypatch):
    settings.S3_ACCESS_KEY_ID = settings.S3_SECRET_ACCESS_KEY = ""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    assert "MODELWRIGHT_S3_ACCESS_KEY_ID" in reason(add("s3://parts/gears"))


def test_keys_that_the_store_does_not_accept_are_named(add, store, guarded):
    assert "does not accept the server's keys" in reason(add("s3://parts/gears"))


def test_a_bucket_that_may_not_be_listed_is_named(add, store, guarded, settings):
    settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY = guarded
    assert "may not list the bucket “parts”" in reason(add("s3://parts/gears"))


def test_stores_that_are_slow_are_not_waited_for_any_longer(add, store, monkeypatch):
    monkeypatch.setattr("modelwright.server.datasets.paths.STORES_S", -1.0)
    assert "too slowly" in reason(add("s3://parts/gears"))
