"""One way of scoring for all contestants: the engine's metrics on what they predict for the validation part."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from modelwright.contract.tasks import Part
from modelwright.engine.metrics import classification, detection, segmentation
from references._job import Job, Picture

Scores = dict[str, float]


def score(job: Job, predictions: Sequence[Any]) -> Scores:
    """The job's figure as `value`, others beside it. Predictions are what `references/_job.py` says."""
    if len(predictions) != len(job.validation):
        raise ValueError(f"{len(predictions)} predictions for {len(job.validation)} images")
    match job.kind:
        case "classification":
            return _classes(job, predictions)
        case "segmentation":
            return _masks(job, predictions)
        case "detection":
            return _boxes(job, predictions)


def _classes(job: Job, predictions: Sequence[int]) -> Scores:
    truth = np.array([picture.label for picture in job.validation])
    confusion = classification.confusion_matrix(truth, np.array(predictions), len(job.classes))
    result = classification.set_result(Part.VALIDATION, job.classes, confusion)
    return {"value": result.macro_f1, "accuracy": result.accuracy, "macro recall": result.macro_recall}


def _masks(job: Job, predictions: Sequence[str]) -> Scores:
    classes = 1 + len(job.classes)
    counted = [
        segmentation.pixel_confusion(true_mask(picture), _read(Path(mask), picture), classes)
        for picture, mask in zip(job.validation, predictions, strict=True)
    ]
    result = segmentation.numbers(np.stack(counted))
    low, high = result.mean_iou_interval or (0.0, 0.0)
    return {"value": result.mean_iou or 0.0, "low": low, "high": high, "any defect IoU": result.binary_iou or 0.0} | {
        label: pixels.iou or 0.0 for label, pixels in zip(job.classes, result.classes[1:], strict=True)
    }


def true_mask(picture: Picture) -> np.ndarray:
    """Class numbers, uint8 (height, width): 0 background, then the job's classes."""
    if not picture.mask:
        return np.zeros(picture.size[::-1], np.uint8)
    return (np.asarray(Image.open(picture.mask).convert("L")) > 0).astype(np.uint8) * (picture.label + 1)


def _read(mask: Path, picture: Picture) -> np.ndarray:
    found = np.asarray(Image.open(mask))
    if found.shape != picture.size[::-1]:
        raise ValueError(f"{mask} is {found.shape}, the image {picture.size[::-1]}")
    return found


def _boxes(job: Job, predictions: Sequence[dict[str, Any]]) -> Scores:
    truths = [detection.Truth(_edges(one.boxes), np.array(one.labels, np.int64)) for one in job.validation]
    found = [
        detection.Found(_edges(one["boxes"]), np.array(one["labels"], np.int64), np.array(one["scores"], np.float64))
        for one in predictions
    ]
    result = detection.set_result(Part.VALIDATION, job.classes, truths, found, threshold=0.3)
    low, high = result.ap50_interval
    return {"value": result.ap50, "low": low, "high": high, "AP": result.ap} | {
        of.label: of.ap50 or 0.0 for of in result.classes
    }


def _edges(boxes: Sequence[Sequence[float]]) -> np.ndarray:
    return np.array(boxes, np.float64).reshape(-1, 4)
