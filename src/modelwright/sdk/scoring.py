"""Holds predictions against what a folder says about its images: the same numbers as a training's report."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from modelwright.bundle.masks import from_run_lengths
from modelwright.bundle.predictor import Predictor
from modelwright.contract.layout import FoundSample
from modelwright.contract.report import ManifestSample, SetResult
from modelwright.contract.tasks import Part, Task

Line = dict[str, Any]


class Scorer(Protocol):
    """Is given every image and its result, also those about which nothing is known."""

    wants_candidates: bool
    """Boxes below the threshold are needed, too."""

    def add(self, said: FoundSample, mask_codes: dict[int, str], line: Line) -> None: ...

    def result(self) -> SetResult | None:
        """The numbers; None where no image had a label that the model knows."""


def scorer_for(predictor: Predictor, said: Sequence[FoundSample]) -> Scorer:
    match Task(predictor.task):
        case Task.SEGMENTATION:
            return _Pixels(predictor)
        case Task.DETECTION:
            return _Boxes(predictor, any(sample.annotated for sample in said))
    return _Classes(predictor)


class _Classes:
    """Of a model of two networks: of the code that both give together."""

    wants_candidates = False

    def __init__(self, predictor: Predictor) -> None:
        self._labels = (*predictor.classes, *predictor.config["codes"]["special"])
        self._numbers = {label: number for number, label in enumerate(self._labels)}
        self._truth: list[int] = []
        self._predicted: list[int] = []

    def add(self, said: FoundSample, mask_codes: dict[int, str], line: Line) -> None:
        if said.label in self._numbers and "problem" not in line:
            self._truth.append(self._numbers[said.label])
            self._predicted.append(self._numbers[line["label"]])

    def result(self) -> SetResult | None:
        from modelwright.engine.metrics.classification import confusion_matrix, set_result

        if not self._truth:
            return None
        counts = confusion_matrix(np.array(self._truth), np.array(self._predicted), len(self._labels))
        return set_result(Part.TEST, self._labels, counts)


class _Boxes:
    def __init__(self, predictor: Predictor, annotated: bool) -> None:
        self.wants_candidates = annotated
        self._labels = predictor.networks["detection"].classes
        self._threshold = predictor.thresholds["detection"]
        self._truths: list[Any] = []
        self._found: list[Any] = []

    def add(self, said: FoundSample, mask_codes: dict[int, str], line: Line) -> None:
        from modelwright.engine.metrics.detection import Found, Truth

        if not said.annotated or "problem" in line:
            return
        true = [region for region in _sample(said, mask_codes, line).regions if region.label in self._labels]
        found = line["boxes"] + line["extra"].get("candidates", [])
        self._truths.append(Truth(_corners([of.box for of in true]), self._numbers([of.label for of in true])))
        scores = np.array([box["confidence"] for box in found], float)
        self._found.append(
            Found(_corners([box["box"] for box in found]), self._numbers([box["label"] for box in found]), scores)
        )

    def _numbers(self, labels: list[str]) -> np.ndarray:
        return np.array([self._labels.index(label) for label in labels], np.int64)

    def result(self) -> SetResult | None:
        from modelwright.engine.metrics.detection import set_result

        if not self._truths:
            return None
        return set_result(Part.TEST, self._labels, self._truths, self._found, threshold=self._threshold)


class _Pixels:
    wants_candidates = False

    def __init__(self, predictor: Predictor) -> None:
        network = predictor.networks["segmentation"]
        self._labels = network.classes
        self._size = network.height, network.width
        self._samples: list[ManifestSample] = []
        self._confusions: list[np.ndarray] = []

    def add(self, said: FoundSample, mask_codes: dict[int, str], line: Line) -> None:
        from modelwright.engine.data.frames import Frame
        from modelwright.engine.data.targets import class_mask
        from modelwright.engine.metrics.segmentation import pixel_confusion

        if not said.annotated or "problem" in line:
            return
        frame = Frame(*self._size, stretched=False)
        sample = _sample(said, mask_codes, line)
        truth = class_mask(sample, self._labels, frame)
        width, height = frame.extent(*line["size"])
        predicted = np.zeros((height, width), np.uint8)
        for mask in line["masks"]:
            predicted[from_run_lengths(mask["runs"], tuple(mask["size"]))] = 1 + self._labels.index(mask["label"])
        self._samples.append(sample)
        self._confusions.append(pixel_confusion(truth[:height, :width], predicted, 1 + len(self._labels)))

    def result(self) -> SetResult | None:
        from modelwright.engine.tasks.segmentation import MeasuredPixels

        if not self._confusions:
            return None
        return MeasuredPixels(Part.TEST, self._labels, self._samples, np.stack(self._confusions), 0.0, []).result()


def _corners(boxes: Sequence[Sequence[float]]) -> np.ndarray:
    """From x, y, width, height to left, top, right, bottom: (k, 4)."""
    rows = np.array(boxes, float).reshape(-1, 4)
    rows[:, 2:] += rows[:, :2]
    return rows


def _sample(said: FoundSample, mask_codes: dict[int, str], line: Line) -> ManifestSample:
    """What the engine would have made of it: regions in pixels, within the image."""
    width, height = line["size"]
    regions = (region.scaled(width, height) if said.shares else region for region in said.regions)
    return ManifestSample(
        path=str(said.path),
        label=said.label,
        sha256="",
        width=width,
        height=height,
        part=Part.TEST,
        mask=str(said.mask or ""),
        mask_codes=mask_codes,
        regions=tuple(kept for region in regions if (kept := region.clipped(width, height))),
    )
