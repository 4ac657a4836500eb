"""What every format gives: where an image goes in the zip, and the files that say what is on it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import numpy as np
from django.db.models import QuerySet

from modelwright.contract.annotations import Region
from modelwright.server.datasets.models import Sample, Split

File = tuple[str, bytes]
"""Name in the zip, and content."""


class Packed(NamedTuple):
    """One image on its way into the zip."""

    sample: Sample
    name: str
    """With forward slashes; no two images have the same name without its suffix."""
    part: str
    """train, val or test; empty where the image was given to none."""
    mask_codes: dict[int, str]
    """What the values of its mask stand for; empty: each for the class of the image."""

    @property
    def stem(self) -> str:
        return self.name.rpartition(".")[0]

    @property
    def regions(self) -> list[Region]:
        return [Region.model_validate(region) for region in self.sample.regions]


class Writer(ABC):
    """Makes one zip. `place` and `said` are called for every image in turn, then `finish`."""

    format: ClassVar[str]

    def __init__(self, scratch: Path, classes: Sequence[str]) -> None:
        """`scratch` is a folder for what is too large for memory; the caller removes it."""
        self.scratch = scratch
        self.classes = list(classes)
        self.number = {label: position for position, label in enumerate(classes)}

    @staticmethod
    @abstractmethod
    def held(rows: "QuerySet[Sample]") -> "QuerySet[Sample]":
        """Those of the readable samples of which the format can say what is known."""

    @abstractmethod
    def place(self, image: Packed) -> str | None:
        """Where the image goes; None where the format has no place for it."""

    def said(self, image: Packed, folder: Path) -> Iterator[File]:
        """What lies beside the image; `folder` is its data path."""
        yield from ()

    def finish(self) -> Iterator[tuple[str, bytes | Path]]:
        """Files about all images; a path lies in the scratch folder."""
        yield from ()


def bitmap(region: Region) -> "np.ndarray[Any, Any]":
    """The pixels within the box of a region that is given as runs: booleans of (height, width)."""
    width, height = int(region.box[2]), int(region.box[3])
    inside = np.arange(len(region.runs)) % 2 == 1
    pixels: np.ndarray[Any, Any] = np.repeat(inside, region.runs).reshape(height, width)
    return pixels


PARTS = {Split.TRAIN: "train", Split.VALIDATION: "val"}


def safe(name: str) -> str:
    """A class name as a folder name."""
    kept = "".join("_" if letter in '/\\:*?"<>|' or ord(letter) < 32 else letter for letter in name)
    return kept.strip().lstrip(".") or "_"


def plain(number: float) -> float | int:
    """Whole numbers without a point: files stay short and readable."""
    return int(number) if number == int(number) else number
