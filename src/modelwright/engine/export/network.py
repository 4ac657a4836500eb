"""The network as ONNX: pixels in, probabilities out, nothing to get wrong in between."""

import copy
import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Final

import torch
from torch import Tensor, nn

OPSET: Final = 18


class Deployable(nn.Module):
    """uint8 RGB images (n, side, side, 3) -> probabilities (n, classes), float32."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.network(images.permute(0, 3, 1, 2).float())
        return logits.softmax(dim=1)


def to_onnx(network: nn.Module, side: int) -> bytes:
    """A model with input `images` and output `probabilities`, any number of images at a time."""
    deployable = Deployable(copy.deepcopy(network).float().cpu().to(memory_format=torch.contiguous_format)).eval()
    example = torch.zeros(2, side, side, 3, dtype=torch.uint8)
    with _quiet():
        program = torch.onnx.export(
            deployable,
            (example,),
            dynamo=True,
            opset_version=OPSET,
            input_names=["images"],
            output_names=["probabilities"],
            dynamic_shapes={"images": {0: torch.export.Dim("n")}},
            verbose=False,
        )
    if program is None:
        raise RuntimeError("PyTorch exported nothing")
    content: bytes = program.model_proto.SerializeToString()
    return content


@contextmanager
def _quiet() -> Iterator[None]:
    """The exporter talks to people at a console; a run has a log."""
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        yield
