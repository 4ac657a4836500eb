"""Boxes of a detector: overlap and suppression. NumPy only: every bundle of a detector carries a copy of this file."""

from typing import Final, NamedTuple

import numpy as np

LOWEST: Final = 0.01
"""Detections below this score are noise; average precision is measured on everything above."""

Box = tuple[float, float, float, float]


class Detection(NamedTuple):
    """One box that was found: the index of its class, its score (0 to 1), and left, top, right, bottom in pixels."""

    label: int
    score: float
    box: Box


def suppress(
    boxes: np.ndarray, scores: np.ndarray, *, threshold: float, iou: float = 0.5, most: int = 300
) -> list[Detection]:
    """What remains of a detector's candidates for one image, best first.

    `boxes` (k, 4) are left, top, right, bottom in pixels, `scores` (k, classes). Of boxes of one class that overlap by
    more than `iou` the best remains; other classes do not matter. The same input gives the same output: equal scores
    keep the order of class and candidate.
    """
    candidates, labels = np.nonzero(scores >= threshold)
    order = np.lexsort((candidates, labels, -scores[candidates, labels]))
    candidates, labels = candidates[order], labels[order]
    alive = np.zeros(len(candidates), dtype=bool)
    for label in np.unique(labels):
        own = np.flatnonzero(labels == label)
        alive[own] = _greedy(boxes[candidates[own]], iou)
    return [
        Detection(int(label), float(scores[candidate, label]), _box(boxes[candidate]))
        for candidate, label in zip(candidates[alive][:most], labels[alive][:most], strict=True)
    ]


def overlaps(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Intersection over union of every box of `first` (n, 4) with every box of `second` (m, 4): (n, m), 0 to 1."""
    corners = np.minimum(first[:, None, 2:], second[None, :, 2:]) - np.maximum(first[:, None, :2], second[None, :, :2])
    shared = np.clip(corners, 0, None).prod(axis=2)
    union = areas(first)[:, None] + areas(second)[None] - shared
    share: np.ndarray = np.divide(shared, union, out=np.zeros_like(union), where=union > 0)
    return share


def areas(boxes: np.ndarray) -> np.ndarray:
    """Pixels covered by each of the boxes (n, 4); a box that is inside out covers none."""
    area: np.ndarray = np.clip(boxes[:, 2:].astype(np.float64) - boxes[:, :2], 0, None).prod(axis=1)
    return area


def _greedy(boxes: np.ndarray, iou: float) -> np.ndarray:
    """Which of the boxes, sorted best first, no better remaining one covers."""
    covers = np.triu(overlaps(boxes, boxes) > iou, k=1)
    alive = np.ones(len(boxes), dtype=bool)
    for index in np.flatnonzero(covers.any(axis=1)):
        if alive[index]:
            alive &= ~covers[index]
    return alive


def _box(row: np.ndarray) -> Box:
    left, top, right, bottom = (float(value) for value in row)
    return left, top, right, bottom
