"""How well two models agree on the same images: pure functions of their outputs, both in the order of network.OUTPUTS."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from modelwright.bundle.boxes import Detection, overlaps, suppress
from modelwright.contract.tasks import Network

SAME_BOX: Final = 0.9
"""Intersection over union from which on two boxes are the same."""
SCORE_TOLERANCE: Final = 0.01
"""A box that one model finds may be this much less sure in the other: it would otherwise depend on the last digit."""

Outputs = Sequence[np.ndarray]


@dataclass(frozen=True)
class Agreement:
    """Counts of one image or many: add them up."""

    alike: int = 0
    compared: int = 0
    """Samples, pixels, or boxes of either."""
    largest_difference: float = 0.0
    """Of any probability, 0 to 1."""

    def __add__(self, other: "Agreement") -> "Agreement":
        difference = max(self.largest_difference, other.largest_difference)
        return Agreement(self.alike + other.alike, self.compared + other.compared, difference)

    @property
    def share(self) -> float:
        """1 where there was nothing to disagree about."""
        return self.alike / self.compared if self.compared else 1.0


def agreement(kind: Network, one: Outputs, other: Outputs, threshold: float) -> Agreement:
    """Of the outputs for the same batch of images; `threshold` is that of a detection."""
    if kind is Network.DETECTION:
        images = zip(*one, *other, strict=True)
        each = (_of_boxes(image[:2], image[2:], threshold) for image in images)
        return sum(each, Agreement())
    compare: Callable[[Outputs, Outputs], Agreement] = _of_classes if kind is Network.CLASSIFICATION else _of_pixels
    return compare(one, other)


def _of_classes(one: Outputs, other: Outputs) -> Agreement:
    alike = one[0].argmax(axis=1) == other[0].argmax(axis=1)
    return Agreement(int(alike.sum()), alike.size, float(np.abs(one[0] - other[0]).max()))


def _of_pixels(one: Outputs, other: Outputs) -> Agreement:
    alike = one[0] == other[0]
    difference = np.abs(one[1].astype(int) - other[1].astype(int))
    return Agreement(int(alike.sum()), alike.size, float(difference.max() / 255))


def _of_boxes(one: Outputs, other: Outputs, threshold: float) -> Agreement:
    """Before suppression, which is the same program for both, and would make much of equal scores."""
    lowest = max(threshold - SCORE_TOLERANCE, threshold / 2)
    first, second = (suppress(*candidates, threshold=lowest, iou=1.0, most=one[1].size) for candidates in (one, other))
    there = _found_again(first, second, threshold)
    back = _found_again(second, first, threshold)
    alike = [difference for difference in there + back if difference is not None]
    surest = np.abs(one[1].max(axis=0) - other[1].max(axis=0)).max()  # also where nothing reaches the threshold
    return Agreement(len(alike), len(there) + len(back), max([*alike, float(surest)]))


def _found_again(boxes: list[Detection], others: list[Detection], threshold: float) -> list[float | None]:
    """Of each box above the threshold: how much the score of the same box among the others differs; None: it is not there."""
    return [_difference(box, others) for box in boxes if box.score >= threshold]


def _difference(box: Detection, others: list[Detection]) -> float | None:
    same = [other for other in others if other.label == box.label]
    if not same:
        return None
    shared = overlaps(np.array([box.box]), np.array([other.box for other in same]))[0]
    best = int(shared.argmax())
    return abs(box.score - same[best].score) if shared[best] >= SAME_BOX else None
