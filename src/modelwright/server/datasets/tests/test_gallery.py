"""The gallery: filters with counts, sorting, and what is done to many images at once."""

import asyncio
import csv
import io
import os
import zipfile

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from django.test import AsyncClient
from django.test.utils import CaptureQueriesContext

from modelwright.server.core.models import JournalEntry
from modelwright.server.datasets.models import DataPath, Sample

from .conftest import check_all, paint


@pytest.fixture
def mixed(make_dataset, folder):
    """Five images of two classes, a broken one, and one of no class, in two data paths."""
    (folder / "good" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    other = paint(folder.parent / "other" / "train" / "large.jpg", 9, (300, 40)).parent.parent
    dataset = make_dataset(folder, other)
    Sample.objects.filter(path__endswith="large.jpg").update(label="")
    return dataset


@pytest.fixture
def names(trainer, mixed):
    """File names of the images that the gallery finds."""

    def ask(**query) -> list[str]:
        answer = trainer.get(f"/datasets/{mixed['id']}/samples", **query)
        assert answer.status_code == 200, answer.json()
        return [row["path"] for row in answer.json()["items"]]

    return ask


@pytest.fixture
def act(trainer, mixed):
    def send(verb: str, **body):
        return trainer.post(f"/datasets/{mixed['id']}/samples/{verb}", body)

    return send


@pytest.fixture
def exclude(act):
    def send(reason: str = "Blurred", **selection):
        return act("exclude", selection=selection, reason=reason)

    return send


def pk_of(name: str) -> int:
    return Sample.objects.get(path__endswith=name).pk


def test_each_filter_narrows_the_gallery(names):
    assert names(label="scratch") == ["scratch/0.png", "scratch/1.png"]
    assert names(label="") == ["train/large.jpg"]
    assert names(labelled="false") == ["train/large.jpg"]
    assert names(problem="true") == names(reason="truncated") == ["good/broken.png"]
    assert names(name="SCRATCH/1") == ["scratch/1.png"]
    assert names(format="JPEG") == names(side_from=256, side_to=512) == ["train/large.jpg"]
    Sample.objects.filter(path="good/1.png").update(split="train")
    assert names(split="train") == ["good/1.png"]
    assert "good/1.png" not in names(split="none")
    assert names(path_id=DataPath.objects.get(path__endswith="other").pk) == ["train/large.jpg"]
    assert names(label="good", problem="false", name="2") == ["good/2.png"]


def test_the_gallery_can_be_sorted(names):
    assert names(sort="name")[0] == "good/0.png"
    assert names(sort="-name")[0] == "train/large.jpg"
    assert names(sort="-side")[:1] == ["train/large.jpg"]
    assert names(sort="size")[0] == "good/broken.png"
    assert names(sort="label", problem="false")[0] == "train/large.jpg"
    assert names(sort="-modified")[0] == "train/large.jpg"


def test_pages_of_every_sort_follow_on_each_other(trainer, mixed):
    for sort in ("id", "name", "-size", "label", "-modified", "side", "-brightness", "copies", "near"):
        url, found, cursor = f"/datasets/{mixed['id']}/samples", [], ""
        while cursor is not None:
            page = trainer.get(url, sort=sort, limit=2, cursor=cursor).json()
            found += [row["id"] for row in page["items"]]
            cursor = page["next"]
        assert len(found) == len(set(found)) == 7, sort


def test_a_value_that_no_filter_knows_is_refused(trainer, mixed):
    url = f"/datasets/{mixed['id']}/samples"
    assert trainer.get(url, copies="some").status_code == 422
    assert trainer.get(url, sort="colour").status_code == 422
    assert trainer.get(url, name="x" * 201).status_code == 422


def test_counts_say_what_each_value_would_leave(trainer, mixed):
    url = f"/datasets/{mixed['id']}/samples/counts"
    counts = trainer.get(url).json()
    assert counts["label"] == {"good": 4, "scratch": 2, "": 1}
    assert (counts["labelled"], counts["problem"]) == ({"true": 6, "false": 1}, {"true": 1, "false": 6})
    assert (counts["reason"], counts["excluded"]) == ({"truncated": 1}, {"false": 7})
    assert (sorted(counts["path_id"].values()), counts["split"]) == ([1, 6], {"none": 7})


def test_counts_of_one_filter_keep_to_the_others(trainer, mixed):
    counts = trainer.get(f"/datasets/{mixed['id']}/samples/counts", label="good", problem="false").json()
    assert counts["label"] == {"good": 3, "scratch": 2, "": 1}
    assert counts["problem"] == {"true": 1, "false": 3}
    assert list(counts["path_id"].values()) == [3]
    narrowed = trainer.get(f"/datasets/{mixed['id']}/samples/counts", name="scratch").json()
    assert narrowed["label"] == {"scratch": 2}


def test_pages_and_counts_take_the_same_queries_at_any_number(trainer, mixed):
    def queries(path: str, **query) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert trainer.get(f"/datasets/{mixed['id']}/{path}", **query).status_code == 200
        return len(captured)

    assert queries("samples", limit=1) == queries("samples", limit=7)
    assert queries("samples/counts", name="scratch") == queries("samples/counts", name="0")


def test_counts_are_remembered_until_something_changes(trainer, mixed, exclude, act):
    def asked(**query) -> tuple[int, dict]:
        with CaptureQueriesContext(connection) as captured:
            counts = trainer.get(f"/datasets/{mixed['id']}/samples/counts", **query).json()
        return len(captured), counts

    first, _counts = asked()
    second, _counts = asked(label="good")
    assert second == first - 1
    exclude(ids=[pk_of("good/0.png")])
    assert asked()[1]["excluded"] == {"false": 6, "true": 1}
    act("include", wanted={})
    assert asked()[1]["excluded"] == {"false": 7}
    Sample.objects.filter(path="scratch/0.png").delete()
    act("check", wanted={"label": "good"})
    check_all()
    assert asked()[1]["label"]["scratch"] == 2


def test_excluded_images_carry_their_reason(exclude, names, trainer, mixed):
    answer = exclude(ids=[pk_of("good/0.png"), pk_of("good/1.png")])
    assert answer.json() == {"count": 2}
    assert names(excluded="true") == ["good/0.png", "good/1.png"]
    row = trainer.get(f"/datasets/{mixed['id']}/samples", name="good/0").json()["items"][0]
    assert row["excluded_because"] == "Blurred"
    entry = JournalEntry.objects.filter(action="dataset.samples_excluded").get()
    assert entry.detail == {"count": 2, "reason": "Blurred"}


def test_all_that_match_are_excluded_but_for_some(exclude, names):
    assert exclude(wanted={"label": "good"}, without=[pk_of("good/2.png")]).json() == {"count": 3}
    assert names(excluded="true", label="good") == ["good/0.png", "good/1.png", "good/broken.png"]


def test_an_exclusion_needs_a_reason(exclude, names):
    answer = exclude("  ", wanted={})
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "reason")
    assert names(excluded="true") == []


def test_what_is_excluded_already_keeps_its_reason(exclude):
    exclude("Blurred", ids=[pk_of("good/0.png")])
    assert exclude("Doubtful", wanted={"label": "good"}).json() == {"count": 3}
    assert Sample.objects.get(path="good/0.png").excluded_because == "Blurred"


def test_images_can_be_included_again(exclude, act, names):
    exclude(wanted={})
    assert act("include", wanted={"label": "scratch"}).json() == {"count": 2}
    assert names(excluded="false") == ["scratch/0.png", "scratch/1.png"]


def test_images_of_another_dataset_are_out_of_reach(exclude, make_dataset, data_root):
    make_dataset(paint(data_root / "elsewhere" / "a.png", 1).parent, name="Elsewhere")
    assert exclude(ids=[pk_of("a.png")]).json() == {"count": 0}


def test_an_excluded_image_stays_excluded_when_its_file_changes(exclude, act, folder):
    exclude(ids=[pk_of("good/0.png")])
    paint(folder / "good" / "0.png", 222, (30, 30))
    act("check", wanted={})
    check_all()
    sample = Sample.objects.get(path="good/0.png")
    assert (sample.width, sample.excluded_because) == (30, "Blurred")


def test_chosen_images_are_read_again_though_they_seem_unchanged(act, folder, names):
    file = folder / "good" / "0.png"
    before = file.stat()
    file.write_bytes(b"\0" * before.st_size)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert act("check", ids=[pk_of("good/0.png")]).json() == {"count": 1}
    check_all()
    assert names(reason="not_an_image") == ["good/0.png"]


def test_viewers_may_look_and_change_nothing(login, mixed):
    viewer = login("viewer")
    assert viewer.get(f"/datasets/{mixed['id']}/samples/counts").status_code == 200
    body = {"selection": {"wanted": {}}, "reason": "Blurred"}
    assert viewer.post(f"/datasets/{mixed['id']}/samples/exclude", body).status_code == 403


@pytest.fixture
def downloaded(people, mixed):
    def get(**query) -> tuple[object, zipfile.ZipFile | None]:
        async def ask():
            client = AsyncClient()
            await client.aforce_login(people["trainer"])
            answer = await client.get(f"/api/datasets/{mixed['id']}/samples.zip", query)
            pieces = [piece async for piece in answer] if answer.streaming else []
            await sync_to_async(connections.close_all)()  # those of the thread in which the view ran
            return answer, b"".join(pieces)

        answer, content = asyncio.run(ask())
        return answer, zipfile.ZipFile(io.BytesIO(content)) if content else None

    return get


@pytest.mark.django_db(transaction=True)
def test_what_matches_comes_as_a_zip_with_a_table(downloaded, folder):
    (folder / "scratch" / "1.png").unlink()
    answer, archive = downloaded(label="scratch")
    assert answer["Content-Disposition"].startswith("attachment")
    kept = pk_of("scratch/0.png")
    assert archive.namelist() == [f"scratch/{kept}-0.png", "samples.csv"]
    assert archive.read(f"scratch/{kept}-0.png") == (folder / "scratch" / "0.png").read_bytes()
    table = list(csv.reader(io.StringIO(archive.read("samples.csv").decode("utf-8-sig"))))
    assert [row[0] for row in table] == ["file", f"scratch/{kept}-0.png", "(gone)"]


@pytest.mark.django_db(transaction=True)
def test_single_images_can_be_chosen_for_the_zip(downloaded):
    one = pk_of("good/0.png")
    _answer, archive = downloaded(ids=str(one))
    assert archive.namelist() == [f"good/{one}-0.png", "samples.csv"]
    answer, archive = downloaded(ids="1;2")
    assert (answer.status_code, archive) == (422, None)
