"""A network that gives every pixel a class: an encoder of timm, and a light decoder or one of a library."""

from typing import Any, Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from modelwright.engine.metrics.segmentation import IGNORED
from modelwright.engine.models.deferral import compiler_deferred
from modelwright.engine.models.light import LightUnet
from modelwright.engine.models.normalisation import Normalisation

SIDE_MULTIPLE: Final = 32
"""Heights and widths that a segmenter takes are multiples of this, in pixels: its deepest layer halves five times."""

LIGHT: Final = "light"
HEAD: Final = "segmentation_head.0"
"""The last layer of that library's networks."""
DECODERS: Final = {"unet": "Unet"}
"""Architecture in the catalogue -> class in segmentation-models-pytorch."""
ARCHITECTURES: Final = (LIGHT, *DECODERS)

FOREGROUND: Final = 5.0
"""What a pixel of a defect weighs in the cross-entropy, where one of the background weighs 1: defects are small."""


class Segmenter(nn.Module):
    """Images (n, 3, height, width), 0 to 255, uint8 or float, sides multiples of 32 -> logits (n, 1 + classes, height, width).

    Index 0 is the background, index k the k-th class. The exported model contains the normalisation, too.
    """

    def __init__(self, net: nn.Module, normalisation: Normalisation, head: str) -> None:
        """`head` names the last layer within `net`."""
        super().__init__()
        self.net, self.normalisation = net, normalisation
        self.head_weights = (f"net.{head}.weight", f"net.{head}.bias")

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.net(self.normalisation(images))
        return logits


def build_segmenter(
    architecture: str, timm_name: str, classes: int, *, per_image: bool = False, **encoder: Any
) -> Segmenter:
    """A segmenter for `classes` foreground classes, by a name of ARCHITECTURES. Raises KeyError for another name.

    `encoder` goes to timm: `pretrained=True` takes its weights for the encoder, `pretrained_cfg_overlay={"file": …}`
    those of a file. `per_image` normalises every image by itself. The decoder is always new.
    Uses torch's global random generator for what is not loaded.
    """
    with compiler_deferred():
        from timm import get_pretrained_cfg
    config: Any = get_pretrained_cfg(timm_name)
    normalisation = Normalisation(config.mean, config.std, per_image=per_image)
    if architecture == LIGHT:
        return Segmenter(LightUnet(timm_name, 1 + classes, **encoder), normalisation, "head")
    return Segmenter(_from_library(DECODERS[architecture], timm_name, 1 + classes, **encoder), normalisation, HEAD)


def _from_library(kind: str, timm_name: str, outputs: int, *, pretrained: bool = False, **encoder: Any) -> nn.Module:
    with compiler_deferred():
        import segmentation_models_pytorch as library

        net: nn.Module = getattr(library, kind)(
            f"tu-{timm_name}", encoder_weights=pretrained or None, classes=outputs, **encoder
        )
    return net


def segmentation_loss(logits: Tensor, masks: Tensor) -> Tensor:
    """Cross-entropy plus dice, a float32 scalar: the one learns everywhere, the other does not drown small defects.

    `logits` (n, 1 + classes, height, width); `masks` uint8 or int64 (n, height, width), class numbers or IGNORED.
    Without a pixel that counts, the loss is 0 and has zero gradients.
    """
    logits, counted = logits.float(), masks != IGNORED
    truth = torch.where(counted, masks, 0).long()
    weights = torch.where(truth > 0, FOREGROUND, 1.0) * counted
    entropy = functional.cross_entropy(logits, truth, reduction="none")
    entropy = (entropy * weights).sum() / weights.sum().clamp(min=1)
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
