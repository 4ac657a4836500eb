"""Makes the networks of a bundle compute in 8-bit integers, and measures what that costs before anybody relies on it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import numpy as np

from modelwright.bundle.contents import CERTIFICATE, CONFIG, members_of
from modelwright.bundle.networks import ExportedNetwork
from modelwright.bundle.predictor import Predictor
from modelwright.contract.report import ClassificationResult, DetectionResult, SetResult
from modelwright.imaging.reading import ImageProblem
from modelwright.sdk.predicting import Image, predict
from modelwright.sdk.problems import UsageProblem
from modelwright.sdk.scoring import scorer_for

CALIBRATED_WITH: Final = 128
"""Images that the ranges of the integers are learned from; more gain nothing."""


class Cost(NamedTuple):
    """What a bundle reaches on the same labelled images before and after."""

    metric: str
    samples: int
    float32: float
    int8: float

    @property
    def drop(self) -> float:
        return self.float32 - self.int8

    def __str__(self) -> str:
        return f"{self.metric} {self.float32:.4f} in float32, {self.int8:.4f} in int8, on {self.samples} samples"


def in_int8(bundle: Path, images: Sequence[Image], most_drop: float) -> tuple[dict[str, bytes], Cost]:
    """The files of the bundle with integer networks, and what they cost.

    The ranges are learned from some of the images, the cost is measured on the others. Raises UsageProblem when these have
    no labels, or more than `most_drop` is lost.
    """
    predictor = Predictor(bundle, threads=1)
    learned, measured = _divided(images)
    files = _converted(bundle, predictor, learned)
    with TemporaryDirectory() as folder:
        for name in (CONFIG, *_models(predictor)):
            (Path(folder) / name).write_bytes(files[name])
        cost = _cost(predictor, Predictor(Path(folder), threads=1), measured)
    if cost.drop > most_drop:
        raise UsageProblem(f"int8 loses too much: {cost}; at most {most_drop:g} may be lost")
    config = json.loads(files[CONFIG])
    config["quantization"] = {"kind": "int8", "calibrated_with": len(learned), **cost._asdict(), "limit": most_drop}
    return files | {CONFIG: _as_json(config)}, cost


def _divided(images: Sequence[Image]) -> tuple[Sequence[Image], Sequence[Image]]:
    """Spread over all of them: at most half to learn from, the others to measure on."""
    step = max(2, -(-len(images) // CALIBRATED_WITH))
    return images[::step], [image for number, image in enumerate(images) if number % step]


def _models(predictor: Predictor) -> list[str]:
    return [about["model"] for about in predictor.config["networks"].values()]


def _converted(bundle: Path, predictor: Predictor, images: Sequence[Image]) -> dict[str, bytes]:
    from modelwright.engine.export.int8 import quantized  # imports torch

    files = members_of(bundle)
    files.pop(CERTIFICATE, None)  # of the float32 network
    for name, model in zip(predictor.networks, _models(predictor), strict=True):
        files[model] = quantized(files[model], _frames(predictor.networks[name], images))
    hashes = {model: hashlib.sha256(files[model]).hexdigest() for model in _models(predictor)}
    return files | {CONFIG: _as_json(predictor.config | {"hashes": hashes})}


def _frames(network: ExportedNetwork, images: Iterable[Image]) -> Iterator[np.ndarray]:
    for image in images:
        try:
            yield network.read(image.path).pixels[None]
        except ImageProblem:
            continue


def _cost(before: Predictor, after: Predictor, images: Sequence[Image]) -> Cost:
    said = [image.said for image in images]
    results: list[SetResult] = []
    for predictor in (before, after):
        scorer = scorer_for(predictor, said)
        predict(predictor, images, lambda image, answer: None, scorer)
        result = scorer.result()
        if result is None:
            raise UsageProblem("int8 needs labelled images, so that what it loses can be measured; there are none")
        results.append(result)
    metric, float32 = _headline(results[0])
    return Cost(metric, results[0].samples, float32, _headline(results[1])[1])


def _headline(result: SetResult) -> tuple[str, float]:
    match result:
        case ClassificationResult():
            return "accuracy", result.accuracy
        case DetectionResult():
            return "AP50", result.ap50
    return "mean IoU", result.mean_iou


def _as_json(config: dict[str, Any]) -> bytes:
    return (json.dumps(config, ensure_ascii=False, indent=2) + "\n").encode()
