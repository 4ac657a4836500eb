"""From pixels to what a network likes to see, as a part of the network, so that no export can forget it."""

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor, nn

LEAST_SPREAD: Final = 4.0
"""Grey values: the noise of an image that shows nothing is not blown up to a picture."""


OWN: Final = 0.9
"""How much an image's own statistics count. The rest lets brightness through where it tells classes apart."""


class Normalisation(nn.Module):
    """Images (n, 3, height, width), 0 to 255, uint8 or float -> float32 of about zero mean and unit spread.

    By the statistics of the data set that pretrained weights come from; or, `per_image`, by those of each image: the
    same part in other light is the same part. Which of the two
    it is lies among the weights: a checkpoint goes on as it was trained.
    """

    mean: Tensor
    spread: Tensor
    per_image: Tensor

    def __init__(self, mean: Sequence[float], std: Sequence[float], *, per_image: bool) -> None:
        """`mean` and `std` of the data set's three channels, for values 0 to 1."""
        super().__init__()
        self.register_buffer("mean", 255 * torch.tensor(mean).view(1, 3, 1, 1))
        self.register_buffer("spread", 255 * torch.tensor(std).view(1, 3, 1, 1))
        self.register_buffer("per_image", torch.tensor(OWN if per_image else 0.0))

    def forward(self, images: Tensor) -> Tensor:
        values = images.float()
        mean = values.mean((1, 2, 3), keepdim=True)
        spread = ((values - mean).square().mean((1, 2, 3), keepdim=True) + LEAST_SPREAD**2).sqrt()
        centred = values - torch.lerp(self.mean, mean, self.per_image)
        return centred / torch.lerp(self.spread, spread, self.per_image)
