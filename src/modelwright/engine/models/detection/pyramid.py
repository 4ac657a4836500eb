"""From the maps of an encoder to one fine map in which every place knows its row, its column and the whole page."""

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

COARSE: Final = 16
"""Maps of this stride and more, in pixels, are told where on the page each place lies."""
WIDE: Final = 8
"""Maps of this stride and more see their rows and columns whole."""


class Pyramid(nn.Module):
    """Maps of an encoder, finest first, each half the sides of the one before -> one map, as fine as the first."""

    def __init__(self, channels: Sequence[int], strides: Sequence[int], width: int) -> None:
        """`channels` and `strides` (pixels) of the encoder's maps; the result has `width` channels."""
        super().__init__()
        self.levels = nn.ModuleList(
            Level(size, width, placed=stride >= COARSE, wide=stride >= WIDE)
            for size, stride in zip(channels, strides, strict=True)
        )

    def forward(self, maps: Sequence[Tensor]) -> Tensor:
        *finer, coarsest = zip(self.levels, maps, strict=True)
        level, map_ = coarsest
        merged: Tensor = level(map_, None)
        for level, map_ in reversed(finer):
            merged = level(map_, merged)
        return merged


class Level(nn.Module):
    """One step down the pyramid: the encoder's map joins what came from above, and looks around."""

    def __init__(self, channels: int, width: int, *, placed: bool, wide: bool) -> None:
        super().__init__()
        self.placed = placed
        self.enter = convolution(channels + 2 * placed, width, 1)
        self.context = Surroundings(width) if wide else nn.Identity()
        self.merge = convolution(width, width, 3)

    def forward(self, map_: Tensor, above: Tensor | None) -> Tensor:
        entered = self.enter(with_place(map_) if self.placed else map_)
        if above is not None:
            entered = entered + functional.interpolate(above, scale_factor=2.0)
        merged: Tensor = self.merge(self.context(entered))
        return merged


class Surroundings(nn.Module):
    """Adds to every place the means of its row, its column and the whole map: an amount sees the word in front of it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.row = convolution(width, width, 1)
        self.column = convolution(width, width, 1)
        self.all = nn.Sequential(nn.Conv2d(width, width, 1), nn.SiLU())
        self.mix = nn.Conv2d(width, width, 1)

    def forward(self, map_: Tensor) -> Tensor:
        rows, columns = map_.mean(3, keepdim=True), map_.mean(2, keepdim=True)
        mixed: Tensor = self.mix(self.row(rows) + self.column(columns) + self.all(rows.mean(2, keepdim=True)))
        return map_ + mixed


def with_place(map_: Tensor) -> Tensor:
    """The map (n, c, h, w) with two more channels: how far down and how far right each place lies, -1 to 1."""
    count, _, height, width = map_.shape
    down = _ramp(height, map_).view(1, 1, height, 1).expand(count, 1, height, width)
    right = _ramp(width, map_).view(1, 1, 1, width).expand(count, 1, height, width)
    return torch.cat([map_, down, right], dim=1)


def convolution(channels: int, width: int, side: int) -> nn.Sequential:
    """A convolution that keeps the size of the map, normalised over the batch."""
    return nn.Sequential(
        nn.Conv2d(channels, width, side, padding=side // 2, bias=False), nn.BatchNorm2d(width), nn.SiLU(inplace=True)
    )


def _ramp(steps: int, like: Tensor) -> Tensor:
    return (torch.arange(steps, dtype=like.dtype, device=like.device) + 0.5) * (2 / steps) - 1
