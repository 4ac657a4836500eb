"""Predicts with an exported bundle. ONNX Runtime, NumPy and Pillow only: every bundle carries a copy of this file."""

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from modelwright.bundle.boxes import LOWEST
from modelwright.bundle.contents import CERTIFICATE, CONFIG, CONFIG_FORMAT, MODEL, RUNTIME, BundleProblem, open_bundle
from modelwright.bundle.findings import Findings, FoundBox, FoundMask
from modelwright.bundle.masks import overriding_code
from modelwright.bundle.networks import ExportedNetwork, Framed
from modelwright.imaging.reading import PREPROCESSING_VERSION, ImageProblem, Source

__all__ = [
    "CERTIFICATE",
    "CONFIG",
    "CONFIG_FORMAT",
    "MODEL",
    "RUNTIME",
    "Answer",
    "BundleProblem",
    "FoundBox",
    "FoundMask",
    "Predictor",
]

BATCH_PIXELS: Final = 2**17
"""Images of at most this many pixels together go through a network at once: more gain nothing on a CPU."""
LARGEST_BATCH: Final = 64
WAITING: Final = 2
"""Batches that each thread is ahead of whoever takes the answers."""

Files = Path | bytes


@dataclass(frozen=True)
class Answer:
    """What the model says about one image."""

    label: str
    """The class; of a segmentation the one with the largest area, empty where nothing was found; of a detection empty."""
    confidence: float
    """Of the class, the mean of its pixels, or the least sure box; 0 where nothing was found."""
    probabilities: dict[str, float]
    """Of a classifier: every class, highest first."""
    boxes: list[FoundBox]
    """Of a detector: highest confidence first."""
    areas: dict[str, float]
    """Of a segmentation: the share of the image that each found class covers, largest first."""
    masks: list[FoundMask]
    """Of a segmentation: the pixels of each found class, in the order of `areas`."""
    size: tuple[int, int] | None
    """Width and height of the upright image, pixels; not known where only a classifier saw it."""
    took_ms: float
    extra: dict[str, Any] = field(default_factory=dict)
    """unsure: a classifier's confidence is below the bundle's threshold; classifier: the label and confidence that a special
    code took the place of; candidates: boxes below the threshold, where they were asked for."""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Predictor:
    """A bundle made ready: construct once, then ask for any number of images, from any thread."""

    def __init__(self, bundle: Path | str, *, threads: int = 0) -> None:
        """Open a bundle: the zip itself, or the folder it was unpacked to. `threads` 0 leaves the choice to ONNX Runtime.

        One thread is best for `predict_many`, which works on several images at once.
        Raises BundleProblem when it is not one, is damaged, or was made for another version of the preprocessing.
        """
        models, self.config = open_bundle(Path(bundle), PREPROCESSING_VERSION)
        self.networks = {
            name: ExportedNetwork(models[name], about, threads) for name, about in self.config["networks"].items()
        }
        self.task: str = self.config["task"]
        self.classes: tuple[str, ...] = tuple(self.config["classes"])
        self.thresholds: dict[str, float] = self.config["thresholds"]

    def predict(self, image: Source, *, candidates: bool = False) -> Answer:
        """The answer for one image file, its bytes, or an open file. Raises modelwright.imaging.reading.ImageProblem.

        `candidates` adds the boxes below the threshold, down to a confidence of 0.01.
        """
        started = time.perf_counter()
        framed = self._framed(image if isinstance(image, Path | bytes) else image.read())
        findings = self._findings([framed], candidates)[0]
        return self._answer(findings, (time.perf_counter() - started) * 1000)

    def predict_many(
        self, images: Iterable[Files], *, batch: int = 0, workers: int = 0, candidates: bool = False
    ) -> Iterator[Answer | ImageProblem]:
        """The answer for each image in turn, or why it could not be read. Works ahead in `workers` threads (0: one a core).

        `batch` images go through the network together; 0 chooses by their size.
        """
        workers = workers or _usable_cores()
        running: deque[Future[list[Answer | ImageProblem]]] = deque()
        with ThreadPoolExecutor(workers, thread_name_prefix="predict") as pool:
            try:
                for chunk in _chunks(images, batch or self._fitting_batch()):
                    running.append(pool.submit(self._together, chunk, candidates))
                    if len(running) >= workers * WAITING:
                        yield from running.popleft().result()
                while running:
                    yield from running.popleft().result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _fitting_batch(self) -> int:
        largest = max(network.height * network.width for network in self.networks.values())
        return max(1, min(LARGEST_BATCH, BATCH_PIXELS // largest))

    def _together(self, images: Sequence[Files], candidates: bool) -> list[Answer | ImageProblem]:
        started = time.perf_counter()
        read = [self._framed_or_problem(image) for image in images]
        framed = [one for one in read if isinstance(one, Mapping)]
        findings = iter(self._findings(framed, candidates))
        took_ms = (time.perf_counter() - started) * 1000 / len(images)
        return [self._answer(next(findings), took_ms) if isinstance(one, Mapping) else one for one in read]

    def _framed_or_problem(self, image: Files) -> Mapping[str, Framed] | ImageProblem:
        try:
            return self._framed(image)
        except ImageProblem as problem:
            return problem

    def _framed(self, image: Files) -> Mapping[str, Framed]:
        """As each network wants it; read anew for each, so that it sees the very pixels of its training."""
        return {name: network.read(image) for name, network in self.networks.items()}

    def _findings(self, images: Sequence[Mapping[str, Framed]], candidates: bool) -> list[Findings]:
        findings = [Findings() for _ in images]
        if images:
            for name, network in self.networks.items():
                outputs = network.run(np.stack([image[name].pixels for image in images]))
                for found, image, *of_image in zip(findings, images, *outputs, strict=True):
                    self._enter(name, found, image[name], of_image, candidates)
        return findings

    def _enter(
        self, name: str, found: Findings, framed: Framed, outputs: Sequence[np.ndarray], candidates: bool
    ) -> None:
        classes = self.networks[name].classes
        match name:
            case "classification":
                found.classified(outputs[0], classes)
            case "segmentation":
                found.segmented(outputs[0], outputs[1], framed, classes)
            case "detection":
                lowest = min(LOWEST, self.thresholds["detection"]) if candidates else self.thresholds["detection"]
                found.detected(outputs[0], outputs[1], framed, classes, lowest, self.thresholds["overlap"])

    def _answer(self, found: Findings, took_ms: float) -> Answer:
        label, confidence, extra = self._label(found)
        shown = [box for box in found.boxes if box["confidence"] >= self.thresholds["detection"]]
        if len(shown) < len(found.boxes):
            extra["candidates"] = found.boxes[len(shown) :]
        return Answer(
            label=label,
            confidence=min((box["confidence"] for box in shown), default=confidence),
            probabilities=found.probabilities,
            boxes=shown,
            areas=found.areas,
            masks=found.masks,
            size=found.size,
            took_ms=took_ms,
            extra=extra,
        )

    def _label(self, found: Findings) -> tuple[str, float, dict[str, Any]]:
        """The label, its confidence, and what there is to add."""
        if not found.probabilities:
            label = next(iter(found.areas), "")
            return label, found.certain.get(label, 0.0), {}
        label, confidence = next(iter(found.probabilities.items()))
        special = overriding_code(found.areas, self.config["codes"]["special"], self.config["special_min_area"])
        if special is not None:
            return special, found.certain[special], {"classifier": {"label": label, "confidence": confidence}}
        return label, confidence, {"unsure": True} if confidence < self.thresholds["confidence"] else {}


def _usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chunks(images: Iterable[Files], length: int) -> Iterator[list[Files]]:
    iterator = iter(images)
    while chunk := list(islice(iterator, length)):
        yield chunk
