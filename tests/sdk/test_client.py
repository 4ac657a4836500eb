"""The Python client against a real server with the real engine."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from modelwright.sdk.cli import main
from modelwright.sdk.client import ApiError, Client
from modelwright.sdk.records import Process, Project
from modelwright.sdk.testing import SMALL, RealServer, draw_shapes

PASSWORD = "Wright-1"
PERSON = f"""
from modelwright.server.accounts.models import User
User.objects.create_superuser("anna", password="{PASSWORD}")
"""
LONG = {**SMALL, "training": {"classification": {"batch_size": 4, "max_iter": 5000}}}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    home = tmp_path_factory.mktemp("home")
    draw_shapes(home / "shapes")
    running = RealServer(home, OMP_NUM_THREADS="1")
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
    template = client.templates.create(project, name, training=[dataset], parameters=parameters)
    return client.processes.create(template, client.machines.all()[0])


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


def test_the_main_job_in_a_dozen_calls(client, server, project, tmp_path):
    process = client.processes.start(new_process(client, server, project, "shapes", SMALL))
    seen = list(client.processes.follow(process))
    iterations = [now.iteration for now in seen if now.iteration is not None]
    assert seen[-1].status == "completed", seen[-1].failure
    assert iterations == sorted(iterations)
    assert iterations[-1] == 12
    check_report(client, process)
    version = client.processes.publish(process, "The first one.")
    assert (version.name, version.model_name) == ("v1.01", "shapes")
    assert [model.name for model in client.models.all(project)] == ["shapes"]
    check_bundle(client.models.download_bundle(version, tmp_path / "shapes.zip"))
    answer = client.models.predict(version, server.home / "shapes" / "bar" / "bar-03.png")
    assert answer.label in ("bar", "circle", "square")
    assert sum(answer.probabilities.values()) == pytest.approx(1, abs=1e-3)
    with pytest.raises(ApiError) as refused:
        client.processes.publish(process)
    assert refused.value.status == 409


def test_a_rehearsal_tells_what_the_training_will_take(client, server, project):
    dataset = client.datasets.wait(client.datasets.create(project, "rehearsed", paths=[server.home / "shapes"]))
    template = client.templates.create(project, "rehearsed", training=[dataset], parameters=SMALL)
    assert client.templates.readiness(template)["ready"]
    told = client.templates.rehearse(template)
    assert (told.status, told.valid) == ("completed", True), told.failure
    assert told.forecast["fits"]
    assert told.forecast["total_band"][0] <= told.forecast["total_s"] <= told.forecast["total_band"][1]
    assert len(told.previews) == 8
    process = client.processes.start(client.processes.create(template))
    *_, done = client.processes.follow(process)
    assert done.status == "completed", done.failure
    assert client.processes.report(process)["forecast_s"] == told.forecast["total_s"]


def check_report(client: Client, process: Process) -> None:
    report = client.processes.report(process)
    (measured,) = [one for one in report["sets"] if one["part"] == "validation"]
    wrong = list(client.processes.misjudged(process))
    assert len(wrong) == round(measured["samples"] * (1 - measured["accuracy"]))


def check_bundle(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        assert "model.onnx" in archive.namelist()
    assert not list(bundle.parent.glob(".*partial"))


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


def test_images_and_zips_are_uploaded(client, server, project, tmp_path):
    dataset = client.datasets.create(project, "uploads")
    image = server.home / "shapes" / "square" / "square-00.png"
    assert client.datasets.upload(dataset, image, label="square")["accepted"] == 1
    with zipfile.ZipFile(tmp_path / "bars.zip", "w") as archive:
        for file in sorted((server.home / "shapes" / "bar").iterdir())[:3]:
            archive.write(file, f"bar/{file.name}")
    client.datasets.upload(dataset, tmp_path / "bars.zip")
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


def test_the_sample_of_the_guide_runs(server, tmp_path, monkeypatch, capsys):
    """To the letter, but for the address, the person, the folder and the length."""
    guide = Path(__file__).parents[2] / "docs" / "user" / "command-line.md"
    sample = guide.read_text().partition("```python\n")[2].partition("```")[0]
    server.manage("shell", "-c", PERSON)
    small = json.dumps({**SMALL, "training": {"classification": {"max_iter": 8, "batch_size": 4}}})
    for written, here in {
        "http://127.0.0.1:8000": server.url,
        "…": PASSWORD,
        "Line 3": "Guide",
        "/data/tiles": str(server.home / "shapes"),
        '{"training": {"classification": {"max_iter": 1000}}}': small,
    }.items():
        assert written in sample
        sample = sample.replace(written, here)
    monkeypatch.chdir(tmp_path)
    Path("a.jpg").write_bytes((server.home / "shapes" / "bar" / "bar-00.png").read_bytes())
    exec(sample, {})  # noqa: S102 - the guide's own code
    assert zipfile.is_zipfile("tiles.zip")
    assert capsys.readouterr().out.split()[-1] in ("bar", "circle", "square")
