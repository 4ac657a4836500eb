"""A network that finds boxes: for every place of a fine map, which class has its centre here and how far its sides are."""

import warnings
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from modelwright.engine.models.deferral import compiler_deferred
from modelwright.engine.models.detection.losses import Boxes, centres, decode, detection_loss
from modelwright.engine.models.detection.pyramid import Pyramid, convolution

__all__ = ["ENCODERS", "SIDE_MULTIPLE", "Boxes", "Detector", "Raw", "build_detector"]

SIDE_MULTIPLE: Final = 32
"""Heights and widths that a detector takes are multiples of this, in pixels."""
STRIDE: Final = 4
"""Pixels a place of the map, in both directions."""
WIDTH: Final = 64
"""Channels of the decoder."""
CANDIDATES: Final = 300
"""Boxes an image before suppression."""
ENCODERS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "resnet18d_half": ("resnet18d", {"channels": (32, 64, 128, 256), "stem_width": 16}),
}
"""Encoders of our own measure: timm's name and what to change. No pretrained weights fit them."""
RARE: Final = -4.6
"""Logit of 0.01: so sure is an untrained detector that a place is no centre."""

_jit: Any = torch.jit


class Raw(NamedTuple):
    """What the network says, at every place of a map of h by w."""

    heat: Tensor
    """Logits that a class has a box centre here: (n, classes, h, w)."""
    sides: Tensor
    """Distances to the left, top, right and bottom side, as logarithms: (n, 4, h, w)."""


class Detector(nn.Module):
    """Images (n, 3, height, width), 0 to 255, uint8 or float, sides multiples of 32 -> Raw.

    The exported model contains the normalisation, too.
    """

    scale: Tensor
    shift: Tensor

    def __init__(self, encoder: nn.Module, classes: int, mean: Sequence[float], std: Sequence[float]) -> None:
        """`encoder` is one of timm's that give features; `mean` and `std` of the three channels are for values 0 to 1."""
        super().__init__()
        info: Any = encoder.feature_info
        self.encoder = encoder
        self.finest = info.reduction().index(STRIDE)
        self.pyramid = Pyramid(info.channels()[self.finest :], info.reduction()[self.finest :], WIDTH)
        self.tower = nn.Sequential(convolution(WIDTH, WIDTH, 3), convolution(WIDTH, WIDTH, 3))
        self.heat, self.sides = nn.Conv2d(WIDTH, classes, 1), nn.Conv2d(WIDTH, 4, 1)
        self.head_weights = ("heat.weight", "heat.bias")
        for layer, start in ((self.heat, RARE), (self.sides, 0.5)):
            nn.init.normal_(layer.weight, std=0.01)
            layer.bias = nn.Parameter(torch.full((layer.out_channels,), start))
        means, stds = torch.tensor(mean).view(1, 3, 1, 1), torch.tensor(std).view(1, 3, 1, 1)
        self.register_buffer("scale", 1 / (255 * stds))
        self.register_buffer("shift", -means / stds)

    def forward(self, images: Tensor) -> Raw:
        maps = self.encoder(images * self.scale + self.shift)
        seen = self.tower(self.pyramid(maps[self.finest :]))
        with torch.autocast(seen.device.type, enabled=False):  # a bfloat16 logarithm is off by up to 2 % of a distance
            seen = seen.float()
            return Raw(_at_each_place(self.heat, seen), _at_each_place(self.sides, seen))

    def loss(self, raw: Raw, targets: Sequence[Boxes]) -> Tensor:
        """Mean over the boxes of the batch, a float32 scalar. One `targets` an image; an image may have no box."""
        return detection_loss(raw.heat, raw.sides, targets, STRIDE)

    def detections(self, raw: Raw) -> tuple[Tensor, Tensor]:
        """The best candidates of every image: boxes (n, k, 4) in pixels of the canvas, scores (n, k, classes), 0 to 1.

        Before suppression; k is CANDIDATES, or the number of places where that is less.
        """
        height, width = map(_number, raw.heat.shape[2:])
        heat = raw.heat.float().sigmoid()
        peaks = (heat * (heat == functional.max_pool2d(heat, 3, 1, 1))).flatten(2)
        _, best = peaks.amax(1).topk(min(CANDIDATES, height * width), dim=1)
        down, right = centres(height, width, STRIDE, heat.device)
        points = torch.stack([down.repeat_interleave(width), right.repeat(height)])[:, best]
        sides = _pick(raw.sides.float().flatten(2), best)
        return decode(sides, points[0], points[1]), _pick(peaks, best)


def build_detector(name: str, classes: int, **encoder: Any) -> Detector:
    """A detector for `classes` kinds of box; `name` is one of ENCODERS or of timm's that give features from stride 4 on.

    `encoder` goes to timm: `pretrained=True` takes its weights for the encoder, `pretrained_cfg_overlay={"file": …}` those
    of a file. The decoder is always new. Uses torch's global random generator for what is not loaded.
    """
    with compiler_deferred():
        from timm import create_model
    timm_name, measure = ENCODERS.get(name, (name, {}))
    net: Any = create_model(timm_name, features_only=True, **{**measure, **encoder})
    return Detector(net, classes, net.pretrained_cfg["mean"], net.pretrained_cfg["std"])


def _at_each_place(layer: nn.Conv2d, map_: Tensor) -> Tensor:
    """The 1 x 1 convolution as a product of matrices: on one core PyTorch's own would copy the map twice."""
    return functional.linear(map_.permute(0, 2, 3, 1), layer.weight.flatten(1), layer.bias).permute(0, 3, 1, 2)


def _number(side: int) -> int:
    """A side of the map as a number, also where a trace takes it down as a value: a model is exported for one canvas."""
    if not _jit.is_tracing():
        return side
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", _jit.TracerWarning)
        return int(side)


def _pick(maps: Tensor, places: Tensor) -> Tensor:
    """From (n, c, h * w) the given places (n, k): (n, k, c)."""
    return maps.gather(2, places[:, None].expand(-1, maps.shape[1], -1)).transpose(1, 2)
