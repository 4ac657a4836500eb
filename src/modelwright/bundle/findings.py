"""What the networks of a bundle found on one image, read from their outputs. Every bundle carries a copy of this file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

import numpy as np

from modelwright.bundle.boxes import Detection, suppress
from modelwright.bundle.masks import area_shares, run_lengths
from modelwright.bundle.networks import Framed


class FoundBox(TypedDict):
    label: str
    confidence: float
    box: tuple[float, float, float, float]
    """x, y, width, height in pixels of the upright image."""


class FoundMask(TypedDict):
    label: str
    size: tuple[int, int]
    """Height and width of the mask, which covers the whole image."""
    runs: list[int]
    """Lengths of runs, row by row, beginning with pixels outside."""


@dataclass
class Findings:
    """Filled by one network after the other."""

    probabilities: dict[str, float] = field(default_factory=dict)
    """Highest first."""
    areas: dict[str, float] = field(default_factory=dict)
    """Share of the image, largest first."""
    certain: dict[str, float] = field(default_factory=dict)
    """By label: the mean probability of its pixels."""
    masks: list[FoundMask] = field(default_factory=list)
    boxes: list[FoundBox] = field(default_factory=list)
    size: tuple[int, int] | None = None
    """Width and height of the upright image, pixels."""

    def classified(self, probabilities: np.ndarray, classes: Sequence[str]) -> None:
        """From the probability of each class, (classes,)."""
        order = np.argsort(-probabilities, kind="stable")
        self.probabilities = {classes[index]: float(probabilities[index]) for index in order}

    def segmented(self, numbers: np.ndarray, certain: np.ndarray, framed: Framed, classes: Sequence[str]) -> None:
        """From the class number of each pixel, and how sure it is (0 to 255); both (height, width) of the canvas."""
        self.size = framed.size
        width, height = framed.covered
        numbers, certain = numbers[:height, :width], certain[:height, :width]
        self.areas = area_shares(numbers, classes)
        for label in self.areas:
            mask = numbers == 1 + classes.index(label)
            self.masks.append(FoundMask(label=label, size=(height, width), runs=run_lengths(mask)))
            self.certain[label] = float(certain[mask].mean() / 255)

    def detected(
        self,
        boxes: np.ndarray,
        scores: np.ndarray,
        framed: Framed,
        classes: Sequence[str],
        lowest: float,
        overlap: float,
    ) -> None:
        """From candidates (k, 4) in pixels of the canvas, left, top, right, bottom, and their scores (k, classes)."""
        self.size = framed.size
        found = suppress(boxes, scores, threshold=lowest, iou=overlap)
        inside = (_found_box(one, framed, classes) for one in found)
        self.boxes = [box for box in inside if box["box"][2] > 0 and box["box"][3] > 0]


def _found_box(detection: Detection, framed: Framed, classes: Sequence[str]) -> FoundBox:
    """From canvas pixels to those of the image, whose edges it does not cross."""
    width, height = framed.size or framed.covered
    across, down = width / framed.covered[0], height / framed.covered[1]
    left, right = (min(max(x * across, 0.0), float(width)) for x in detection.box[::2])
    top, bottom = (min(max(y * down, 0.0), float(height)) for y in detection.box[1::2])
    box = (round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2))
    return FoundBox(label=classes[detection.label], confidence=min(1.0, detection.score), box=box)
