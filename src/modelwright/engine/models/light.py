"""A U-Net for few images and processors without a GPU: it decides at a quarter of the resolution, with few channels."""

from typing import Any, Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from modelwright.engine.models.deferral import compiler_deferred

STRIDE: Final = 4
"""Pixels between two decisions; the logits are interpolated between them. The work left out is most of a U-Net's."""
CHANNELS: Final = (128, 96, 64, 48)
"""Of the decoder, deepest level first."""


class LightUnet(nn.Module):
    """Normalised images (n, 3, height, width), sides multiples of 32 -> logits (n, outputs, height, width), float32."""

    def __init__(self, timm_name: str, outputs: int, **encoder: Any) -> None:
        """`encoder` goes to timm, with the weights to take."""
        super().__init__()
        with compiler_deferred():
            from timm import create_model
        net: Any = create_model(timm_name, features_only=True, **encoder)
        self.encoder: nn.Module = net
        steps = net.feature_info.reduction()
        self.first = next(level for level, step in enumerate(steps) if step >= STRIDE)
        *skips, deepest = net.feature_info.channels()[self.first :]
        self.context = _Context(deepest, CHANNELS[0])
        self.blocks = nn.ModuleList()
        for level, skip in enumerate(reversed(skips)):
            before, after = CHANNELS[level : level + 2]
            self.blocks.append(nn.Sequential(_convolution(before + skip, after), _convolution(after, after)))
        self.head = nn.Conv2d(CHANNELS[len(skips)], outputs, 3, padding=1)

    def forward(self, images: Tensor) -> Tensor:
        *skips, deepest = self.encoder(images)[self.first :]
        values = self.context(deepest)
        for block, skip in zip(self.blocks, reversed(skips), strict=True):
            wide = functional.interpolate(values, size=skip.shape[2:], mode="nearest")
            values = block(torch.cat([wide, skip], dim=1))
        return functional.interpolate(self.head(values).float(), size=images.shape[2:], mode="bilinear")


class _Context(nn.Module):
    """Tells every place what the image shows as a whole."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.here = _convolution(inputs, outputs, 1)
        self.everywhere = nn.Sequential(nn.Conv2d(inputs, outputs, 1), nn.ReLU())
        self.joined = _convolution(2 * outputs, outputs, 1)

    def forward(self, values: Tensor) -> Tensor:
        overall = self.everywhere(values.mean((2, 3), keepdim=True)).expand(-1, -1, *values.shape[2:])
        joined: Tensor = self.joined(torch.cat([self.here(values), overall], dim=1))
        return joined


def _convolution(inputs: int, outputs: int, side: int = 3) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, side, padding=side // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()
    )
