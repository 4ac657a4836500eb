"""What the stages of a run share."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from torch import nn

from modelwright.contract.catalogue import base_model
from modelwright.contract.parameters import RunOptions, Solver
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunSpec
from modelwright.contract.strict import Strict
from modelwright.contract.tasks import Part
from modelwright.engine.data import Dataset
from modelwright.engine.device import Arithmetic
from modelwright.engine.evaluation import Measured, measure
from modelwright.engine.reporting import Reporter


@dataclass(frozen=True)
class Parts:
    spec: RunSpec
    run_dir: RunDir
    reporter: Reporter
    dataset: Dataset
    arithmetic: Arithmetic
    model: nn.Module
    started: float
    """time.monotonic() at the start of the run."""

    @property
    def solver(self) -> Solver:
        return self.spec.parameters.training.classification

    @property
    def options(self) -> RunOptions:
        return self.spec.parameters.run

    @property
    def measured_parts(self) -> list[Part]:
        """Validation, and the test set where there is one."""
        return [part for part in (Part.VALIDATION, Part.TEST) if self.dataset.samples(part)]

    @property
    def facts(self) -> dict[str, Any]:
        """What a checkpoint says about the network beside its weights."""
        return {
            "task": self.spec.task.value,
            "base_model": base_model(self.spec.base_model).name,
            "classes": list(self.dataset.classes),
            "input_size": self.dataset.input_size,
        }

    def measure(self, part: Part) -> Measured:
        return measure(self.model, self.dataset, part, self.arithmetic, self.reporter.stop_requested)

    def epoch(self, iteration: int) -> float:
        """Passes over the training samples after that many iterations."""
        return iteration * self.dataset.batch_size / len(self.dataset.samples(Part.TRAIN))


def lines(rows: Iterable[Strict]) -> str:
    """One JSON object a line."""
    return "".join(f"{row.model_dump_json()}\n" for row in rows)
