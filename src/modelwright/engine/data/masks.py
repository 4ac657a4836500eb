"""Which class the values of a mask stand for, where the folders and files beside them do not say it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from modelwright.contract.layout import FoundSample, Layout
from modelwright.contract.layouts.masks import IGNORED_VALUE
from modelwright.imaging.reading import ImageProblem, read_mask

LOOKED_AT: Final = 1_000
MOST_CLASSES: Final = 32
"""More values than this are soft edges, not classes."""
_SHADES: Final = 128
"""From this value on people choose values that can be told apart by eye; numbers of classes begin at 1."""
_PIECE: Final = 2**20
"""Pixels that are counted at once: a mask of a hundred megapixels is not copied as a whole."""


def codes_of_values(layout: Layout, samples: Sequence[FoundSample], code_list: Sequence[str]) -> dict[int, str]:
    """The class of each value, for the masks of images that nobody sorted into a folder of their class.

    Empty: every value but 0 stands for the class of the image. So it is where the name of the folder is a code (E28),
    and where masks hold one value only and no codes are listed. Else value k stands for the k-th listed code, or, without
    a list, for a class that is named by its number; a single value and a single code belong together. IGNORED_VALUE
    beside the numbers of classes is none of them.
    """
    unsorted = [sample for sample in samples if sample.mask is not None and not sample.in_class_folder]
    if layout.mask_codes or not unsorted:
        return layout.mask_codes
    if code_list and all(sample.label in code_list for sample in unsorted):
        return {}
    values = _values(unsorted)
    classes = _without_ignored(values)
    if not code_list:
        return {value: str(value) for value in classes} if 1 < len(values) <= MOST_CLASSES else {}
    if len(code_list) == 1 == len(classes):
        return {classes[0]: code_list[0]}
    return dict(enumerate(code_list, start=1))


def values_in(mask: np.ndarray) -> tuple[int, ...]:
    """The values of a mask beside 0, in ascending order."""
    flat = mask.ravel()
    pieces = (np.unique(flat[start : start + _PIECE]) for start in range(0, flat.size, _PIECE))
    return tuple(sorted({int(value) for piece in pieces for value in piece} - {0}))


def _without_ignored(values: Sequence[int]) -> list[int]:
    """Beside shades of grey 255 is a class, as they are; so it is alone."""
    classes = [value for value in values if value != IGNORED_VALUE]
    return classes if classes and max(classes) < _SHADES else list(values)


def _values(samples: Sequence[FoundSample]) -> list[int]:
    """Of masks spread over all of them."""
    masks = [sample.mask for sample in samples[:: max(1, len(samples) // LOOKED_AT)] if sample.mask]
    return sorted({value for mask in masks for value in _values_of(mask)})


def _values_of(mask: Path) -> tuple[int, ...]:
    try:
        return values_in(read_mask(mask))
    except (ImageProblem, OSError):  # told when the mask itself is looked at
        return ()
