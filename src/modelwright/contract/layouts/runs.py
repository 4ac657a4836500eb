"""COCO's masks as run lengths: column by column, beginning with pixels outside, as a list or packed into a string."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple

from modelwright.contract.annotations import AnnotationProblem, Region, Unusable, named

_LARGEST: Final = 2**28
"""Pixels of a mask."""
_FIRST: Final = 48
"""Code of the character that stands for 0."""
_BITS: Final = 5
_MORE: Final = 0x20
_NEGATIVE: Final = 0x10
_RUNS: Final = re.compile(rb"\x00+|\x01+")


class Span(NamedTuple):
    """Pixels of the mask that follow each other in a column, or in several whole ones."""

    first: int
    end: int


def size_of(said: Any) -> tuple[int, int] | None:
    """Width and height that run lengths are made for; None where they do not say it."""
    size = said.get("size")
    if not isinstance(size, list) or len(size) != 2 or not all(isinstance(side, int) and side > 0 for side in size):
        return None
    height, width = size
    return (width, height) if width * height <= _LARGEST else None


def region_of(label: str, said: dict[str, Any], image: tuple[int, int] | None) -> Region:
    """The region that `said`, a COCO segmentation with size and counts, marks on an image of that width and height.

    Raises Unusable.
    """
    size = size_of(said)
    counts = _counts(said.get("counts"))
    if size is None or min(counts, default=0) < 0 or sum(counts) != size[0] * size[1]:
        raise Unusable(AnnotationProblem.RUN_LENGTHS)
    if size != (image or size):
        raise Unusable(AnnotationProblem.SIZE_DIFFERS, f"made for {size[0]} x {size[1]}")
    spans = list(_spans(counts))
    if not spans:
        raise Unusable(AnnotationProblem.POLYGON_TOO_SMALL)
    x, y, width, height = _around(spans, size[1])
    rows = _rows(spans, size[1], (x, width))[y * width : (y + height) * width]
    return Region(label=named(label), box=(x, y, width, height), runs=_lengths(rows))


def _counts(said: object) -> Sequence[int]:
    if isinstance(said, str):
        return _unpacked(said)
    if isinstance(said, list) and all(isinstance(count, int) for count in said):
        return said
    raise Unusable(AnnotationProblem.RUN_LENGTHS)


def _unpacked(text: str) -> list[int]:
    """Five bits a character, lowest first; from the fourth number on the difference to the last but one is written."""
    counts: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - _FIRST
        if not 0 <= bits < 2 * _MORE or shift > 30:
            raise Unusable(AnnotationProblem.RUN_LENGTHS)
        value |= (bits & (_MORE - 1)) << shift
        shift += _BITS
        if bits & _MORE:
            continue
        if bits & _NEGATIVE:
            value -= 1 << shift
        counts.append(value + counts[-2] if len(counts) > 2 else value)
        value = shift = 0
    if shift:
        raise Unusable(AnnotationProblem.RUN_LENGTHS)
    return counts


def _spans(counts: Sequence[int]) -> Iterator[Span]:
    ends = list(accumulate(counts))
    return (Span(end - count, end) for end, count in zip(ends[1::2], counts[1::2], strict=True) if count)


def _around(spans: Sequence[Span], height: int) -> tuple[int, int, int, int]:
    """Left, top, width, height. What goes on in the next column touches the bottom and the top."""
    left, right = spans[0].first // height, (spans[-1].end - 1) // height
    if any(first // height != (end - 1) // height for first, end in spans):
        return left, 0, right - left + 1, height
    top = min(first % height for first, _end in spans)
    bottom = max((end - 1) % height for _first, end in spans)
    return left, top, right - left + 1, bottom - top + 1


def _rows(spans: Sequence[Span], height: int, columns: tuple[int, int]) -> bytes:
    """The given columns (first, how many) row by row, a byte a pixel."""
    begin, width = columns[0] * height, columns[1]
    pixels = bytearray(width * height)
    for first, end in spans:
        pixels[first - begin : end - begin] = b"\1" * (end - first)
    return b"".join(pixels[row::height] for row in range(height))


def _lengths(pixels: bytes) -> tuple[int, ...]:
    """Runs, beginning with pixels outside."""
    lengths = tuple(len(run[0]) for run in _RUNS.finditer(pixels))
    return (0, *lengths) if pixels[0] else lengths
