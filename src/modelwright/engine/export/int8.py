"""Makes an exported network compute in 8-bit integers, with ranges that it learns from sample images."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from modelwright.engine.export.network import INPUT

LAYERS: Final = ("Conv", "Gemm", "MatMul")
"""What takes the time."""
BETWEEN: Final = ("Add", "Concat", "MaxPool", "Relu", "Resize")
"""What stands between them, and would otherwise go to floats and back."""


def quantized(model: bytes, samples: Iterable[np.ndarray]) -> bytes:
    """The ONNX model with 8-bit weights (one scale a channel) and activations; its inputs and outputs stay as they are.

    `samples` are uint8 images (n, height, width, 3), as the network is given them. The last layers and what makes
    answers of them stay float32: they cost little, and coordinates of boxes would become coarse.
    """
    with TemporaryDirectory() as folder:
        given, plain, small = (str(Path(folder) / name) for name in ("given.onnx", "plain.onnx", "small.onnx"))
        Path(given).write_bytes(model)
        quant_pre_process(given, plain, skip_symbolic_shape=True)  # folds norms into convolutions
        quantize_static(
            plain,
            small,
            _Samples(samples),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=[*LAYERS, *BETWEEN],
            nodes_to_exclude=_end_of(onnx.load(plain)),
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
        )
        return Path(small).read_bytes()


class _Samples:
    """What ONNX Runtime's calibration asks for the next images."""

    def __init__(self, samples: Iterable[np.ndarray]) -> None:
        self._samples: Iterator[np.ndarray] = iter(samples)

    def get_next(self) -> dict[str, np.ndarray] | None:
        images = next(self._samples, None)
        return None if images is None else {INPUT: images}


def _end_of(model: Any) -> list[str]:
    """The nodes that no layer follows, the last layers among them."""
    needed: set[str] = set()
    """Tensors that a later layer depends on."""
    end: list[str] = []
    for node in reversed(model.graph.node):
        if not needed.intersection(node.output):
            end.append(node.name)
            if node.op_type not in LAYERS:
                continue
        needed.update(node.input)
    return end
