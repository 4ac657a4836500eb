"""Regions on images: boxes and polygons, as people and files give them, and what is wrong with those that are of no use."""

import math
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final, Literal, NamedTuple, Self

from pydantic import Field, NonNegativeInt, model_validator

from modelwright.contract.strict import Strict

Point = tuple[float, float]
"""x and y in pixels of the upright image, from its top left corner."""

Box = tuple[float, float, float, float]
"""x, y, width, height in pixels of the upright image."""

ROUNDING: Final = 1.0
"""Boxes may reach this far out of the image, in pixels, before it is told: other programs round differently."""


LONGEST_NAME: Final = 200
"""Of a class, in characters."""


class Region(Strict):
    """A labelled region: a box, with `polygon` the outline within it, or with `runs` the pixels within it."""

    label: str
    box: Box
    polygon: tuple[tuple[Point, ...], ...] = ()
    """Closed outlines; several for a region in pieces. Empty: the region is its box."""
    runs: tuple[NonNegativeInt, ...] = ()
    """Lengths of the runs of pixels of the box, whose numbers are whole then: row by row, beginning with those outside."""

    @model_validator(mode="after")
    def runs_cover_the_box(self) -> Self:
        if self.runs and (sum(self.runs) != self.box[2] * self.box[3] or any(number % 1 for number in self.box)):
            raise ValueError("runs do not cover the box")
        return self

    def scaled(self, width: float, height: float) -> "Region":
        """With every x times `width` and every y times `height`: from shares of an image's sides to its pixels."""
        x, y, wide, high = self.box
        polygon = tuple(tuple((right * width, down * height) for right, down in piece) for piece in self.polygon)
        return Region(label=self.label, box=(x * width, y * height, wide * width, high * height), polygon=polygon)

    def clipped(self, width: int, height: int) -> "Region | None":
        """With the box cut at the edges of an image of that size, or None when less than a pixel of it lies inside,

        or its runs would no longer fit.
        """
        x, y, wide, high = self.box
        left, top, right, bottom = max(x, 0.0), max(y, 0.0), min(x + wide, width), min(y + high, height)
        if (left, top, right, bottom) == (x, y, x + wide, y + high):
            return self
        if right - left < 1 or bottom - top < 1 or self.runs:
            return None
        return self.model_copy(update={"box": (left, top, right - left, bottom - top)})

    def reaches_out(self, width: int, height: int) -> bool:
        """Whether more of the box lies outside of the image than rounding explains."""
        x, y, wide, high = self.box
        return min(x, y) < -ROUNDING or x + wide > width + ROUNDING or y + high > height + ROUNDING


class AnnotationProblem(StrEnum):
    """Why an annotation is not used as it is given."""

    IMAGE_MISSING = "image_missing"
    """It names an image that is not there."""
    BOX_OUTSIDE = "box_outside"
    BOX_CLIPPED = "box_clipped"
    """It reaches out of the image: the part inside is used."""
    BOX_WITHOUT_SIZE = "box_without_size"
    UNKNOWN_CLASS = "unknown_class"
    NOT_A_NUMBER = "not_a_number"
    POLYGON_TOO_SMALL = "polygon_too_small"
    """Fewer than three points, or no area."""
    RUN_LENGTHS = "run_lengths"
    """A COCO mask as run lengths that do not cover the image."""
    CROWD = "crowd"
    """COCO's regions of many objects at once: no box of one."""
    DUPLICATE = "duplicate"
    """The same class and place twice in an image: used once."""
    SIZE_DIFFERS = "size_differs"
    """The image has another size than the annotations were made for."""
    MASK_WITHOUT_IMAGE = "mask_without_image"
    EMPTY_MASK = "empty_mask"
    """On an image of a class that other masks mark: read as an image without a defect."""
    UNREADABLE_FILE = "unreadable_file"


class Problem(NamedTuple):
    """An annotation that is not used as it is given."""

    reason: AnnotationProblem
    file: str
    """The image, or the file that holds the annotation, relative to the data path."""
    detail: str = ""
    """English, for the log: which annotation it is."""


class Unusable(Exception):
    """Raised for one annotation."""

    def __init__(self, reason: AnnotationProblem, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


def region(label: str, box: Sequence[object] | None, outlines: Sequence[Sequence[object]] = ()) -> Region:
    """The region of `box` (x, y, width, height) and of `outlines`, each x, y, x, y …; without a box that of the outlines.

    Outlines without area are left out as long as another one stays. Raises Unusable.
    """
    named(label)
    pieces = tuple(piece for outline in outlines if (piece := _piece(_numbers(outline))))
    if outlines and not pieces:
        raise Unusable(AnnotationProblem.POLYGON_TOO_SMALL)
    numbers = _numbers(box) if box is not None else _around(pieces)
    if len(numbers) != 4:
        raise Unusable(AnnotationProblem.NOT_A_NUMBER, f"{len(numbers)} numbers for a box")
    x, y, width, height = numbers
    if width <= 0 or height <= 0:
        raise Unusable(AnnotationProblem.BOX_WITHOUT_SIZE, f"{width:g} x {height:g}")
    return Region(label=label, box=(x, y, width, height), polygon=pieces)


def named(label: str) -> str:
    """The label. Raises Unusable where it cannot be the name of a class."""
    if not is_name(label):
        raise Unusable(AnnotationProblem.UNKNOWN_CLASS, repr(label)[:80])
    return label


@lru_cache(1024)
def is_name(label: str) -> bool:
    """Whether it can be the name of a class: in any script, but nothing that no file or database can hold."""
    return 0 < len(label) <= LONGEST_NAME and all(
        character >= " " and not "\ud800" <= character <= "\udfff" for character in label
    )


def _numbers(values: Sequence[object]) -> list[float]:
    if not isinstance(values, list | tuple):
        raise Unusable(AnnotationProblem.NOT_A_NUMBER, repr(values)[:40])
    for value in values:
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            raise Unusable(AnnotationProblem.NOT_A_NUMBER, repr(value)[:40])
    return [float(value) for value in values]


def _piece(numbers: list[float]) -> tuple[Point, ...]:
    """The points of an outline; none where it has no area."""
    points = tuple(zip(numbers[::2], numbers[1::2], strict=False))
    turned = zip(points, points[1:] + points[:1], strict=True)
    area = abs(sum(x * below - right * y for (x, y), (right, below) in turned)) / 2
    return points if len(points) >= 3 and area > 0 else ()


def _around(pieces: tuple[tuple[Point, ...], ...]) -> list[float]:
    if not pieces:
        raise Unusable(AnnotationProblem.NOT_A_NUMBER, "neither a box nor an outline")
    right = [x for piece in pieces for x, _y in piece]
    down = [y for piece in pieces for _x, y in piece]
    return [min(right), min(down), max(right) - min(right), max(down) - min(down)]


class ImageRegions(Strict):
    """What a person marked on one image."""

    file: str
    """Path of the image relative to the file that says so, with forward slashes."""
    label: str = Field("", max_length=LONGEST_NAME)
    """The class of the whole image; empty: that of its regions."""
    regions: tuple[Region, ...] = ()
    """Empty: looked at, and nothing is on it."""


class RegionsFile(Strict):
    """The product's own format: `regions.json` beside or above the images that it names."""

    format: Literal[1] = 1
    images: tuple[ImageRegions, ...]
