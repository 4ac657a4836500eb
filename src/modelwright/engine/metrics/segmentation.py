"""The numbers of a segmenter, from one confusion matrix of pixels an image. Class 0 is the background, no defect."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from modelwright.contract.report import Interval

IGNORED: Final = 255
"""Mask value of pixels that count neither in a loss nor in a metric, such as the padding of a canvas."""
RESAMPLES: Final = 1000
_SEED: Final = 0
_ENDS: Final = (2.5, 97.5)


@dataclass(frozen=True)
class ClassPixels:
    """One class on a set of images. Shares are None where they would be 0 / 0."""

    images: int
    """Images whose truth holds the class."""
    pixels: int
    """Pixels of the class in the truth."""
    predicted: int
    """Pixels for which the class was predicted."""
    precision: float | None
    recall: float | None
    f1: float | None
    """None where the truth holds no such pixel, as is `iou`."""
    iou: float | None
    precision_interval: Interval | None
    recall_interval: Interval | None
    iou_interval: Interval | None


@dataclass(frozen=True)
class SegmentationNumbers:
    """What a set of images says about a segmenter; 95 % intervals by bootstrap over the images."""

    classes: tuple[ClassPixels, ...]
    """Background first."""
    mean_iou: float | None
    """Over the defect classes that the truth holds; None where it holds none."""
    mean_iou_interval: Interval | None
    binary_iou: float | None
    """Defect of any class against background; None where the truth holds no defect."""
    binary_iou_interval: Interval | None
    accuracy: float | None
    """Share of pixels, background included; None without a pixel that counts."""


def pixel_confusion(truth: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """Counts of pixels, int64 (classes, classes): rows are the true class, columns the predicted one.

    Both are integers of one shape, 0 to `classes` - 1; pixels whose truth is IGNORED are left out.
    Raises ValueError for other values.
    """
    counted = truth != IGNORED
    true, found = truth[counted].astype(np.int64), predicted[counted].astype(np.int64)
    if true.size and (max(true.max(), found.max()) >= classes or min(true.min(), found.min()) < 0):
        raise ValueError(f"masks must hold 0 to {classes - 1}, or {IGNORED} in the truth")
    return np.bincount(true * classes + found, minlength=classes * classes).reshape(classes, classes)


def numbers(confusions: np.ndarray, *, resamples: int = RESAMPLES, seed: int = _SEED) -> SegmentationNumbers:
    """Everything about a set, from the `pixel_confusion` of each image, (images, classes, classes), one at least."""
    counts = _counts(confusions)
    drawn = _resampled(counts, resamples, seed)
    shares, samples = _shares(counts.sum(0)), _shares(drawn)
    return SegmentationNumbers(
        classes=tuple(_class_pixels(confusions, index, shares, samples) for index in range(confusions.shape[1])),
        mean_iou=_value(shares.mean_iou),
        mean_iou_interval=_interval(samples.mean_iou),
        binary_iou=_value(shares.iou[-1]),
        binary_iou_interval=_interval(samples.iou[:, -1]),
        accuracy=_value(_ratio(np.trace(confusions.sum(0)), confusions.sum())),
    )


def image_iou(confusion: np.ndarray) -> float:
    """IoU of one image: the mean over the defect classes that are in its truth or predicted; 1 where there is neither."""
    inside = confusion.diagonal()[1:]
    union = (confusion.sum(0) + confusion.sum(1))[1:] - inside
    seen = union > 0
    return float((inside[seen] / union[seen]).mean()) if seen.any() else 1.0


@dataclass(frozen=True)
class _Shares:
    """Arrays (…, classes + 1): one value a class, at last that of defects of any class. NaN for 0 / 0."""

    precision: np.ndarray
    recall: np.ndarray
    f1: np.ndarray
    iou: np.ndarray

    @property
    def mean_iou(self) -> np.ndarray:
        """Of the classes between the background and the last entry, (…)."""
        iou = self.iou[..., 1:-1]
        return _ratio(np.nansum(iou, axis=-1), np.isfinite(iou).sum(axis=-1))


def _counts(confusions: np.ndarray) -> np.ndarray:
    """Hits, pixels in the truth and pixels predicted, (images, 3, classes + 1), with defects of any class at last."""
    hits = np.diagonal(confusions, axis1=1, axis2=2)
    truth, predicted = confusions.sum(2), confusions.sum(1)
    each = np.stack([hits, truth, predicted], axis=1)
    total = confusions.sum((1, 2))
    defect = [confusions[:, 1:, 1:].sum((1, 2)), total - truth[:, 0], total - predicted[:, 0]]
    return np.concatenate([each, np.stack(defect, axis=1)[:, :, None]], axis=2)


def _resampled(counts: np.ndarray, resamples: int, seed: int) -> np.ndarray:
    """Sums over as many images as there are, drawn with replacement: (resamples, 3, classes + 1)."""
    random, images = np.random.default_rng(seed), len(counts)
    flat = counts.reshape(images, -1).astype(np.float64)
    times = (np.bincount(random.integers(images, size=images), minlength=images) for _ in range(resamples))
    return np.stack([each @ flat for each in times]).reshape(resamples, *counts.shape[1:])


def _shares(counts: np.ndarray) -> _Shares:
    """From sums (…, 3, classes + 1). A class that the truth does not hold has no recall, F1 and IoU."""
    hits, truth, predicted = counts[..., 0, :], counts[..., 1, :], counts[..., 2, :]
    held = np.where(truth > 0, 1.0, np.nan)
    return _Shares(
        precision=_ratio(hits, predicted),
        recall=_ratio(hits, truth),
        f1=_ratio(2 * hits, truth + predicted) * held,
        iou=_ratio(hits, truth + predicted - hits) * held,
    )


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    shape = np.broadcast(part, whole).shape
    ratio: np.ndarray = np.divide(part, whole, out=np.full(shape, np.nan), where=np.asarray(whole) > 0)
    return ratio


def _class_pixels(confusions: np.ndarray, index: int, shares: _Shares, samples: _Shares) -> ClassPixels:
    return ClassPixels(
        images=int((confusions[:, index].sum(1) > 0).sum()),
        pixels=int(confusions[:, index].sum()),
        predicted=int(confusions[:, :, index].sum()),
        precision=_value(shares.precision[index]),
        recall=_value(shares.recall[index]),
        f1=_value(shares.f1[index]),
        iou=_value(shares.iou[index]),
        precision_interval=_interval(samples.precision[:, index]),
        recall_interval=_interval(samples.recall[:, index]),
        iou_interval=_interval(samples.iou[:, index]),
    )


def _value(number: np.ndarray) -> float | None:
    return float(number) if np.isfinite(number) else None


def _interval(samples: np.ndarray) -> Interval | None:
    """None where no resample gave a value."""
    finite = samples[np.isfinite(samples)]
    if not finite.size:
        return None
    low, high = np.percentile(finite, _ENDS)
    return float(low), float(high)
