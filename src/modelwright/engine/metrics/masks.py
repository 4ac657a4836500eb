"""Class numbers of pixels as runs, which are small and need no file of their own."""

from collections.abc import Sequence

import numpy as np

from modelwright.bundle.masks import from_run_lengths, run_lengths
from modelwright.contract.report import Mask


def as_masks(numbers: np.ndarray, classes: Sequence[str]) -> tuple[Mask, ...]:
    """`numbers` uint8 (height, width), 0 background -> a mask for each class that is there, in the classes' order."""
    present = np.unique(numbers)
    return tuple(as_mask(numbers == number, classes[number - 1]) for number in present.tolist() if number)


def as_mask(inside: np.ndarray, label: str) -> Mask:
    """`inside` bool (height, width) -> the lengths of its runs, row by row, beginning with pixels outside."""
    height, width = inside.shape
    return Mask(label=label, size=(height, width), runs=tuple(run_lengths(inside)))


def pixels(mask: Mask) -> np.ndarray:
    """Back again: bool (height, width)."""
    return from_run_lengths(mask.runs, mask.size)
