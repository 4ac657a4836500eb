"""A network that takes images as they are stored: normalisation is part of the model, so that nobody can forget it."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class Classifier(nn.Module):
    """Images (n, 3, side, side), values 0 to 255, uint8 or float -> logits (n, classes).

    The exported model contains the normalisation, too: a bundle feeds it pixels.
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
