"""A network that takes images as they are stored: normalisation is part of the model, so that nobody can forget it."""

from torch import Tensor, nn

from modelwright.engine.models.normalisation import Normalisation


class Classifier(nn.Module):
    """Images (n, 3, side, side), values 0 to 255, uint8 or float -> logits (n, classes).

    The exported model contains the normalisation, too: a bundle feeds it pixels.
    """

    def __init__(self, net: nn.Module, normalisation: Normalisation, head: str) -> None:
        """`head` names the last layer within `net`."""
        super().__init__()
        self.net, self.normalisation = net, normalisation
        self.head_weights = (f"net.{head}.weight", f"net.{head}.bias")

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.net(self.normalisation(images))
        return logits
