"""What a contestant is given and what it hands back: the standard library only, for every environment.

A program is called with JOB.json, an empty folder and a time budget. It trains, then writes into the folder
`predictions.json` (one entry an image of the validation part, in its order), `curve.json` and `facts.json`.
"""

import argparse
import json
import math
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

Kind = Literal["classification", "segmentation", "detection"]


@dataclass(frozen=True)
class Picture:
    path: str
    label: int
    """Position in the job's classes; of the image."""
    mask: str = ""
    """Any pixel that is not 0 is of the image's class; empty: nothing is on it."""
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    """Left, top, right, bottom in pixels."""
    labels: tuple[int, ...] = ()
    """Of the boxes."""
    size: tuple[int, int] = (0, 0)
    """Width and height."""


@dataclass(frozen=True)
class Job:
    name: str
    kind: Kind
    classes: tuple[str, ...]
    """Of images, pixels (without the background) or boxes."""
    train: tuple[Picture, ...]
    validation: tuple[Picture, ...]

    @staticmethod
    def read(path: Path) -> "Job":
        content = json.loads(path.read_text())
        train, validation = (tuple(map(_picture, content[part])) for part in ("train", "validation"))
        return Job(content["name"], content["kind"], tuple(content["classes"]), train, validation)


@dataclass
class Run:
    """A contestant's turn."""

    job: Job
    folder: Path
    seconds: float
    """Of training."""
    curve: list[tuple[float, float]] = field(default_factory=list)
    """When (seconds since 1970) each evaluation on the way was over, and the metric it gave."""

    @staticmethod
    def from_arguments() -> "Run":
        parser = argparse.ArgumentParser()
        parser.add_argument("job", type=Path)
        parser.add_argument("folder", type=Path)
        parser.add_argument("--minutes", type=float, required=True)
        options = parser.parse_args()
        return Run(Job.read(options.job), options.folder, options.minutes * 60)

    def measured(self, value: float) -> None:
        """Remember an evaluation that is just over."""
        self.curve.append((time.time(), value))

    def finish(
        self, predictions: list[Any], *, model: str, images: int, seconds: float, versions: dict[str, str]
    ) -> None:
        """`images` went through the training in `seconds`. Predictions: a class; a PNG of class numbers, 0 background;
        or {"boxes", "labels", "scores"}.
        """
        facts = {"model": model, "images": images, "seconds": seconds, "versions": versions}
        for name, content in (("predictions", predictions), ("curve", self.curve), ("facts", facts)):
            (self.folder / f"{name}.json").write_text(json.dumps(content))


def installed(*packages: str) -> dict[str, str]:
    """Their versions in this environment."""
    return {name: version(name) for name in packages}


def cosine(share: float) -> float:
    """The learning rate's factor when this share of the time is over."""
    warmup = 0.03
    if share < warmup:
        return max(share / warmup, 0.01)
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (share - warmup) / (1 - warmup))))


def _picture(content: dict[str, Any]) -> Picture:
    boxes = tuple((left, top, right, bottom) for left, top, right, bottom in content["boxes"])
    width, height = content["size"]
    return Picture(**{**content, "boxes": boxes, "labels": tuple(content["labels"]), "size": (width, height)})
