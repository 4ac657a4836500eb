"""The shape that images are brought to before a network sees them."""

import math
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

import numpy as np

from modelwright.contract.tasks import Network
from modelwright.imaging.reading import ImageProblem, Source, covered_size, probe, read_canvas, read_square

STEP: Final = 32
"""Sides of a canvas are multiples of it: encoders halve five times."""
LOOKED_AT: Final = 200


class Frame(NamedTuple):
    """Height and width in pixels. An image is stretched to fill it, or scaled to fit into its top left corner."""

    height: int
    width: int
    stretched: bool

    @property
    def name(self) -> str:
        return f"{self.height}x{self.width}-{'stretched' if self.stretched else 'fitted'}"

    def scale(self, width: int, height: int) -> tuple[float, float]:
        """By what factors x and y of an image of that size become those of the frame."""
        if self.stretched:
            return self.width / width, self.height / height
        scale = min(self.width / width, self.height / height)
        return scale, scale

    def extent(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of an image of that size within the frame."""
        if self.stretched:
            return self.width, self.height
        return covered_size((width, height), self.height, self.width)

    def read(self, source: Source) -> np.ndarray:
        """The image in the frame, as a bundle reads it: uint8 of shape (height, width, 3). Raises ImageProblem."""
        if self.stretched:
            return read_square(source, self.width)
        return read_canvas(source, self.height, self.width).pixels


def square(side: int) -> Frame:
    return Frame(side, side, stretched=True)


def frame_of(network: Network, side: int, images: Sequence[Path]) -> Frame:
    """A square for a classifier. For the others a canvas with the typical aspect of the images and about side² pixels,

    but no more than the typical image has: enlarging costs time and adds nothing.
    """
    return square(side) if network is Network.CLASSIFICATION else _canvas(side, list(_sizes(images)))


def _canvas(side: int, sizes: Sequence[tuple[int, int]]) -> Frame:
    if not sizes:
        return Frame(_stepped(side), _stepped(side), stretched=False)
    aspect = math.exp(median(math.log(width / height) for width, height in sizes))
    area = min(side * side, median(width * height for width, height in sizes))
    return Frame(_stepped(math.sqrt(area / aspect)), _stepped(math.sqrt(area * aspect)), stretched=False)


def _stepped(length: float) -> int:
    return max(STEP, round(length / STEP) * STEP)


def _sizes(images: Sequence[Path]) -> Iterable[tuple[int, int]]:
    """Of images spread over all of them: files often lie sorted by size or source."""
    for path in islice(images[:: max(1, len(images) // LOOKED_AT)], LOOKED_AT):
        try:
            yield probe(path)
        except (ImageProblem, OSError):
            continue
