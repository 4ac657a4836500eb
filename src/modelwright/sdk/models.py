"""Models and their versions in the Python client: stages, files, lineage, predictions."""

from pathlib import Path
from typing import Any

from modelwright.sdk.records import Machine, Model, Prediction, Process, Project, Template, Version
from modelwright.sdk.transport import Transport


class Models:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

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
