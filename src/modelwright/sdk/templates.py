"""Training templates in the Python client: made, rehearsed, checked."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from modelwright.sdk.machines import first_available
from modelwright.sdk.records import Dataset, Machine, Project, Rehearsal, Template
from modelwright.sdk.transport import Transport


class Templates:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

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
        left_out: Sequence[str | Path] = (),
    ) -> Template:
        """Without a base model, the default one of the task. `parameters` may be partial: what is not named keeps the base
        model's defaults. `left_out`: data paths of the training datasets that it does not learn from.

        Raises ValueError for a path that none of them has.
        """
        body = {
            "name": name,
            "task": task,
            "base_model": base_model,
            "weights": {"kind": weights},
            "parameters": parameters,
            "training_datasets": [dataset.id for dataset in training],
            "left_out": self._keys_of(training, [str(path) for path in left_out]),
            "test_dataset": test.id if test else None,
        }
        return Template.model_validate(self._transport.send("POST", f"/projects/{project.id}/templates", body))

    def _keys_of(self, datasets: Sequence[Dataset], paths: Sequence[str]) -> list[int]:
        if not paths:
            return []
        listed = [path for dataset in datasets for path in self._transport.get(f"/datasets/{dataset.id}/paths")]
        if missing := set(paths) - {path["path"] for path in listed}:
            raise ValueError(f"no training dataset has the path {', '.join(sorted(missing))}")
        return [path["id"] for path in listed if path["path"] in paths]

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
