"""The Python client against a real server with the real engine."""

import asyncio
import contextlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import psutil
import pytest

from modelwright.sdk.cli import main
from modelwright.sdk.client import ApiError, Client
from modelwright.sdk.records import Process, Project, Upload
from modelwright.sdk.testing import LIGHT, SMALL, RealServer, draw_shapes
from modelwright.server.testing.migrated import migrated_database

pytestmark = pytest.mark.long

PASSWORD = "Wright-1"
PERSON = f"""
from modelwright.server.accounts.models import User
User.objects.create_superuser("anna", password="{PASSWORD}")
"""
ITERATIONS = 12
LONG = {**SMALL, "training": {"classification": {"batch_size": 4, "max_iter": 5000}}}


class Guided(NamedTuple):
    """What the sample left behind: files, lines, and its variables."""

    folder: Path
    printed: list[str]
    names: dict[str, Any]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    home = tmp_path_factory.mktemp("home")
    draw_shapes(home / "shapes")
    running = RealServer(home, migrated_database(), OMP_NUM_THREADS="1")
    yield running
    running.end()


@pytest.fixture(scope="module")
def client(server: RealServer) -> Iterator[Client]:
    with server.client() as signed_in:
        yield signed_in


@pytest.fixture(scope="module")
def project(client: Client) -> Project:
    return client.projects.create("Line 3", "Bearings from above.")


def new_process(client: Client, server: RealServer, project: Project, name: str, parameters: dict) -> Process:
    dataset = client.datasets.wait(client.datasets.create(project, name, paths=[server.home / "shapes"]))
    template = client.templates.create(project, name, training=[dataset], base_model=LIGHT, parameters=parameters)
    return client.processes.create(template, client.machines.all()[0])


def test_however_many_ask_at_once_few_connections_to_the_database_are_held(server, client):
    token = client.transport.send("POST", "/account/tokens", {"name": "Crowd", "scope": "read"})["secret"]
    headers = {"Authorization": f"Bearer {token}"}

    async def everybody():
        async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=60) as browser:
            return await asyncio.gather(*(browser.get("/api/projects") for _ in range(60)))

    assert {answer.status_code for answer in asyncio.run(everybody())} == {200}
    held = [file.path for file in psutil.Process(server.process.pid).open_files()]
    assert held.count(str(server.home / "modelwright.sqlite3")) < 30


def test_a_token_takes_the_place_of_a_password(server, client, monkeypatch, capsys):
    made = client.transport.send("POST", "/account/tokens", {"name": "Nightly", "scope": "work"})
    with server.client(token=made["secret"]) as nightly:
        assert nightly.projects.create("By night").id in [project.id for project in client.projects.all()]
    monkeypatch.setenv("MODELWRIGHT_TOKEN", made["secret"])
    with Client(server.url) as nightly:
        assert nightly.account["username"] == client.account["username"]
    assert main(["whoami", "--server", server.url]) == 0
    said = capsys.readouterr().out
    assert "datasets.create" in said
    assert "users.view" not in said
    client.transport.send("DELETE", f"/account/tokens/{made['token']['id']}")
    assert main(["whoami", "--server", server.url]) == 1
    assert "was revoked" in capsys.readouterr().err


@pytest.fixture(scope="module")
def guided(server: RealServer, tmp_path_factory: pytest.TempPathFactory) -> Guided:
    """The guide's sample, to the letter but for the address, the person, the folder and the length."""
    guide = Path(__file__).parents[2] / "docs" / "user" / "command-line.md"
    sample = guide.read_text().partition("```python\n")[2].partition("```")[0]
    server.manage("shell", "-c", PERSON)
    small = json.dumps({**SMALL, "training": {"classification": {"max_iter": ITERATIONS, "batch_size": 4}}})
    for written, here in {
        "http://127.0.0.1:8000": server.url,
        "…": PASSWORD,
        "Line 3": "Guide",
        "/data/tiles": str(server.home / "shapes"),
        '{"training": {"classification": {"max_iter": 1000}}}': small,
    }.items():
        assert written in sample
        sample = sample.replace(written, here)
    folder, printed, names = tmp_path_factory.mktemp("guide"), io.StringIO(), {}
    (folder / "a.jpg").write_bytes((server.home / "shapes" / "bar" / "bar-00.png").read_bytes())
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        exec(sample, names)  # noqa: S102 - the guide's own code
    return Guided(folder, printed.getvalue().splitlines(), names)


def test_the_main_job_as_the_guide_does_it(guided, client, server):
    *seen, label = guided.printed
    iterations = [int(line.split()[1]) for line in seen if line.split()[1] != "None"]
    assert iterations == sorted(iterations)
    assert iterations[-1] == ITERATIONS
    assert label in ("bar", "circle", "square")
    project, process, version = (guided.names[name] for name in ("project", "process", "version"))
    check_report(client, process)
    assert (version.name, version.model_name) == ("v1.01", "tiles")
    assert [model.name for model in client.models.all(project)] == ["tiles"]
    check_bundle(guided.folder / "tiles.zip")
    answer = client.models.predict(version, server.home / "shapes" / "bar" / "bar-03.png")
    assert sum(answer.probabilities.values()) == pytest.approx(1, abs=1e-3)
    with pytest.raises(ApiError) as refused:
        client.processes.publish(process)
    assert refused.value.status == 409


def check_report(client: Client, process: Process) -> None:
    report = client.processes.report(process)
    (measured,) = [one for one in report["sets"] if one["part"] == "validation"]
    wrong = list(client.processes.misjudged(process))
    assert len(wrong) == round(measured["samples"] * (1 - measured["accuracy"]))


def check_bundle(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        assert "model.onnx" in archive.namelist()
    assert not list(bundle.parent.glob(".*partial"))


def test_a_version_is_repeated_to_the_last_digit_and_retrained_from_its_weights(guided, client):
    version, before = guided.names["version"], guided.names["process"]
    machine = client.machines.all()[0]
    again = client.models.reproduce(version, machine)
    assert completed(client, again)
    [told] = client.transport.get(f"/model-versions/{version.id}/reproductions")
    assert (told["result"]["verdict"], told["result"]["losses"][0]["same"]) == ("same", ITERATIONS), told["result"]

    retrained = client.processes.start(client.processes.create(client.models.retrain(version), machine))
    assert completed(client, retrained)
    assert losses(client, retrained)[0] < losses(client, before)[0]
    report = client.transport.get(f"/processes/{retrained.id}/report")
    was, now = (set(wrong(client, process)) for process in (before, retrained))
    turned = {"fixed": len(was - now), "broken": len(now - was), "both_wrong": len(was & now)}
    samples = next(one["samples"] for one in report["report"]["sets"] if one["part"] == "validation")
    assert report["compared_with"]["parts"] == {"validation": {"compared": samples, **turned}}


def completed(client: Client, process: Process) -> bool:
    *_, last = client.processes.follow(process)
    return last.status == "completed"


def losses(client: Client, process: Process) -> list[float]:
    series = client.transport.get(f"/processes/{process.id}/curves")["series"]
    return next(one["values"] for one in series if one["name"] == "classification.loss")


def wrong(client: Client, process: Process) -> list[str]:
    return [sample["path"] for sample in client.processes.misjudged(process)]


def test_a_rehearsal_tells_what_the_training_will_take(client, server, project):
    dataset = client.datasets.wait(client.datasets.create(project, "rehearsed", paths=[server.home / "shapes"]))
    template = client.templates.create(project, "rehearsed", training=[dataset], base_model=LIGHT, parameters=SMALL)
    assert client.templates.readiness(template)["ready"]
    told = client.templates.rehearse(template)
    assert (told.status, told.valid) == ("completed", True), told.failure
    assert told.forecast["fits"]
    assert told.forecast["total_band"][0] <= told.forecast["total_s"] <= told.forecast["total_band"][1]
    assert len(told.previews) == 8


def test_a_process_is_stopped_and_resumed(client, server, project):
    process = client.processes.start(new_process(client, server, project, "stopped", LONG))
    for now in client.processes.follow(process):
        if now.iteration:
            client.processes.stop(process)
            break
    *_, stopped = client.processes.follow(process)
    assert stopped.status == "stopped"
    client.processes.start(process, resume=True)
    for now in client.processes.follow(process):
        if now.iteration and now.iteration > stopped.iteration:
            client.processes.stop(process)
            break
    *_, again = client.processes.follow(process)
    assert (again.status, again.attempt) == ("stopped", 2)
    client.processes.delete(process)
    assert process.id not in [one.id for one in client.processes.all(project)]


def test_a_process_without_a_machine_is_left_to_the_queue(client, server, project):
    dataset = client.datasets.wait(client.datasets.create(project, "queued", paths=[server.home / "shapes"]))
    process = client.processes.create(client.templates.create(project, "queued", training=[dataset], parameters=SMALL))
    assert (process.model_extra["is_auto"], process.model_extra["machine"]) == (True, None)
    (place,) = client.processes.places(process)
    assert (place.is_here, place.is_fitting, place.reason) == (False, True, None)
    assert client.processes.move_to(process, place).model_extra["machine"]["name"] == place.name
    with pytest.raises(ApiError, match="not waiting"):
        client.processes.move(process, "front")


def test_a_process_is_started_at_another_place_without_a_path_of_its_data(client, server, project):
    paths = [server.home / "shapes", server.home / "night"]
    draw_shapes(paths[1])
    dataset = client.datasets.wait(client.datasets.create(project, "shifts", paths=paths))
    template = client.templates.create(
        project, "shifts", training=[dataset], base_model=LIGHT, parameters=LONG, left_out=paths[1:]
    )
    assert client.templates.readiness(template)["images"] == (dataset.images - dataset.unreadable) // 2
    with pytest.raises(ValueError, match="no training dataset has the path /elsewhere"):
        client.templates.create(project, "elsewhere", training=[dataset], left_out=["/elsewhere"])
    process = client.processes.create(template)
    machine = client.machines.all()[0]
    with pytest.raises(ValueError, match="either a machine or a profile"):
        client.processes.start(process, place=machine, compute_profile_id=1)
    started = client.processes.start(process, place=machine, time_limit_s=3600)
    assert (started.model_extra["machine"]["id"], started.model_extra["is_auto"]) == (machine.id, False)
    assert next(now for now in client.processes.follow(started) if now.status == "running")
    client.processes.stop(started)


def test_schedules_are_made_paused_and_deleted(client, server, project):
    process = new_process(client, server, project, "Nightly", SMALL)
    template = next(one for one in client.templates.all(project) if one.name == "Nightly")
    nightly = client.schedules.create(template, days=[1, 5], time="02:30", zone="Europe/Madrid")
    assert (nightly.words, len(nightly.next)) == ("Monday and Friday; 02:30", 5)
    once = client.schedules.once(process, datetime(2099, 1, 1, 8, tzinfo=timezone(timedelta(hours=-3))))
    assert (once.process_id, once.next) == (process.id, [datetime(2099, 1, 1, 11, tzinfo=UTC)])
    assert [one.id for one in client.schedules.all(project)] == [nightly.id, once.id]
    assert client.schedules.pause(nightly).paused
    assert not client.schedules.resume(nightly).paused
    with pytest.raises(ApiError, match="cannot be understood"):
        client.schedules.create(template, cron="soon")
    with pytest.raises(ValueError, match="either"):
        client.schedules.create(template)
    for schedule in (nightly, once):
        client.schedules.delete(schedule)
    assert client.schedules.all(project) == []


def test_runs_are_compared(client, guided):
    process, other = guided.names["process"], client.processes.create(guided.names["template"])
    answer = client.processes.compare(guided.names["project"], [other, process], base=process)
    assert (answer["base"], [run["id"] for run in answer["runs"]]) == (process.id, [other.id, process.id])
    assert answer["runs"][1]["peak_memory_mb"] > 50
    assert answer["runs"][1]["sets"][0]["data"], "on which samples it was measured"
    client.processes.delete(other)


def test_processes_are_tagged_found_copied_and_dealt_with_together(client, server, project):
    process = client.processes.tag(new_process(client, server, project, "team", SMALL), "night shift", "line 3")
    process = client.processes.write_note(client.processes.untag(process, "line 3"), "Too dark")
    copy = client.processes.clone(process, "team-2")
    assert (copy.template_name, copy.tags, copy.note, copy.status) == ("team-2", ["night shift"], "", "created")
    found = client.processes.all(project, tag="night shift", sort="template")
    assert [one.id for one in found] == [process.id, copy.id]
    assert [one.id for one in client.processes.all(project, search="dark", mine=True)] == [process.id]
    assert client.processes.act(project, "withdraw", found) == {one.id: "It is not waiting." for one in found}
    assert client.processes.act(project, "delete", found) == {}


def test_images_and_zips_are_uploaded(client, server, project, tmp_path):
    dataset = client.datasets.create(project, "uploads")
    image = server.home / "shapes" / "square" / "square-00.png"
    assert client.datasets.upload(dataset, image, label="square")["accepted"] == 1
    with zipfile.ZipFile(tmp_path / "bars.zip", "w") as archive:
        for file in sorted((server.home / "shapes" / "bar").iterdir())[:3]:
            archive.write(file, f"bar/{file.name}")
    told: list[Upload] = []
    assert client.datasets.upload(dataset, tmp_path / "bars.zip", on_progress=told.append)["accepted"] == 3
    assert (told[0].status, told[-1].status, told[-1].done) == ("receiving", "completed", 3)
    (tmp_path / "broken.zip").write_bytes(b"PK")
    with pytest.raises(ApiError, match="not a zip"):
        client.datasets.upload(dataset, tmp_path / "broken.zip")
    dataset = client.datasets.wait(dataset)
    assert (dataset.images, dataset.class_counts) == (4, {"bar": 3, "square": 1})


def test_a_refusal_has_a_status_a_stable_code_a_sentence_and_fields(client, server, project):
    with pytest.raises(ApiError) as refused:
        client.templates.create(
            project, "bad", training=[], parameters={"training": {"classification": {"max_iter": 0}}}
        )
    error = refused.value
    assert (error.status, error.code) == (422, "invalid")
    assert [field["path"] for field in error.fields] == ["training.classification.max_iter"]
    assert "0 is too small" in str(error)


def test_sentences_come_in_the_language_that_was_asked_for(server):
    with Client(server.url, language="ru") as nobody, pytest.raises(ApiError) as refused:
        nobody.projects.all()
    assert refused.value.status == 401
    assert any("а" <= letter <= "я" for letter in refused.value.message)


def test_a_server_that_is_not_there_is_named():
    with pytest.raises(ApiError, match=r"No answer from http://127\.0\.0\.1:1/api.*Is the server running"):
        Client("http://127.0.0.1:1")
