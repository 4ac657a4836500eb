"""A network that gives every pixel a class: a decoder of segmentation-models-pytorch over an encoder of timm."""

from collections.abc import Sequence
from typing import Any, Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from modelwright.engine.metrics.segmentation import IGNORED
from modelwright.engine.models.deferral import compiler_deferred

SIDE_MULTIPLE: Final = 32
"""Heights and widths that a segmenter takes are multiples of this, in pixels: its deepest layer halves five times."""

ARCHITECTURES: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "unet": ("Unet", {}),
    "fpn": ("FPN", {}),
    "deeplabv3plus": ("DeepLabV3Plus", {}),
    "segformer": ("Segformer", {}),
}
"""Name in parameters -> class in segmentation-models-pytorch, and how it differs from that library's defaults."""


class Segmenter(nn.Module):
    """Images (n, 3, height, width), 0 to 255, uint8 or float, sides multiples of 32 -> logits (n, 1 + classes, height, width).

    Index 0 is the background, index k the k-th class. The exported model contains the normalisation, too.
    """

    scale: Tensor
    shift: Tensor

    def __init__(self, net: nn.Module, mean: Sequence[float], std: Sequence[float], head: str) -> None:
        """`mean` and `std` of the three channels, for values 0 to 1; `head` names the last layer within `net`."""
        super().__init__()
        self.net = net
        self.head_weights = (f"net.{head}.weight", f"net.{head}.bias")
        means, stds = torch.tensor(mean).view(1, 3, 1, 1), torch.tensor(std).view(1, 3, 1, 1)
        self.register_buffer("scale", 1 / (255 * stds))
        self.register_buffer("shift", -means / stds)

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.net(images * self.scale + self.shift)
        return logits


def build_segmenter(architecture: str, timm_name: str, classes: int, **encoder: Any) -> Segmenter:
    """A segmenter for `classes` foreground classes, by a name of ARCHITECTURES. Raises KeyError for another name.

    `encoder` goes to timm: `pretrained=True` takes its weights for the encoder, `pretrained_cfg_overlay={"file": …}`
    those of a file. The decoder is always new. Uses torch's global random generator for what is not loaded.
    """
    kind, options = ARCHITECTURES[architecture]
    weights = True if encoder.pop("pretrained", False) else None
    with compiler_deferred():
        import segmentation_models_pytorch as library
        from timm import get_pretrained_cfg

        create = getattr(library, kind)
        net = create(f"tu-{timm_name}", encoder_weights=weights, classes=1 + classes, **options, **encoder)
    config = get_pretrained_cfg(timm_name)
    return Segmenter(net, config.mean, config.std, "segmentation_head.0")


def segmentation_loss(logits: Tensor, masks: Tensor) -> Tensor:
    """Cross-entropy plus dice, a float32 scalar: the one learns everywhere, the other does not drown small defects.

    `logits` (n, 1 + classes, height, width); `masks` uint8 or int64 (n, height, width), class numbers or IGNORED.
    Without a pixel that counts, the loss is 0 and has zero gradients.
    """
    logits, counted = logits.float(), masks != IGNORED
    truth = torch.where(counted, masks, 0).long()
    pixels = counted.sum().clamp(min=1)
    entropy = (functional.cross_entropy(logits, truth, reduction="none") * counted).sum() / pixels
    return entropy + _dice(logits.softmax(1) * counted[:, None], truth, counted)


def _dice(shares: Tensor, truth: Tensor, counted: Tensor) -> Tensor:
    """1 - Dice's coefficient over the whole batch, the mean of the foreground classes that the batch holds."""
    classes = shares.shape[1]
    hot = functional.one_hot(truth, classes).movedim(3, 1)[:, 1:] * counted[:, None]
    inside = (shares[:, 1:] * hot).sum((0, 2, 3))
    present = hot.sum((0, 2, 3))
    dice = (2 * inside + 1) / (shares[:, 1:].sum((0, 2, 3)) + present + 1)
    there = present > 0
    return ((1 - dice) * there).sum() / there.sum().clamp(min=1)
