"""The Python client: the platform's main job in a dozen calls.

with Client("http://127.0.0.1:8000", username="anna", password="…") as client:
    project = client.projects.create("Line 3")
    data = client.datasets.create(project, "tiles", paths=["/data/tiles"])
    client.datasets.wait(data)
    template = client.templates.create(project, "tiles", training=[data])
    process = client.processes.create(template)
    client.processes.start(process)
    for now in client.processes.follow(process):
        print(now.network, now.iteration, now.loss, now.metric, now.metric_value)
    version = client.processes.publish(process)
    client.models.download_bundle(version, Path("tiles.zip"))
"""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Literal

from modelwright.sdk.processes import Processes
from modelwright.sdk.records import (
    Dataset,
    Machine,
    Model,
    Prediction,
    Process,
    Project,
    Rehearsal,
    Template,
    Upload,
    Version,
)
from modelwright.sdk.schedules import Schedules
from modelwright.sdk.transport import ApiError, Transport

__all__ = ["ApiError", "Client"]

_CHUNK: Final = 4 * 1024 * 1024
ACCESS_TOKEN: Final = "mw_"  # noqa: S105 - how they begin


def _say_nothing(_upload: Upload) -> None:
    pass


class Client:
    """One session with a Modelwright server. Raises ApiError with the server's sentence when it says no."""

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        *,
        username: str = "",
        password: str = "",
        token: str = "",
        language: str = "en",
    ) -> None:
        """Sign in by name and password, by an access token (mw_…), or by the token of a one-time link.

        Without any of these, the access token is taken from MODELWRIGHT_TOKEN where that is set.
        """
        if not username and not token:
            token = os.environ.get("MODELWRIGHT_TOKEN", "")
        access_token = token if token.startswith(ACCESS_TOKEN) else ""
        self.transport = Transport(url, token=access_token, language=language)
        self.projects = Projects(self.transport)
        self.datasets = Datasets(self.transport)
        self.machines = Machines(self.transport)
        self.templates = Templates(self.transport)
        self.processes = Processes(self.transport)
        self.models = Models(self.transport)
        self.schedules = Schedules(self.transport)
        self.account = self._entered(username, password, token)
        """Who is signed in, with their rights; None for nobody."""

    def _entered(self, username: str, password: str, token: str) -> dict[str, Any] | None:
        try:
            session = self.transport.get("/session")  # brings the CSRF cookie, too
            if token and not token.startswith(ACCESS_TOKEN):
                session = self.transport.send("POST", "/session/one-time", {"token": token})
            elif username:
                body = {"username": username, "password": password}
                session = self.transport.send("POST", "/session", body)
        except ApiError:
            self.transport.close()
            raise
        account: dict[str, Any] | None = session["account"]
        return account

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.transport.close()


class Noun:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport


class Projects(Noun):
    def all(self) -> list[Project]:
        return [Project.model_validate(item) for item in self._transport.pages("/projects")]

    def create(self, name: str, description: str = "") -> Project:
        body = {"name": name, "description": description}
        return Project.model_validate(self._transport.send("POST", "/projects", body))


class Datasets(Noun):
    def all(self, project: Project) -> list[Dataset]:
        return [Dataset.model_validate(item) for item in self._transport.pages(f"/projects/{project.id}/datasets")]

    def get(self, dataset_id: int) -> Dataset:
        return Dataset.model_validate(self._transport.get(f"/datasets/{dataset_id}"))

    def create(
        self,
        project: Project,
        name: str,
        *,
        paths: Sequence[str | Path] = (),
        purpose: str = "training",
        description: str = "",
    ) -> Dataset:
        """`paths` are folders on the server, a subfolder per class. Their check goes on afterwards: see `wait`."""
        body = {"name": name, "purpose": purpose, "description": description, "paths": [str(path) for path in paths]}
        return Dataset.model_validate(self._transport.send("POST", f"/projects/{project.id}/datasets", body))

    def wait(self, dataset: Dataset, *, timeout_s: float = 600.0) -> Dataset:
        """Until every path is checked. Raises TimeoutError."""
        deadline = time.monotonic() + timeout_s
        while (dataset := self.get(dataset.id)).checking:
            if time.monotonic() > deadline:
                raise TimeoutError(f"dataset {dataset.name} is still being checked after {timeout_s:.0f} s")
            time.sleep(0.2)
        return dataset

    def upload(
        self, dataset: Dataset, file: Path, *, label: str = "", on_progress: Callable[[Upload], object] = _say_nothing
    ) -> dict[str, Any]:
        """Upload an image (into the class `label`) or a zip of class folders; goes on where an earlier try stopped.

        Waits until the server has taken it in, and tells `on_progress` how far it is. Raises ApiError where it takes in nothing.
        """
        body = {"name": file.name, "size": file.stat().st_size, "label": label}
        upload = self._transport.send("POST", f"/datasets/{dataset.id}/uploads", body)
        with file.open("rb") as content:
            content.seek(upload["received"])
            while chunk := content.read(_CHUNK):
                path = f"/uploads/{upload['id']}?offset={content.tell() - len(chunk)}"
                answer = self._transport.request("PUT", path, content=chunk).json()
                on_progress(Upload.model_validate(answer))
        answer = self._transport.send("POST", f"/uploads/{upload['id']}/finish")
        while not (now := Upload.model_validate(answer)).is_over:
            on_progress(now)
            time.sleep(0.5)
            answer = self._transport.get(f"/uploads/{upload['id']}")
        on_progress(now)
        if now.status == "failed" or now.result is None:
            raise ApiError(422, "upload_failed", now.message, [])
        return now.result


class Machines(Noun):
    def all(self) -> list[Machine]:
        return [Machine.model_validate(item) for item in self._transport.get("/machines")]


def first_available(transport: Transport) -> Machine:
    return next(one for one in Machines(transport).all() if one.available)


class Templates(Noun):
    def all(self, project: Project) -> list[Template]:
        return [Template.model_validate(item) for item in self._transport.pages(f"/projects/{project.id}/templates")]

    def create(
        self,
        project: Project,
        name: str,
        *,
        training: Sequence[Dataset],
        test: Dataset | None = None,
        task: str = "classification",
        base_model: str | None = None,
        weights: Literal["none", "pretrained"] = "none",
        parameters: dict[str, Any] | None = None,
    ) -> Template:
        """Without a base model, the default one of the task. `parameters` may be partial: what is not named keeps the base
        model's defaults."""
        body = {
            "name": name,
            "task": task,
            "base_model": base_model,
            "weights": {"kind": weights},
            "parameters": parameters,
            "training_datasets": [dataset.id for dataset in training],
            "test_dataset": test.id if test else None,
        }
        return Template.model_validate(self._transport.send("POST", f"/projects/{project.id}/templates", body))

    def rehearse(self, template: Template, machine: Machine | None = None, *, timeout_s: float = 600.0) -> Rehearsal:
        """Measure two batches on the machine, or on the first available one, and wait. Raises TimeoutError."""
        chosen = machine or first_available(self._transport)
        body = {"machine_id": chosen.id}
        answer = self._transport.send("POST", f"/templates/{template.id}/rehearsals", body)
        deadline = time.monotonic() + timeout_s
        while not (rehearsal := Rehearsal.model_validate(answer)).is_over:
            if time.monotonic() > deadline:
                raise TimeoutError(f"the rehearsal of {template.name} is still {rehearsal.status}")
            time.sleep(0.5)
            answer = self._transport.get(f"/rehearsals/{rehearsal.id}")
        return rehearsal

    def readiness(self, template: Template) -> dict[str, Any]:
        """What is to be known before a start; `ready` is false while something blocks."""
        answer: dict[str, Any] = self._transport.get(f"/templates/{template.id}/readiness")
        return answer


class Models(Noun):
    def all(self, project: Project) -> list[Model]:
        return [Model.model_validate(item) for item in self._transport.pages(f"/projects/{project.id}/models")]

    def versions(self, model: Model) -> list[Version]:
        return [Version.model_validate(item) for item in self._transport.get(f"/models/{model.id}/versions")]

    def version(self, model: Model, stage: str = "production") -> Version:
        """The newest version of that stage. Raises ApiError where there is none."""
        return Version.model_validate(self._transport.get(f"/models/{model.id}/version", stage=stage))

    def set_stage(self, version: Version, stage: str, *, reason: str = "", override: bool = False) -> Version:
        """candidate, production or archived. The gate guards production: `override` takes a reason and the right to manage."""
        body = {"stage": stage, "seen": version.stage, "reason": reason, "override": override}
        return Version.model_validate(self._transport.send("POST", f"/model-versions/{version.id}/stage", body))

    def roll_back(self, model: Model, reason: str) -> Version:
        """The version that was in production before the present one is there again."""
        return Version.model_validate(self._transport.send("POST", f"/models/{model.id}/roll-back", {"reason": reason}))

    def download_bundle(self, version: Version, target: Path) -> Path:
        return self._transport.download(f"/model-versions/{version.id}/bundle.zip", target)

    def download_card(self, version: Version, target: Path) -> Path:
        """One HTML file for people: what it is for, data, numbers, limits, origin."""
        return self._transport.download(f"/model-versions/{version.id}/card.html?download=true", target)

    def retrain(self, version: Version) -> Template:
        """A template with the version's data, weights and parameters; what it trains becomes the model's next version."""
        return Template.model_validate(self._transport.send("POST", f"/model-versions/{version.id}/retrain"))

    def reproduce(self, version: Version, machine: Machine | None = None) -> Process:
        """The same run once more, started at once, on the first machine that fits where none is named."""
        body = {"machine_id": machine.id if machine else None}
        return Process.model_validate(self._transport.send("POST", f"/model-versions/{version.id}/reproduce", body))

    def lineage(self, version: Version) -> dict[str, Any]:
        """Process, datasets with their versions and hashes, and the versions whose weights it goes back to."""
        answer: dict[str, Any] = self._transport.get(f"/model-versions/{version.id}/lineage")
        return answer

    def download_manifest(self, version: Version, target: Path, *, kind: str = "csv", generation: int = 0) -> Path:
        """Every file with its hash; generation 1 is of the version whose weights it started from, and so on."""
        path = f"/model-versions/{version.id}/manifest.{kind}?generation={generation}"
        return self._transport.download(path, target)

    def predict(self, version: Version, image: Path) -> Prediction:
        files = {"image": (image.name, image.read_bytes())}
        response = self._transport.request("POST", f"/model-versions/{version.id}/predict", files=files)
        return Prediction.model_validate(response.json())
