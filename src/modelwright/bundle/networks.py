"""The exported networks of a bundle: how each wants its images, and what it answers. Every bundle carries a copy."""

from typing import Any, NamedTuple

import numpy as np
import onnxruntime

from modelwright.imaging.reading import Source, read_canvas, read_square

STRETCH = "stretch"
LETTERBOX = "letterbox"


class Framed(NamedTuple):
    """An image as a network wants it."""

    pixels: np.ndarray
    """uint8, RGB, (height, width, 3)."""
    size: tuple[int, int] | None
    """Width and height of the upright image, pixels; not known where it was stretched."""
    covered: tuple[int, int]
    """Width and height of what the image covers of the frame, pixels."""


class ExportedNetwork:
    """One ONNX model, ready to run: from any thread, also from several at once."""

    def __init__(self, model: bytes, about: dict[str, Any], threads: int) -> None:
        """`about` is the network's part of the bundle's configuration. `threads` 0 leaves the choice to ONNX Runtime."""
        preprocessing = about["preprocessing"]
        self.classes: tuple[str, ...] = tuple(about["classes"])
        self.height: int = preprocessing["height"]
        self.width: int = preprocessing["width"]
        self._stretched = preprocessing["resize"] == STRETCH
        self._outputs = [output["name"] for output in about["outputs"]]
        self._input: str = about["input"]["name"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def read(self, image: Source) -> Framed:
        """Raises modelwright.imaging.reading.ImageProblem, also when the file is not there."""
        if self._stretched:
            return Framed(read_square(image, self.height), None, (self.width, self.height))
        canvas = read_canvas(image, self.height, self.width)
        return Framed(canvas.pixels, canvas.size, canvas.covered)

    def run(self, pixels: np.ndarray) -> list[np.ndarray]:
        """The outputs in the configuration's order, each (n, …), for uint8 RGB images of shape (n, height, width, 3)."""
        outputs: list[np.ndarray] = self._session.run(self._outputs, {self._input: np.ascontiguousarray(pixels)})
        return outputs
