"""The networks as ONNX: pixels in, answers out, nothing to get wrong in between."""

import copy
import io
import logging
import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import torch
from torch import Tensor, nn

from modelwright.contract.tasks import Network

OPSET: Final = 18
INPUT: Final = "images"

_jit: Any = torch.jit
_TRACER_WARNING: Final[type[Warning]] = _jit.TracerWarning


@dataclass(frozen=True)
class Output:
    name: str
    type: str
    shape: tuple[str, ...]
    """In words; the sizes that the configuration knows are put in."""


OUTPUTS: Final[dict[Network, tuple[Output, ...]]] = {
    Network.CLASSIFICATION: (Output("probabilities", "float32", ("n", "classes")),),
    Network.SEGMENTATION: (
        Output("classes", "uint8", ("n", "height", "width")),
        Output("confidence", "uint8", ("n", "height", "width")),
    ),
    Network.DETECTION: (
        Output("boxes", "float32", ("n", "candidates", "4")),
        Output("scores", "float32", ("n", "candidates", "classes")),
    ),
}
"""A segmentation tells the class number of each pixel and its probability from 0 to 255: the probabilities of all classes
would be four bytes a class and pixel, and nobody needs them."""


class Deployable(nn.Module, ABC):
    """uint8 RGB images (n, height, width, 3) -> the outputs of its kind, in the order of OUTPUTS."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        return self.answer(self.network(images.permute(0, 3, 1, 2).float()))

    @abstractmethod
    def answer(self, said: Any) -> tuple[Tensor, ...]: ...


class DeployableClassifier(Deployable):
    """Probabilities (n, classes)."""

    def answer(self, said: Tensor) -> tuple[Tensor, ...]:
        return (said.softmax(dim=1),)


class DeployableSegmenter(Deployable):
    """Class numbers and their probability in 255ths, both (n, height, width)."""

    def answer(self, said: Tensor) -> tuple[Tensor, ...]:
        highest, number = said.max(dim=1)
        probability = 1 / (said - highest[:, None]).exp().sum(dim=1)  # a softmax of all classes takes a tenth longer
        return number.to(torch.uint8), (probability * 255 + 0.5).to(torch.uint8)


class DeployableDetector(Deployable):
    """Boxes (n, k, 4), left, top, right, bottom in pixels, and scores (n, k, classes), before suppression."""

    def answer(self, said: Any) -> tuple[Tensor, ...]:
        network: Any = self.network
        boxes, scores = network.detections(said)
        return boxes.float(), scores.float()


_KINDS: Final[dict[Network, type[Deployable]]] = {
    Network.CLASSIFICATION: DeployableClassifier,
    Network.SEGMENTATION: DeployableSegmenter,
    Network.DETECTION: DeployableDetector,
}


def deployable(network: nn.Module, kind: Network) -> Deployable:
    """The network with what makes answers of its outputs, in evaluation mode; it shares the network's weights."""
    return _KINDS[kind](network).eval()


def to_onnx(network: nn.Module, kind: Network, height: int, width: int) -> bytes:
    """A model with input `images` and the outputs of OUTPUTS, for any number of images at a time.

    A trace takes a second and none of the compiler's memory; the exporter that takes the program apart takes ten. It is
    asked where the trace says that it fixed what depends on the images, or knows an operation not at all. What the models
    are worth, the certificate shows.
    """
    plain = copy.deepcopy(network).float().cpu().to(memory_format=torch.contiguous_format)
    whole = deployable(plain, kind)
    example = torch.zeros(2, height, width, 3, dtype=torch.uint8)
    names = [output.name for output in OUTPUTS[kind]]
    with _quiet():
        traced, doubtful = _traced(whole, example, names)
        if traced and not doubtful:
            return traced
        try:
            return _taken_apart(whole, example, names)
        except torch.onnx.OnnxExporterError:
            if traced:
                return traced
            raise


def _traced(whole: Deployable, example: Tensor, names: Sequence[str]) -> tuple[bytes, bool]:
    """The model, empty where an operation is unknown, and whether something that depends on the images was fixed."""
    with TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", _TRACER_WARNING)
        file = Path(folder) / "model.onnx"
        try:
            torch.onnx.export(
                whole,
                (example,),
                file,
                dynamo=False,
                opset_version=OPSET,
                input_names=[INPUT],
                output_names=names,
                dynamic_axes={name: {0: "n"} for name in (INPUT, *names)},
                verbose=False,
            )
        except torch.onnx.OnnxExporterError:
            return b"", True
        return file.read_bytes(), any(issubclass(one.category, _TRACER_WARNING) for one in told)


def _taken_apart(whole: Deployable, example: Tensor, names: Sequence[str]) -> bytes:
    program = torch.onnx.export(
        whole,
        (example,),
        dynamo=True,
        opset_version=OPSET,
        input_names=[INPUT],
        output_names=names,
        dynamic_shapes={INPUT: {0: torch.export.Dim("n")}},
        verbose=False,
    )
    if program is None:
        raise RuntimeError("PyTorch exported nothing")
    content: bytes = program.model_proto.SerializeToString()
    return content


@contextmanager
def _quiet() -> Iterator[None]:
    """The exporter talks to people at a console; a run has a log."""
    logger = logging.getLogger("torch.onnx")
    before = logger.level
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            logger.setLevel(before)
