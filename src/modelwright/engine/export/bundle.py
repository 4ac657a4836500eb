"""What lies in a bundle: the model, its configuration, its certificate, and a runtime made of our own source files."""

import hashlib
import io
import json
import time
import zipfile
from importlib import metadata, resources
from pathlib import Path
from typing import Any, Final

from modelwright.bundle.predictor import CERTIFICATE, CONFIG, CONFIG_FORMAT, MODEL, RUNTIME
from modelwright.contract.report import Report
from modelwright.contract.run_dir import write_atomically
from modelwright.engine.parts import Parts
from modelwright.imaging.reading import PREPROCESSING_VERSION

__all__ = ["CERTIFICATE", "CONFIG", "as_yaml", "configuration", "write"]

RUNTIME_FILES: Final = (
    "__init__.py",
    "imaging/__init__.py",
    "imaging/reading.py",
    "bundle/__init__.py",
    "bundle/predictor.py",
)
"""Copied into the bundle as a small `modelwright` package of its own; they need ONNX Runtime, NumPy and Pillow only."""
REQUIREMENTS: Final = "numpy>=1.26\nonnxruntime>=1.17\npillow>=10.1\n"


def configuration(parts: Parts, report: Report, model: bytes) -> dict[str, Any]:
    """What a program needs to know to use the model, and a person to know where it comes from."""
    special = parts.spec.parameters.model.code_list[len(parts.dataset.classes) :]
    return {
        "format": CONFIG_FORMAT,
        "task": parts.spec.task.value,
        "base_model": report.base_model,
        "classes": list(report.classes),
        "codes": {"predicted": list(report.classes), "special": list(special)},
        "preprocessing": {
            "version": PREPROCESSING_VERSION,
            "color": "RGB",
            "input_size": parts.dataset.input_size,
            "resize": "stretched to a square, bilinear with antialiasing",
            "normalization": "inside the model",
        },
        "input": {"name": "images", "type": "uint8", "shape": ["n", *(parts.dataset.input_size,) * 2, 3]},
        "output": {"name": "probabilities", "type": "float32", "shape": ["n", len(report.classes)]},
        "thresholds": {"confidence": 0.0},
        "trained": {
            "iteration": report.iteration,
            "samples": report.training_samples,
            "manifest": report.manifest_hash,
            "measured": {of.part.value: _measured(of) for of in report.sets},
        },
        "versions": {name: metadata.version(name) for name in ("modelwright", "torch", "timm", "onnx")},
        "hashes": {MODEL: hashlib.sha256(model).hexdigest()},
        "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def _measured(of: Any) -> dict[str, float | int]:
    return {"samples": of.samples, "accuracy": of.accuracy, "macro_f1": of.macro_f1}


def as_yaml(config: dict[str, Any]) -> bytes:
    """JSON is YAML, and the runtime needs no library to read it."""
    return (json.dumps(config, ensure_ascii=False, indent=2) + "\n").encode()


def write(path: Path, members: dict[str, bytes]) -> None:
    """The zip, whole or not at all. Weights do not shrink: they are stored, which is quick to write and to open."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in (members | _runtime()).items():
            kind = zipfile.ZIP_STORED if name == MODEL else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)
    write_atomically(path, buffer.getvalue())


def _runtime() -> dict[str, bytes]:
    package = resources.files("modelwright")
    files = {f"{RUNTIME}/modelwright/{name}": package.joinpath(name).read_bytes() for name in RUNTIME_FILES}
    files[f"{RUNTIME}/predict.py"] = package.joinpath("bundle/predict.py").read_bytes()
    files[f"{RUNTIME}/requirements.txt"] = REQUIREMENTS.encode()
    return files
