"""Augmentation, drawn anew for every batch and done on the whole batch at once, on whatever device it lies.

What is done to which image depends on seed and iteration alone. Geometry is one matrix an image, which pictures, masks
and boxes follow alike.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from modelwright.contract.choices import Extension
from modelwright.contract.preprocessing import Augmentation
from modelwright.imaging.reading import PADDING

SCALE: Final = 0.2
"""Scaling zooms by up to this share in or out, about a random spot: what is in the image stays in it when zoomed out."""
RANDOM_SCALE: Final = 0.35
"""The random transform's zoom, with a further shift by up to RANDOM_SHIFT of the side."""
RANDOM_SHIFT: Final = 0.1
HUE: Final = 0.05
"""Share of the colour circle."""
SATURATION: Final = 0.3
BRIGHTNESS: Final = 0.25
OFFSET: Final = 0.14
"""Of an exposure's brightness, as a share of the full range."""
CONTRAST: Final = 0.4
GAMMA: Final = 0.35
"""Exponents from 1 / (1 + GAMMA) to 1 + GAMMA."""
NOISE: Final = 12.0
"""Largest standard deviation, in grey values of 255."""
LEAST_VISIBLE: Final = 0.4
"""A box of which less is left after zoom and shift is no longer asked for."""
IGNORED: Final = 255
"""The class number of mask pixels that nothing is known of."""

_TO_YIQ: Final = torch.tensor([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
_FROM_YIQ: Final = torch.linalg.inv(_TO_YIQ)


@dataclass(frozen=True)
class Recipe:
    """What may be done to an image. Half the images are zoomed, so that the network sees images as they are, too."""

    flip: bool = False
    flip_vertical: bool = False
    zoom: float = 0.0
    aspect: float = 0.0
    """Width and height are zoomed apart by up to this share."""
    shift: float = 0.0
    turns: bool = False
    """By 90, 180 and 270°."""
    color: bool = False
    exposure: bool = False
    noise: bool = False
    padding: Literal["reflection", "zeros"] = "reflection"
    """What is seen beyond the border. Reflections would show objects that no box tells of."""


def recipe(chosen: Augmentation) -> Recipe:
    """E55's four ways, and ours."""
    zoom = RANDOM_SCALE if chosen.random else SCALE if chosen.scale else 0.0
    return Recipe(
        flip=chosen.flip or chosen.random,
        flip_vertical=chosen.flip_vertical,
        zoom=zoom,
        shift=RANDOM_SHIFT if chosen.random else 0.0,
        color=chosen.color,
        exposure=chosen.exposure,
        noise=chosen.noise,
    )


def extended(chosen: Extension) -> Recipe:
    """C10's sets, for images with boxes. What lies any way round, parts and defects, may be mirrored, too; documents,
    which lie upright, come in more proportions."""
    match chosen:
        case Extension.NONE:
            return Recipe(padding="zeros")
        case Extension.EXPOSURE_NOISE:
            return Recipe(zoom=0.25, aspect=0.125, shift=0.1, exposure=True, noise=True, padding="zeros")
        case Extension.ROTATIONS_EXPOSURE_NOISE:
            turned = {"turns": True, "flip": True, "flip_vertical": True}
            return Recipe(zoom=0.1, aspect=0.05, shift=0.05, exposure=True, noise=True, padding="zeros", **turned)


class Changes:
    """What is done to the images of one batch."""

    def __init__(self, chosen: Recipe, count: int, *, seed: int, iteration: int) -> None:
        random = np.random.default_rng([seed, 1, iteration])
        self._recipe = chosen
        flips = _some(random, count) if chosen.flip else np.zeros(count, bool)
        self._boxes = _boxes(random, count, chosen)
        self._mirrored = flips if flips.any() else None
        self._colours = _colours(random, count) if chosen.color else None
        self._falls = _some(random, count) if chosen.flip_vertical else np.zeros(count, bool)
        self._turns = random.integers(0, 4, count) if chosen.turns else np.zeros(count, np.int64)
        self._exposures = _exposures(random, count) if chosen.exposure else None
        self._noise = random.uniform(0, NOISE, count) * _some(random, count) if chosen.noise else None
        self._noise_seed = int(random.integers(2**62))
        self._count = count

    @property
    def _only_mirrors(self) -> bool:
        return self._boxes is None and not self._falls.any() and not self._turns.any()

    def images(self, images: Tensor) -> Tensor:
        """`images` uint8 (n, 3, height, width) changed, as uint8 in the same memory format."""
        if self._only_mirrors:
            images = images if self._mirrored is None else _mirrored(images, self._mirrored)
        else:
            grid, padding = self._grid(images), self._recipe.padding
            values = images.float() - PADDING  # zeros beyond the border become the grey of a canvas
            moved: Tensor = functional.grid_sample(values, grid, padding_mode=padding, align_corners=False)
            images = _to_bytes(moved + PADDING)
        if self._colours is not None:
            images = _recoloured(images, self._colours)
        return self._exposed(images)

    def masks(self, masks: Tensor) -> Tensor:
        """`masks` uint8 (n, height, width), following their images; beyond the border nothing is known."""
        if self._only_mirrors:
            return masks if self._mirrored is None else _mirrored(masks, self._mirrored)
        known = masks[:, None].float() - IGNORED
        padding = self._recipe.padding
        moved = functional.grid_sample(known, self._grid(known), "nearest", padding_mode=padding, align_corners=False)
        return (moved[:, 0] + IGNORED).to(torch.uint8)

    def boxes(self, boxes: np.ndarray, index: int, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
        """`boxes` float32 (k, 4) x1 y1 x2 y2 in pixels of image `index`: where they are now, and which are left (k,)."""
        if self._only_mirrors and self._mirrored is None:
            return boxes, np.ones(len(boxes), bool)
        theta = self._theta(width, height)[index].astype(np.float64)
        half = np.array([width, height]) / 2
        corners = boxes[:, [0, 1, 2, 1, 0, 3, 2, 3]].reshape(-1, 4, 2) / half - 1
        seen = (corners - theta[:, 2]) @ np.linalg.inv(theta[:, :2]).T
        spots = (seen + 1) * half
        moved = np.concatenate([spots.min(axis=1), spots.max(axis=1)], axis=1)
        clipped = np.clip(moved, 0, [width, height, width, height])
        return clipped.astype(np.float32), _area(clipped) >= LEAST_VISIBLE * np.maximum(_area(moved), 1e-9)

    def _grid(self, images: Tensor) -> Tensor:
        theta = torch.from_numpy(self._theta(images.shape[3], images.shape[2])).to(images.device)
        return functional.affine_grid(theta, list(images.shape), align_corners=False)

    def _theta(self, width: int, height: int) -> np.ndarray:
        """(n, 2, 3) float32: where what is seen came from, in half sides. A turned image is fitted into the frame."""
        still = np.tile([1.0, 1.0, 0.0, 0.0], (self._count, 1))
        wide, high, right, down = (still if self._boxes is None else self._boxes).T
        mirror = np.ones(self._count) if self._mirrored is None else np.where(self._mirrored, -1.0, 1.0)
        fall = np.where(self._falls, -1.0, 1.0)
        lying = self._turns % 2 == 1
        shrink = np.where(lying, max(width / height, height / width), 1.0)
        cosine, sine = np.array([1, 0, -1, 0])[self._turns], np.array([0, 1, 0, -1])[self._turns]
        theta = np.zeros((self._count, 2, 3), np.float32)
        theta[:, 0, 0], theta[:, 0, 1] = wide * mirror * cosine, -wide * mirror * sine * shrink * height / width
        theta[:, 1, 0], theta[:, 1, 1] = high * fall * sine * shrink * width / height, high * fall * cosine
        theta[:, 0, 2], theta[:, 1, 2] = right, down
        return theta

    def _exposed(self, images: Tensor) -> Tensor:
        if self._exposures is None and self._noise is None:
            return images
        values = images.float()
        if self._exposures is not None:
            gain, offset, gamma = (column(images, part) for part in self._exposures)
            values = ((values / 255).pow(gamma) * gain + offset) * 255
        if self._noise is not None:
            generator = torch.Generator(images.device).manual_seed(self._noise_seed)
            noise = torch.empty_like(values[:, :1]).normal_(generator=generator)  # grey, as of a sensor in weak light
            values = values + noise * column(images, self._noise)
        return _to_bytes(values)


def column(images: Tensor, values: np.ndarray) -> Tensor:
    """One number an image, to be spread over its pixels."""
    return torch.from_numpy(values.astype(np.float32)).to(images.device).view(-1, 1, 1, 1)


def augment(images: Tensor, chosen: Augmentation, *, seed: int, iteration: int) -> Tensor:
    """`images` uint8 (n, 3, side, side) with the chosen changes, as uint8 in the same memory format."""
    return Changes(recipe(chosen), len(images), seed=seed, iteration=iteration).images(images)


def _some(random: np.random.Generator, count: int) -> np.ndarray:
    return random.random(count) < 0.5


def _boxes(random: np.random.Generator, count: int, chosen: Recipe) -> np.ndarray | None:
    """Per image: how much of width and height is seen (above 1: zoomed out) and the shift of its middle, in half sides."""
    if not (chosen.zoom or chosen.shift):
        return None
    changed = _some(random, count)
    zoom = np.exp(random.uniform(-1, 1, count) * math.log1p(chosen.zoom) * changed)
    shifts = random.uniform(-1, 1, (2, count)) * (abs(1 - zoom) + 2 * chosen.shift * changed)
    apart = np.ones(count)
    if chosen.aspect:
        apart = np.exp(random.uniform(-1, 1, count) * math.log1p(chosen.aspect) * changed)
    return np.stack([zoom * apart, zoom / apart, *shifts], axis=1)


def _mirrored(images: Tensor, flips: np.ndarray) -> Tensor:
    mirrored = images.clone()  # keeps the memory format, unlike torch.where
    which = torch.from_numpy(np.flatnonzero(flips)).to(images.device)
    mirrored[which] = images[which].flip(-1)
    return mirrored


def _exposures(random: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gain and offset (of values 0 to 1) about the middle grey, and gamma."""
    gain = np.exp(random.uniform(-1, 1, count) * math.log1p(CONTRAST))
    offset = 0.5 * (1 - gain) + random.uniform(-1, 1, count) * OFFSET
    return gain, offset, np.exp(random.uniform(-1, 1, count) * math.log1p(GAMMA))


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


def _area(boxes: np.ndarray) -> np.ndarray:
    area: np.ndarray = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return area


def _to_bytes(values: Tensor) -> Tensor:
    return values.add_(0.5).clamp_(0, 255).to(torch.uint8)
