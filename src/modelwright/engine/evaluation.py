"""Measures a network on a part of the samples: probabilities first, then everything that can be counted from them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from modelwright.contract.report import Result, SetResult
from modelwright.contract.tasks import Part
from modelwright.engine.data import Dataset
from modelwright.engine.device import Arithmetic
from modelwright.engine.errors import Stopped
from modelwright.engine.metrics.classification import confusion_matrix, set_result

BATCH = 64


@dataclass(frozen=True)
class Measured:
    """What a network said about every sample of a part: float32 of shape (samples, classes), and the true classes."""

    part: Part
    probabilities: np.ndarray
    truth: np.ndarray

    @property
    def predicted(self) -> np.ndarray:
        predicted: np.ndarray = self.probabilities.argmax(axis=1)
        return predicted

    @property
    def loss(self) -> float:
        """Mean cross entropy; a probability of 0 for the truth counts as the smallest that float32 knows."""
        right = self.probabilities[np.arange(len(self.truth)), self.truth]
        return float(-np.log(np.maximum(right, np.finfo(np.float32).tiny)).mean())

    def result(self, classes: tuple[str, ...]) -> SetResult:
        return set_result(self.part, classes, confusion_matrix(self.truth, self.predicted, len(classes)))


@torch.inference_mode()
def measure(
    model: nn.Module,
    data: Dataset,
    part: Part,
    arithmetic: Arithmetic,
    should_stop: Callable[[], bool] = lambda: False,
) -> Measured:
    """Predict every sample of `part`, in the order of `data.samples(part)`. Raises Stopped between two batches."""
    was_training = model.training
    model.eval()
    try:
        outputs = []
        for images, _, _ in data.batches(part, BATCH, arithmetic.device):
            if should_stop():
                raise Stopped
            with arithmetic.autocast():
                logits = model(images)
            outputs.append(logits.float().softmax(dim=1).cpu())
        return Measured(part, torch.cat(outputs).numpy(), data.labels(part).numpy())
    finally:
        model.train(was_training)


def results(measured: Measured, data: Dataset) -> list[Result]:
    """One line a sample, for the galleries of the report."""
    return [
        Result(
            part=measured.part,
            path=sample.path,
            label=sample.label,
            predicted=data.classes[predicted],
            confidence=float(row[predicted]),
            label_confidence=float(row[truth]),
        )
        for sample, row, predicted, truth in zip(
            data.samples(measured.part), measured.probabilities, measured.predicted, measured.truth, strict=True
        )
    ]
