"""A network that finds labelled boxes: the fields of a document, parts, defects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
from torch import Tensor, nn

from modelwright.bundle.boxes import LOWEST, suppress
from modelwright.contract.report import BoxOutcome, DetectionResult, ManifestSample, MeasuredBox, Result
from modelwright.contract.tasks import Part
from modelwright.engine.data.detection import DetectionDataset
from modelwright.engine.data.frames import Frame
from modelwright.engine.device import Arithmetic
from modelwright.engine.metrics import detection as metrics
from modelwright.engine.metrics.detection import Found, ImageMatches, Truth
from modelwright.engine.models.detector import Boxes, Detector
from modelwright.engine.tasks.base import NetworkTask, outputs, predicting

SERIES: Final = ("ap50", "ap", "macro_f1", "macro_precision", "macro_recall")
OVERLAP: Final = 0.5
"""Of two boxes of one class that overlap by more than this, the better one is kept."""


class Detection(NetworkTask[list[Boxes]]):
    data: DetectionDataset
    model: Detector

    def loss(self, output: Any, targets: list[Boxes]) -> Tensor:
        return self.model.loss(output, targets)

    @property
    def threshold(self) -> float:
        """Confidence from which on a box is shown."""
        return self.parameters.model.detection.threshold

    def measure(
        self,
        model: nn.Module,
        part: Part,
        arithmetic: Arithmetic,
        should_stop: Callable[[], bool] = lambda: False,
        *,
        keep: bool = False,
    ) -> "MeasuredBoxes":
        found: list[Found] = []
        losses: list[float] = []
        detector = cast(Detector, model)
        with predicting(model):
            for raw, targets, _ in outputs(model, self.data, part, arithmetic, should_stop):
                losses += [float(detector.loss(raw, targets))] * len(targets)
                boxes, scores = (of.float().cpu().numpy() for of in detector.detections(raw))
                found += [_kept(*of) for of in zip(boxes, scores, strict=True)]
        truths = [Truth(*arrays) for arrays in self.data.truth(part)]
        samples = self.data.samples(part)
        return MeasuredBoxes(
            part, self.classes, samples, self.data.frame, truths, found, float(np.mean(losses)), self.threshold
        )


def _kept(boxes: np.ndarray, scores: np.ndarray) -> Found:
    return metrics.found(suppress(boxes, scores, threshold=LOWEST, iou=OVERLAP))


@dataclass(frozen=True)
class MeasuredBoxes:
    """True and found boxes of each sample, in pixels of the frame."""

    part: Part
    classes: tuple[str, ...]
    samples: list[ManifestSample]
    frame: Frame
    truths: list[Truth]
    found: list[Found]
    loss: float
    threshold: float

    def result(self) -> DetectionResult:
        return metrics.set_result(self.part, self.classes, self.truths, self.found, threshold=self.threshold)

    def series(self) -> dict[str, float]:
        result = self.result()
        return {name: getattr(result, name) for name in SERIES}

    def never_predicted(self) -> list[str]:
        return [of.label for of in self.result().classes if of.support and not of.predicted]

    def rows(self) -> list[Result]:
        return [self._row(*of) for of in zip(self.samples, self.truths, self.found, strict=True)]

    def _row(self, sample: ManifestSample, truth: Truth, found: Found) -> Result:
        matches = metrics.match(truth, found, threshold=self.threshold)
        scale = np.array(self.frame.scale(sample.width, sample.height) * 2)
        boxes = _boxes(
            self.classes, Truth(truth.boxes / scale, truth.labels), found._replace(boxes=found.boxes / scale), matches
        )
        shown = [box.confidence for box in boxes if box.confidence is not None]
        wrong = len(matches.missed) + len(matches.wrong)
        hits = len(matches.hits)
        return Result(
            part=self.part,
            path=sample.path,
            label="",
            predicted="",
            confidence=min(shown, default=1.0),
            label_confidence=2 * hits / (2 * hits + wrong) if hits + wrong else 1.0,
            correct=not wrong,
            score=2 * hits / (2 * hits + wrong) if hits + wrong else 1.0,
            boxes=tuple(boxes),
        )


def _boxes(classes: Sequence[str], truth: Truth, found: Found, matches: ImageMatches) -> list[MeasuredBox]:
    """Boxes in pixels of the image: the found ones, then the true ones with what became of them."""
    missed = set(matches.missed)
    right = [(hit.found, BoxOutcome.HIT) for hit in matches.hits] + [(one, BoxOutcome.FALSE) for one in matches.wrong]
    predicted = [
        MeasuredBox(
            label=classes[found.labels[index]],
            box=_sides(found.boxes[index]),
            confidence=min(1.0, float(found.scores[index])),
            outcome=outcome,
        )
        for index, outcome in sorted(right)
    ]
    true = [
        MeasuredBox(
            label=classes[number], box=_sides(box), outcome=BoxOutcome.MISSED if index in missed else BoxOutcome.HIT
        )
        for index, (box, number) in enumerate(zip(truth.boxes, truth.labels, strict=True))
    ]
    return predicted + true


def _sides(box: np.ndarray) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(float(value), 2) for value in box)
    return left, top, right - left, bottom - top
