"""Predicts with an exported bundle. ONNX Runtime, NumPy and Pillow only: every bundle carries a copy of this file."""

import hashlib
import io
import json
import time
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime

from modelwright.imaging.reading import PREPROCESSING_VERSION, Source, read_square

MODEL: Final = "model.onnx"
CONFIG: Final = "config.yaml"
"""Written as JSON, which is YAML too: the runtime needs no YAML library, and every YAML library reads it."""
CERTIFICATE: Final = "certificate.json"
RUNTIME: Final = "runtime"
CONFIG_FORMAT: Final = 1


class BundleProblem(Exception):
    """A bundle that cannot be used; the text says why, in English."""


@dataclass(frozen=True)
class Answer:
    """What the model says about one image; `probabilities` is sorted, highest first."""

    label: str
    confidence: float
    probabilities: dict[str, float]
    took_ms: float
    extra: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Predictor:
    """A bundle made ready: construct once, then ask for any number of images, from any thread."""

    def __init__(self, bundle: Path | str, *, threads: int = 0) -> None:
        """Open a bundle: the zip itself, or the folder it was unpacked to. `threads` 0 leaves the choice to ONNX Runtime.

        Raises BundleProblem when it is not one, is damaged, or was made for another version of the preprocessing.
        """
        model, self.config = _open(Path(bundle))
        self.classes: tuple[str, ...] = tuple(self.config["classes"])
        self.side: int = self.config["preprocessing"]["input_size"]
        self.unsure_below: float = self.config["thresholds"]["confidence"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def predict(self, image: Source) -> Answer:
        """The answer for one image file, its bytes, or an open file. Raises modelwright.imaging.reading.ImageProblem."""
        started = time.perf_counter()
        probabilities = self.probabilities(read_square(image, self.side)[None])[0]
        order = np.argsort(-probabilities, kind="stable")
        confidence = float(probabilities[order[0]])
        return Answer(
            label=self.classes[order[0]],
            confidence=confidence,
            probabilities={self.classes[index]: float(probabilities[index]) for index in order},
            took_ms=(time.perf_counter() - started) * 1000,
            extra={"unsure": True} if confidence < self.unsure_below else {},
        )

    def probabilities(self, squares: np.ndarray) -> np.ndarray:
        """Probabilities, float32 of shape (n, classes), for uint8 RGB images of shape (n, side, side, 3)."""
        output: np.ndarray = self._session.run(None, {"images": np.ascontiguousarray(squares)})[0]
        return output


def _open(path: Path) -> tuple[bytes, dict[str, Any]]:
    """The model's bytes and the configuration, both checked."""
    try:
        config = json.loads(_member(path, CONFIG))
        model = _member(path, MODEL)
    except (OSError, KeyError, zipfile.BadZipFile, ValueError) as error:
        raise BundleProblem(f"{path} is not a model bundle ({error})") from error
    _check(path, config, model)
    return model, config


def _member(path: Path, name: str) -> bytes:
    if path.is_dir():
        return (path / name).read_bytes()
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return archive.read(name)


def _check(path: Path, config: dict[str, Any], model: bytes) -> None:
    if config.get("format") != CONFIG_FORMAT:
        raise BundleProblem(f"{path} has format {config.get('format')}; this runtime reads format {CONFIG_FORMAT}")
    version = config["preprocessing"]["version"]
    if version != PREPROCESSING_VERSION:
        raise BundleProblem(
            f"{path} was made for preprocessing {version}, this runtime has {PREPROCESSING_VERSION}: use the bundle's own runtime"
        )
    if hashlib.sha256(model).hexdigest() != config["hashes"][MODEL]:
        raise BundleProblem(f"{path} is damaged: {MODEL} is not the file that was certified")
