"""A network that gives every pixel a class."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from torch import Tensor, nn

from modelwright.contract.report import ManifestSample, Mask, Result, SegmentationResult, SegmentResult
from modelwright.contract.tasks import Part
from modelwright.engine.data.frames import Frame
from modelwright.engine.device import Arithmetic
from modelwright.engine.metrics import segmentation as metrics
from modelwright.engine.metrics.masks import as_masks
from modelwright.engine.models.segmenter import segmentation_loss
from modelwright.engine.tasks.base import NetworkTask, outputs, predicting

BACKGROUND = "background"
GOOD_IOU = 0.5
"""From this IoU on a class of an image counts as found."""


@dataclass(frozen=True)
class Found:
    """What was kept of one image: the masks by class, in its proportion, and the probability of its surest pixel."""

    true_masks: tuple[Mask, ...]
    masks: tuple[Mask, ...]
    areas: np.ndarray
    """Share of the image that each class takes, (classes,)."""
    confidences: np.ndarray
    """The mean probability over the pixels of each class, (classes,); 0 without any."""


class Segmentation(NetworkTask[Tensor]):
    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        return segmentation_loss(output, targets)

    def measure(
        self,
        model: nn.Module,
        part: Part,
        arithmetic: Arithmetic,
        should_stop: Callable[[], bool] = lambda: False,
        *,
        keep: bool = False,
    ) -> "MeasuredPixels":
        confusions: list[np.ndarray] = []
        found: list[Found] = []
        losses: list[float] = []
        samples = self.data.samples(part)
        with predicting(model):
            for logits, truth, indices in outputs(model, self.data, part, arithmetic, should_stop):
                losses += [float(self.loss(logits, truth))] * len(indices)
                classes = logits.argmax(dim=1).to(torch.uint8).cpu().numpy()
                for position, (one, true) in enumerate(zip(classes, truth.cpu().numpy(), strict=True)):
                    confusions.append(metrics.pixel_confusion(true, one, 1 + len(self.classes)))
                    if keep:
                        surest = logits[position].float().softmax(dim=0).amax(dim=0).cpu().numpy()
                        found.append(
                            _found(samples[indices[position]], self.classes, self.data.frame, true, one, surest)
                        )
        return MeasuredPixels(part, self.classes, samples, np.stack(confusions), float(np.mean(losses)), found)


def _found(
    sample: ManifestSample,
    classes: tuple[str, ...],
    frame: Frame,
    truth: np.ndarray,
    predicted: np.ndarray,
    surest: np.ndarray,
) -> Found:
    width, height = frame.extent(sample.width, sample.height)
    truth, predicted, surest = (of[:height, :width] for of in (truth, predicted, surest))
    counts = np.bincount(predicted.ravel(), minlength=1 + len(classes))[1:]
    sums = np.bincount(predicted.ravel(), surest.ravel(), minlength=1 + len(classes))[1:]
    return Found(
        as_masks(np.where(truth == metrics.IGNORED, 0, truth), classes),
        as_masks(predicted, classes),
        counts / predicted.size,
        np.divide(sums, counts, out=np.zeros(len(classes)), where=counts > 0),
    )


@dataclass(frozen=True)
class MeasuredPixels:
    """Counts of pixels by true and predicted class of each image, int64 (samples, 1 + classes, 1 + classes)."""

    part: Part
    classes: tuple[str, ...]
    samples: list[ManifestSample]
    confusions: np.ndarray
    loss: float
    found: list[Found]

    @cached_property
    def _numbers(self) -> metrics.SegmentationNumbers:
        return metrics.numbers(self.confusions)

    def result(self) -> SegmentationResult:
        numbers = self._numbers
        classes = tuple(map(_class_result, self.classes, numbers.classes[1:]))
        present = [of for of in classes if of.support]
        return SegmentationResult(
            part=self.part,
            samples=len(self.samples),
            accuracy=numbers.accuracy or 0.0,
            mean_iou=numbers.mean_iou or 0.0,
            mean_iou_interval=numbers.mean_iou_interval or (0.0, 1.0),
            macro_precision=_mean([of.precision for of in present]),
            macro_recall=_mean([of.recall for of in present]),
            macro_f1=_mean([of.f1 for of in present]),
            classes=classes,
            confusion=tuple(tuple(int(count) for count in row) for row in self.confusions.sum(axis=0)),
        )

    def series(self) -> dict[str, float]:
        """Quick: without the intervals, which are drawn by bootstrap."""
        numbers = metrics.numbers(self.confusions, resamples=1)
        present = [of for of in numbers.classes[1:] if of.images]
        return {
            "mean_iou": numbers.mean_iou or 0.0,
            "macro_f1": _mean([of.f1 for of in present]),
            "macro_precision": _mean([of.precision for of in present]),
            "macro_recall": _mean([of.recall for of in present]),
        }

    def never_predicted(self) -> list[str]:
        total = self.confusions.sum(axis=0)
        return [
            label for number, label in enumerate(self.classes, 1) if total[number].any() and not total[:, number].any()
        ]

    def rows(self) -> list[Result]:
        return [
            self._row(sample, confusion, found)
            for sample, confusion, found in zip(self.samples, self.confusions, self.found, strict=True)
        ]

    def _row(self, sample: ManifestSample, confusion: np.ndarray, found: Found) -> Result:
        largest = int(found.areas.argmax())
        seen = bool(found.areas[largest])
        return Result(
            part=self.part,
            path=sample.path,
            label=" + ".join(sample.codes) or BACKGROUND,
            predicted=" + ".join(mask.label for mask in found.masks) or BACKGROUND,
            confidence=float(found.confidences[largest]) if seen else 1.0,
            label_confidence=metrics.image_iou(confusion),
            correct=_all_found(confusion),
            score=metrics.image_iou(confusion),
            true_masks=found.true_masks,
            masks=found.masks,
        )


def _all_found(confusion: np.ndarray) -> bool:
    inside = confusion.diagonal()[1:]
    union = (confusion.sum(axis=0) + confusion.sum(axis=1))[1:] - inside
    return bool((inside >= GOOD_IOU * union).all())


def _class_result(label: str, of: metrics.ClassPixels) -> SegmentResult:
    return SegmentResult(
        label=label,
        support=of.images,
        pixels=of.pixels,
        predicted=of.predicted,
        precision=of.precision,
        recall=of.recall,
        f1=of.f1,
        iou=of.iou,
        iou_interval=of.iou_interval,
    )


def _mean(values: list[float | None]) -> float:
    """A class that was never predicted counts as 0."""
    return sum(value or 0.0 for value in values) / max(1, len(values))
