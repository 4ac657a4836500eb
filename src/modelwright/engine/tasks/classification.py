"""A network that gives every image a class."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from modelwright.contract.report import ClassificationResult, ManifestSample, Result
from modelwright.contract.tasks import Part
from modelwright.engine.data import Dataset
from modelwright.engine.data.classification import ClassificationDataset, OtherCodes
from modelwright.engine.device import Arithmetic
from modelwright.engine.metrics.classification import confusion_matrix, set_result
from modelwright.engine.tasks.base import NetworkTask, outputs, predicting

SERIES: Final = ("accuracy", "macro_f1", "macro_precision", "macro_recall")


class Classification(NetworkTask[Tensor]):
    data: ClassificationDataset

    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        return functional.cross_entropy(output.float(), targets, label_smoothing=self.solver.label_smoothing)

    @property
    def loss_floor(self) -> float:
        """Cross entropy of the smoothed labels with themselves."""
        return _entropy(self._smoothed(np.eye(len(self.classes))[0]))

    @property
    def loss_by_chance(self) -> float:
        counts = np.bincount(self.data.strata(), minlength=len(self.classes)).astype(np.float64) ** (
            1 - self.solver.balance
        )
        return _entropy(self._smoothed(counts / counts.sum()))

    def _smoothed(self, shares: np.ndarray) -> np.ndarray:
        smoothing = self.solver.label_smoothing
        smoothed: np.ndarray = (1 - smoothing) * shares + smoothing / len(shares)
        return smoothed

    def measure(
        self,
        model: nn.Module,
        part: Part,
        arithmetic: Arithmetic,
        should_stop: Callable[[], bool] = lambda: False,
        *,
        keep: bool = False,
    ) -> "MeasuredClasses":
        def said(data: Dataset[Tensor]) -> np.ndarray:
            with predicting(model):
                every = [
                    logits.float().softmax(dim=1).cpu()
                    for logits, _, _ in outputs(model, data, part, arithmetic, should_stop)
                ]
            return torch.cat(every).numpy() if every else np.zeros((0, len(self.classes)), np.float32)

        measured = MeasuredClasses(
            part, self.classes, self.data.samples(part), said(self.data), self.data.labels(part).numpy()
        )
        others = OtherCodes(self.data.source)
        if keep and others.samples(part):
            return replace(measured, others=others.samples(part), said_of_others=said(others))
        return measured


def _entropy(shares: np.ndarray) -> float:
    present = shares[shares > 0]
    return float(-(present * np.log(present)).sum())


@dataclass(frozen=True)
class MeasuredClasses:
    """Probabilities, float32 of shape (samples, classes), and the true classes, int64 (samples,)."""

    part: Part
    classes: tuple[str, ...]
    samples: list[ManifestSample]
    probabilities: np.ndarray
    truth: np.ndarray
    others: list[ManifestSample] = field(default_factory=list)
    """Samples of special codes, with what the classifier says of them."""
    said_of_others: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    @property
    def predicted(self) -> np.ndarray:
        predicted: np.ndarray = self.probabilities.argmax(axis=1)
        return predicted

    @property
    def loss(self) -> float:
        """Mean cross entropy; a probability of 0 for the truth counts as the smallest that float32 knows."""
        right = self.probabilities[np.arange(len(self.truth)), self.truth]
        return float(-np.log(np.maximum(right, np.finfo(np.float32).tiny)).mean())

    def result(self) -> ClassificationResult:
        return set_result(self.part, self.classes, confusion_matrix(self.truth, self.predicted, len(self.classes)))

    def series(self) -> dict[str, float]:
        result = self.result()
        return {name: getattr(result, name) for name in SERIES}

    def never_predicted(self) -> list[str]:
        return [of.label for of in self.result().classes if of.support and not of.predicted]

    def rows(self) -> list[Result]:
        told = zip(self.samples, self.probabilities, self.truth.tolist(), strict=True)
        others = zip(self.others, self.said_of_others, strict=True)
        return [self._row(*of) for of in told] + [self._row(sample, row, None) for sample, row in others]

    def _row(self, sample: ManifestSample, row: np.ndarray, truth: int | None) -> Result:
        predicted = int(row.argmax())
        right = 0.0 if truth is None else float(row[truth])
        return Result(
            part=self.part,
            path=sample.path,
            label=sample.label,
            predicted=self.classes[predicted],
            confidence=float(row[predicted]),
            label_confidence=right,
            correct=predicted == truth,
            score=right,
        )
