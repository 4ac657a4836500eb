"""Regions brought to the image that they were made for, once its size is known."""

from typing import NamedTuple

from modelwright.contract.annotations import AnnotationProblem, Region
from modelwright.contract.layouts.base import FoundSample


class Fitted(NamedTuple):
    regions: tuple[Region, ...] | None
    """In pixels and within the image; None where nobody said what is on it, or said it of an image of another size."""
    problems: tuple[tuple[AnnotationProblem, str], ...] = ()
    """What was cut or left out, and which region it was."""


def fitted(said: FoundSample, width: int, height: int) -> Fitted:
    """The sample's regions on its image of that size, upright."""
    if not said.annotated or said.mask is not None:
        return Fitted(None)
    if said.size is not None and said.size != (width, height):
        detail = f"made for {said.size[0]} x {said.size[1]}, the image has {width} x {height} pixels"
        return Fitted(None, ((AnnotationProblem.SIZE_DIFFERS, detail),))
    kept: list[Region] = []
    problems: list[tuple[AnnotationProblem, str]] = []
    for given in said.regions:
        region = given.scaled(width, height) if said.shares else given
        inside = region.clipped(width, height)
        if inside is None:
            problems.append((AnnotationProblem.BOX_OUTSIDE, region.label))
            continue
        kept.append(inside)
        if region.reaches_out(width, height):
            problems.append((AnnotationProblem.BOX_CLIPPED, region.label))
    return Fitted(tuple(kept), tuple(problems))
