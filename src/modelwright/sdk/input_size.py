"""Chooses the input size for images that are smaller than the network's: enlarging them costs time and adds nothing."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final

from modelwright.imaging.reading import ImageProblem, probe

LOOKED_AT: Final = 200
SMALLEST: Final = 16
STEP: Final = 16


def fitting_input_size(images: Iterable[Path], largest: int) -> int:
    """The typical longer side of the images, in steps of 16 pixels; at least 16, at most `largest`, the network's own."""
    sides = list(_longer_sides(list(images)))
    if not sides:
        return largest
    typical = -(-round(median(sides)) // STEP) * STEP
    return min(largest, max(SMALLEST, typical))


def _longer_sides(every: list[Path]) -> Iterator[int]:
    """Of images spread over all of them: files often lie sorted by size or source."""
    for path in islice(every[:: max(1, len(every) // LOOKED_AT)], LOOKED_AT):
        try:
            yield max(probe(path))
        except (ImageProblem, OSError):
            continue
