"""The report of a completed training (E61), its misjudged and non-compliant samples (E66), and their download."""

import asyncio
import csv
import io
import json
import zipfile

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from django.test import AsyncClient
from django.test.utils import CaptureQueriesContext
from PIL import Image

from modelwright.server.training import reports
from modelwright.server.training.models import MeasuredSample, Process


@pytest.fixture
def images(data_root):
    """Four images that the run measured, two of them judged wrongly, and one that it kept out."""
    folder = data_root / "measured"
    folder.mkdir()
    for number in range(5):
        Image.new("RGB", (20, 20), (number * 40, 0, 0)).save(folder / f"{number}.png")
    return folder


@pytest.fixture
def completed(process, engine, dispatcher, images):
    """A process whose training is completed."""
    run = engine(process)
    run.finish()
    judged = [("a", "a", 0.9), ("a", "b", 0.8), ("b", "b", 0.7), ("b", "a", 0.6)]
    with run.run_dir.results_file.open("w") as file:
        for number, (label, predicted, confidence) in enumerate(judged):
            values = {"label": label, "predicted": predicted, "confidence": confidence, "label_confidence": 0.5}
            values |= {"correct": label == predicted, "score": confidence}
            file.write(json.dumps({"part": "validation", "path": str(images / f"{number}.png"), **values}) + "\n")
    kept_out = {
        "part": "train",
        "path": str(images / "4.png"),
        "label": "a",
        "reason": "too_small",
        "width": 4,
        "height": 4,
    }
    run.run_dir.non_compliant_file.write_text(json.dumps(kept_out) + "\n")
    dispatcher.tick()
    return process


@pytest.fixture
def measured(login, completed):
    return lambda **query: login("viewer").get(f"/processes/{completed['id']}/measured", **query).json()


def names(page) -> list[str]:
    return [row["path"].rpartition("/")[2] for row in page["items"]]


def test_the_report_states_its_numbers_and_formulas(login, completed):
    report = login("viewer").get(f"/processes/{completed['id']}/report").json()
    assert report["report"]["sets"][0]["samples"] == 2
    assert report["misjudged"] == {"validation": 2}
    assert report["non_compliant"] == 1
    assert "TP / (TP + FP)" in report["formulas"]["classification"]["precision"]


def test_there_is_no_report_before_the_end(login, process):
    answer = login("viewer").get(f"/processes/{process['id']}/report")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_report")


def test_measured_samples_are_filtered_like_the_cells_of_the_matrix(measured):
    assert names(measured()) == ["3.png", "2.png", "1.png", "0.png"]
    assert names(measured(sort="-confidence")) == ["0.png", "1.png", "2.png", "3.png"]
    assert names(measured(correct="false")) == ["3.png", "1.png"]
    assert names(measured(label="b", predicted="a")) == ["3.png"]
    assert measured(part="test")["total"] == 0


def test_pages_follow_each_other(measured):
    first = measured(limit=3)
    assert names(measured(limit=3, cursor=first["next"])) == ["0.png"]
    assert first["total"] == 4


def test_non_compliant_samples_say_why(measured):
    page = measured(non_compliant="true")
    assert names(page) == ["4.png"]
    assert "smaller than the preprocessing parameters allow" in page["items"][0]["message"]
    assert measured(non_compliant="true", part="test")["total"] == 0


def test_a_longer_page_takes_no_more_queries(login, completed):
    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            login("viewer").get(f"/processes/{completed['id']}/measured", limit=limit)
        return len(captured)

    assert queries(1) == queries(4)


def test_a_measured_image_is_shown_and_downloaded(login, completed, measured):
    number = measured(sort="path")["items"][0]["id"]
    assert login("viewer").get(f"/measured/{number}/thumbnail")["Content-Type"] == "image/webp"
    assert login("viewer").get(f"/measured/{number}/image")["Content-Disposition"].startswith("inline")
    download = login("viewer").get(f"/measured/{number}/image", download="true")
    assert download["Content-Disposition"].startswith("attachment")
    assert login("outsider").get(f"/measured/{number}/image").status_code == 404


def test_an_image_that_was_moved_since_says_so(login, measured, images):
    number = measured(sort="path")["items"][0]["id"]
    (images / "0.png").unlink()
    answer = login("viewer").get(f"/measured/{number}/image")
    assert (answer.status_code, answer.json()["code"]) == (404, "file_gone")


def test_a_place_outside_of_the_roots_is_never_read(login, measured):
    number = measured(sort="path")["items"][0]["id"]
    MeasuredSample.objects.filter(pk=number).update(path="/etc/hostname")
    assert login("viewer").get(f"/measured/{number}/image").status_code == 404


def test_storing_again_changes_nothing(completed):
    from modelwright.contract.run_dir import RunDir

    process = Process.objects.select_related("job").get(pk=completed["id"])
    reports.store(process.job, process, RunDir(process.job.run_dir))
    assert MeasuredSample.objects.count() == 5


@pytest.fixture
def archive(people, completed):
    """Download a zip as the viewer does, under ASGI; gives the response and the bytes."""

    def download(ids):
        client = AsyncClient()
        client.force_login(people["viewer"])

        async def fetch():
            answer = await client.post(
                f"/api/processes/{completed['id']}/measured/archive",
                json.dumps({"ids": ids}),
                content_type="application/json",
            )
            pieces = [piece async for piece in answer.streaming_content] if answer.streaming else [answer.content]
            await sync_to_async(connections.close_all)()  # those of the thread in which the view ran
            return answer, b"".join(pieces)

        return asyncio.run(fetch())

    return download


@pytest.mark.django_db(transaction=True)
def test_a_selection_comes_as_a_zip_with_a_table(archive, measured, images):
    rows = measured(correct="false", sort="path")["items"]
    (images / "3.png").unlink()
    answer, content = archive([row["id"] for row in rows])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        assert found.namelist() == [f"a/b/{rows[0]['id']}-1.png", "samples.csv"]
        assert found.read(found.namelist()[0]) == (images / "1.png").read_bytes()
        table = list(csv.DictReader(io.StringIO(found.read("samples.csv").decode("utf-8-sig"))))
    assert [(row["label"], row["predicted"], row["file"]) for row in table] == [
        ("a", "b", f"a/b/{rows[0]['id']}-1.png"),
        ("b", "a", "(gone)"),
    ]


@pytest.mark.django_db(transaction=True)
def test_samples_of_another_training_are_not_in_it(archive, measured):
    answer, _content = archive([measured()["items"][0]["id"], 999_999])
    assert answer.status_code == 422
