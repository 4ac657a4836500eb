"""E55's augmentation, drawn anew for every batch and done on the whole batch at once, on whatever device it lies."""

import math
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from modelwright.contract.parameters import Augmentation

SCALE: Final = 0.2
"""Scaling zooms by up to this share in or out, about a random spot: what is in the image stays in it when zoomed out."""
RANDOM_SCALE: Final = 0.35
"""The random transform's zoom, with a further shift by up to RANDOM_SHIFT of the side."""
RANDOM_SHIFT: Final = 0.1
HUE: Final = 0.05
"""Share of the colour circle."""
SATURATION: Final = 0.3
BRIGHTNESS: Final = 0.25

_TO_YIQ: Final = torch.tensor([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
_FROM_YIQ: Final = torch.linalg.inv(_TO_YIQ)


def augment(images: Tensor, chosen: Augmentation, *, seed: int, iteration: int) -> Tensor:
    """`images` uint8 (n, 3, side, side) with the chosen changes, as uint8 in the same memory format.

    What is done to which image depends on seed and iteration alone. Half the images are mirrored; half are zoomed, so
    that the network sees images as they are, too.
    """
    random = np.random.default_rng([seed, 1, iteration])
    count = len(images)
    flips = _some(random, count) if chosen.flip or chosen.random else np.zeros(count, bool)
    boxes = _boxes(random, count, chosen)
    if boxes is not None:
        images = _resampled(images, boxes, flips)
    elif flips.any():
        images = _mirrored(images, flips)
    return _recoloured(images, _colours(random, count)) if chosen.color else images


def _some(random: np.random.Generator, count: int) -> np.ndarray:
    return random.random(count) < 0.5


def _boxes(random: np.random.Generator, count: int, chosen: Augmentation) -> np.ndarray | None:
    """Per image: how much of the side is seen (above 1: zoomed out) and the shift of its middle, in half sides."""
    if not (chosen.scale or chosen.random):
        return None
    reach, shift = (RANDOM_SCALE, 2 * RANDOM_SHIFT) if chosen.random else (SCALE, 0.0)
    changed = _some(random, count)
    zoom = np.exp(random.uniform(-1, 1, count) * math.log1p(reach) * changed)
    shifts = random.uniform(-1, 1, (2, count)) * (abs(1 - zoom) + shift * changed)
    return np.stack([zoom, *shifts], axis=1)


def _resampled(images: Tensor, boxes: np.ndarray, flips: np.ndarray) -> Tensor:
    zoom, right, down = torch.from_numpy(boxes.astype(np.float32)).to(images.device).unbind(1)
    mirror = torch.from_numpy(np.where(flips, -1, 1).astype(np.float32)).to(images.device)
    theta = torch.zeros(len(images), 2, 3, device=images.device)
    theta[:, 0, 0], theta[:, 0, 2] = zoom * mirror, right
    theta[:, 1, 1], theta[:, 1, 2] = zoom, down
    grid = functional.affine_grid(theta, list(images.shape), align_corners=False)
    moved: Tensor = functional.grid_sample(images.float(), grid, padding_mode="reflection", align_corners=False)
    return _to_bytes(moved)


def _mirrored(images: Tensor, flips: np.ndarray) -> Tensor:
    mirrored = images.clone()  # keeps the memory format, unlike torch.where
    which = torch.from_numpy(np.flatnonzero(flips)).to(images.device)
    mirrored[which] = images[which].flip(3)
    return mirrored


def _colours(random: np.random.Generator, count: int) -> Tensor:
    """One 3 x 3 matrix a image: turns the hue about the grey axis, then scales saturation and brightness (value)."""
    hue, saturation, value = random.uniform(-1, 1, (3, count)).astype(np.float32)
    angle = torch.from_numpy(hue * (2 * math.pi * HUE))
    turn = torch.eye(3).repeat(count, 1, 1)
    turn[:, 1, 1], turn[:, 1, 2] = angle.cos(), -angle.sin()
    turn[:, 2, 1], turn[:, 2, 2] = angle.sin(), angle.cos()
    strength = torch.from_numpy(1 + saturation * SATURATION)
    turn[:, 1:] *= strength[:, None, None]
    brightness = torch.from_numpy(1 + value * BRIGHTNESS)
    matrices: Tensor = brightness[:, None, None] * (_FROM_YIQ @ turn @ _TO_YIQ)
    return matrices


def _recoloured(images: Tensor, matrices: Tensor) -> Tensor:
    pixels = images.permute(0, 2, 3, 1).flatten(1, 2).float()
    changed = torch.bmm(pixels, matrices.to(images.device).transpose(1, 2))
    return _to_bytes(changed).view(len(images), *images.shape[2:], 3).permute(0, 3, 1, 2)


def _to_bytes(values: Tensor) -> Tensor:
    return values.add_(0.5).clamp_(0, 255).to(torch.uint8)
