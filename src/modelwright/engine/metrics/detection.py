"""The numbers of a detector, per class and overall: COCO's average precision, and precision and recall at a threshold.

All functions are pure; boxes are left, top, right, bottom in pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from modelwright.bundle.boxes import Detection, overlaps
from modelwright.contract.report import DetectionResult, FieldResult, Interval
from modelwright.contract.tasks import Part
from modelwright.engine.metrics.intervals import wilson

IOU_LEVELS: Final = np.linspace(0.5, 0.95, 10)
RECALL_LEVELS: Final = np.linspace(0.0, 1.0, 101)
HIT: Final = 0.5
"""A detection counts as a hit when it overlaps a box of its class by at least this much (intersection over union)."""
MOST: Final = 100
"""COCO looks at this many detections a class and image, the best ones."""
RESAMPLES: Final = 200


class Truth(NamedTuple):
    """The labelled boxes of one image: (k, 4) pixels, and the index of each one's class (k,)."""

    boxes: np.ndarray
    labels: np.ndarray


class Found(NamedTuple):
    """What a model found on one image: boxes (m, 4) pixels, class indices (m,) and scores (m,), in any order."""

    boxes: np.ndarray
    labels: np.ndarray
    scores: np.ndarray


class Hit(NamedTuple):
    """A detection and the labelled box that it found, both by index, and how much they overlap."""

    found: int
    truth: int
    iou: float


@dataclass(frozen=True)
class ImageMatches:
    """One image at one threshold: the hits, the labelled boxes that were missed, the detections that hit nothing."""

    hits: tuple[Hit, ...]
    missed: tuple[int, ...]
    wrong: tuple[int, ...]


@dataclass(frozen=True)
class _Outcomes:
    """All detections of one class over a set."""

    scores: np.ndarray
    """(m,)"""
    right: np.ndarray
    """Whether each found a box, per level of overlap: (levels, m)."""
    image: np.ndarray
    """Index of the image of each: (m,)."""
    support: np.ndarray
    """Labelled boxes of the class in every image: (images,)."""


def found(detections: Sequence[Detection]) -> Found:
    """What suppression left of one image, as arrays."""
    return Found(
        np.array([one.box for one in detections], dtype=np.float64).reshape(-1, 4),
        np.array([one.label for one in detections], dtype=np.int64),
        np.array([one.score for one in detections], dtype=np.float64),
    )


def set_result(
    part: Part, labels: Sequence[str], truths: Sequence[Truth], predictions: Sequence[Found], *, threshold: float
) -> DetectionResult:
    """Everything the report says about one set. AP uses every detection, the rest those with `threshold` or more.

    Means are over the classes that have boxes, and 0 where none has.
    """
    outcomes = [_outcomes(truths, predictions, index) for index in range(len(labels))]
    classes = tuple(_field_result(label, of, threshold) for label, of in zip(labels, outcomes, strict=True))
    present = [result for result in classes if result.support]
    return DetectionResult(
        part=part,
        samples=len(truths),
        threshold=threshold,
        ap50=_mean([result.ap50 for result in present]),
        ap50_interval=_interval(outcomes, len(truths)),
        ap=_mean([result.ap for result in present]),
        macro_precision=_mean([result.precision for result in present]),
        macro_recall=_mean([result.recall for result in present]),
        macro_f1=_mean([result.f1 for result in present]),
        classes=classes,
    )


def match(truth: Truth, prediction: Found, *, threshold: float, iou: float = HIT) -> ImageMatches:
    """Which detections with a score of at least `threshold` are right. Best first; every labelled box is found once."""
    hits: list[Hit] = []
    for label in np.union1d(truth.labels, prediction.labels):
        wanted = np.flatnonzero(truth.labels == label)
        given = _best_first(prediction, int(label), threshold)
        shared = overlaps(prediction.boxes[given], truth.boxes[wanted])
        for row, column in enumerate(_assign(shared, np.array([iou]))[0]):
            if column >= 0:
                hits.append(Hit(int(given[row]), int(wanted[column]), float(shared[row, column])))
    reached, right = {hit.truth for hit in hits}, {hit.found for hit in hits}
    shown = np.flatnonzero(prediction.scores >= threshold)
    return ImageMatches(
        hits=tuple(sorted(hits)),
        missed=tuple(index for index in range(len(truth.labels)) if index not in reached),
        wrong=tuple(int(index) for index in shown if int(index) not in right),
    )


def average_precision(scores: np.ndarray, right: np.ndarray, support: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """COCO's average precision, interpolated at 101 levels of recall: one value a row.

    `scores` (m,) of all detections of a class; `right` (rows, m) whether each found a box; `support` (rows,), above 0,
    the number of labelled boxes; `weights` (rows, m) how often each detection counts.
    """
    order = np.argsort(-scores, kind="stable")
    hits, all_of_them = np.cumsum((right * weights)[:, order], axis=1), np.cumsum(weights[:, order], axis=1)
    precision = np.divide(hits, all_of_them, out=np.zeros(hits.shape), where=all_of_them > 0)
    envelope = np.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
    padded = np.concatenate([envelope, np.zeros((len(right), 1))], axis=1)
    reached = [
        np.searchsorted(row / boxes, RECALL_LEVELS, side="left") for row, boxes in zip(hits, support, strict=True)
    ]
    values: np.ndarray = np.take_along_axis(padded, np.stack(reached), axis=1).mean(axis=1)
    return values


def _interval(outcomes: Sequence[_Outcomes], images: int) -> Interval:
    """95 % interval of the mean AP50, by bootstrap over the images; the same for the same outcomes."""
    if not images:
        return 0.0, 0.0
    drawn = np.random.default_rng(0).multinomial(images, np.full(images, 1 / images), size=RESAMPLES)
    values = np.stack([_resampled(of, drawn) for of in outcomes], axis=1)
    known = np.isfinite(values)
    counted = known.any(axis=1)
    if not counted.any():
        return 0.0, 0.0
    means = np.where(known, values, 0).sum(axis=1)[counted] / known.sum(axis=1)[counted]
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


def _resampled(of: _Outcomes, drawn: np.ndarray) -> np.ndarray:
    """AP50 of one class for sets in which image i occurs `drawn[row, i]` times; NaN for a set without its boxes."""
    support = drawn @ of.support
    values = np.full(len(drawn), np.nan)
    rows = np.flatnonzero(support)
    if len(rows):
        weights = drawn[rows][:, of.image]
        right = np.broadcast_to(of.right[0], weights.shape)
        values[rows] = average_precision(of.scores, right, support[rows], weights)
    return values


def _field_result(label: str, of: _Outcomes, threshold: float) -> FieldResult:
    support = int(of.support.sum())
    shown = of.scores >= threshold
    predicted, hits = int(shown.sum()), int(of.right[0, shown].sum())
    precision, precision_interval = _share(hits, predicted)
    recall, recall_interval = _share(hits, support)
    levels = _levels(of, support) if support else None
    return FieldResult(
        label=label,
        support=support,
        predicted=predicted,
        hits=hits,
        precision=precision,
        precision_interval=precision_interval,
        recall=recall,
        recall_interval=recall_interval,
        f1=2 * hits / (support + predicted) if support else None,
        ap50=None if levels is None else float(levels[0]),
        ap=None if levels is None else float(levels.mean()),
    )


def _levels(of: _Outcomes, support: int) -> np.ndarray:
    return average_precision(of.scores, of.right, np.full(len(of.right), support), np.ones(of.right.shape))


def _outcomes(truths: Sequence[Truth], predictions: Sequence[Found], label: int) -> _Outcomes:
    pairs = [_outcome(truth, given, label) for truth, given in zip(truths, predictions, strict=True)]
    empty = np.zeros((len(IOU_LEVELS), 0), dtype=bool)
    return _Outcomes(
        scores=np.concatenate([np.zeros(0), *(scores for scores, _ in pairs)]),
        right=np.concatenate([empty, *(right for _, right in pairs)], axis=1),
        image=np.repeat(np.arange(len(pairs)), [len(scores) for scores, _ in pairs]),
        support=np.array([(truth.labels == label).sum() for truth in truths], dtype=np.int64),
    )


def _outcome(truth: Truth, prediction: Found, label: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores (m,) of the class's detections on one image, best first, and whether each is right (levels, m)."""
    given = _best_first(prediction, label, -np.inf)[:MOST]
    shared = overlaps(prediction.boxes[given], truth.boxes[truth.labels == label])
    return prediction.scores[given], _assign(shared, IOU_LEVELS) >= 0


def _best_first(prediction: Found, label: int, threshold: float) -> np.ndarray:
    own = np.flatnonzero((prediction.labels == label) & (prediction.scores >= threshold))
    order: np.ndarray = own[np.argsort(-prediction.scores[own], kind="stable")]
    return order


def _assign(shared: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """The labelled box (or -1) that each detection finds, per level of overlap: (levels, detections).

    `shared` (detections, boxes) are overlaps, the best detection first: each takes what it covers best of what is left.
    """
    detections, boxes = shared.shape
    taken = np.full((len(levels), detections), -1)
    if not boxes:
        return taken
    free = np.ones((len(levels), boxes), dtype=bool)
    for row in range(detections):
        left = np.where(free, shared[row], -1.0)
        best = left.argmax(axis=1)
        hit = left[np.arange(len(levels)), best] >= levels
        taken[hit, row] = best[hit]
        free[hit, best[hit]] = False
    return taken


def _share(hits: int, trials: int) -> tuple[float | None, Interval | None]:
    return (hits / trials, wilson(hits, trials)) if trials else (None, None)


def _mean(values: Sequence[float | None]) -> float:
    """A class that was never predicted counts as precision 0, as for classifiers."""
    return sum(value or 0.0 for value in values) / len(values) if values else 0.0
