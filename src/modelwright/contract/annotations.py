"""Regions on images: boxes and polygons, as people and files give them."""

from modelwright.contract.strict import Strict

Point = tuple[float, float]
"""x and y in pixels of the upright image, from its top left corner."""


class Region(Strict):
    """A labelled region: a box, or with `polygon` the outline within it."""

    label: str
    box: tuple[float, float, float, float]
    """x, y, width, height in pixels of the upright image."""
    polygon: tuple[tuple[Point, ...], ...] = ()
    """Closed outlines; several for a region in pieces. Empty: the region is its box."""
