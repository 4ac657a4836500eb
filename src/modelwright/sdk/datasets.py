"""Datasets in the Python client: their paths and checks, and files that are uploaded."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from modelwright.sdk.records import Dataset, Project, Upload
from modelwright.sdk.transport import ApiError, Transport

_CHUNK: Final = 4 * 1024 * 1024


def _say_nothing(_upload: Upload) -> None:
    pass


class Datasets:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

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
