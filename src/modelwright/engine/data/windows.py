"""Pieces of the frame that a network learns from: the same work sees more images, and small defects fill more of them."""

from typing import Final, NamedTuple

import numpy as np

FOCUSED: Final = 0.6
"""Share of the pieces that are laid about something that is to be found, where an image has it."""


class Window(NamedTuple):
    """A piece of the frame, in pixels."""

    top: int
    left: int
    height: int
    width: int

    def cut(self, pixels: np.ndarray) -> np.ndarray:
        """`pixels` (height, width, ...) of the frame -> those of the window."""
        return pixels[self.top : self.top + self.height, self.left : self.left + self.width]


def choose(
    random: np.random.Generator, extent: tuple[int, int], size: tuple[int, int], spot: tuple[float, float] | None
) -> Window:
    """A window of `size` (height, width) on an image of `extent` (height, width), which has `spot` (y, x) in it if given.

    Where the image is smaller than the window, the window begins at its corner.
    """
    top, left = (_start(random, *of) for of in zip(extent, size, spot or (None, None), strict=True))
    return Window(top, left, *size)


def _start(random: np.random.Generator, extent: int, size: int, spot: float | None) -> int:
    low, high = 0, max(0, extent - size)
    if spot is not None:
        low, high = min(high, max(0, int(spot) - size + 1)), max(0, min(high, int(spot)))
    return int(random.integers(low, max(low, high) + 1))
