"""What lies in a bundle: the models, their configuration, their certificate, and a runtime made of our own source files."""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from importlib import metadata, resources
from pathlib import Path
from typing import Any, Final

from modelwright.bundle.contents import CERTIFICATE, CONFIG, CONFIG_FORMAT, MODEL, RUNTIME, pack
from modelwright.bundle.networks import LETTERBOX, STRETCH
from modelwright.contract.parameters import Parameters
from modelwright.contract.report import ClassificationResult, DetectionResult, Report, SetResult
from modelwright.contract.run_dir import write_atomically
from modelwright.contract.tasks import MAIN_NETWORK, Network, Task
from modelwright.engine.data.frames import Frame
from modelwright.engine.export.network import INPUT, OUTPUTS
from modelwright.imaging.reading import PADDING, PREPROCESSING_VERSION

__all__ = ["CERTIFICATE", "CONFIG", "as_yaml", "configuration", "described", "file_name", "thresholds", "write"]

OVERLAP: Final = 0.5
"""Of two boxes of one class that overlap by more than this, the better one is kept."""
RUNTIME_FILES: Final = (
    "__init__.py",
    "imaging/__init__.py",
    "imaging/reading.py",
    "bundle/__init__.py",
    "bundle/boxes.py",
    "bundle/contents.py",
    "bundle/findings.py",
    "bundle/masks.py",
    "bundle/networks.py",
    "bundle/predictor.py",
)
"""Copied into the bundle as a small `modelwright` package of its own; they need ONNX Runtime, NumPy and Pillow only."""
REQUIREMENTS: Final = "numpy>=1.26\nonnxruntime>=1.17\npillow>=10.1\n"
LIBRARIES: Final = ("modelwright", "torch", "timm", "onnx", "segmentation-models-pytorch")


def file_name(network: Network, task: Task) -> str:
    """The name of a network's model in the bundle."""
    return MODEL if network is MAIN_NETWORK[task] else f"{network}.onnx"


def configuration(
    task: Task,
    parameters: Parameters,
    report: Report,
    networks: Mapping[Network, dict[str, Any]],
    models: dict[str, bytes],
) -> dict[str, Any]:
    """What a program needs to know to use the models, and a person to know where they come from.

    `networks` as `described`, in the order in which they are asked; `models` by file name.
    """
    found = networks.get(Network.SEGMENTATION, {"classes": []})["classes"]
    special = [code for code in parameters.model.special_codes if code in found]
    classes = networks[MAIN_NETWORK[task]]["classes"]
    return {
        "format": CONFIG_FORMAT,
        "task": task.value,
        "base_model": report.base_model,
        "classes": classes,
        "codes": {"predicted": classes, "special": special},
        "special_min_area": parameters.model.special_min_area,
        "networks": {network.value: about for network, about in networks.items()},
        "thresholds": thresholds(parameters),
        "trained": {
            "networks": {of.network.value: _trained(of) for of in report.networks},
            "manifest": report.manifest_hash,
            "measured": [_measured(of) for of in report.sets],
        },
        "versions": {name: metadata.version(name) for name in LIBRARIES},
        "hashes": {name: hashlib.sha256(model).hexdigest() for name, model in models.items()},
        "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def described(network: Network, classes: Sequence[str], frame: Frame, file: str) -> dict[str, Any]:
    """How one network wants its images and what it answers."""
    sizes = {"height": frame.height, "width": frame.width, "classes": len(classes)}
    return {
        "model": file,
        "classes": list(classes),
        "preprocessing": {
            "version": PREPROCESSING_VERSION,
            "color": "RGB",
            "resize": STRETCH if frame.stretched else LETTERBOX,
            "height": frame.height,
            "width": frame.width,
            "interpolation": "bilinear with antialiasing",
            "padding": None if frame.stretched else PADDING,
            "normalization": "inside the model",
        },
        "input": {"name": INPUT, "type": "uint8", "shape": ["n", frame.height, frame.width, 3]},
        "outputs": [
            {"name": of.name, "type": of.type, "shape": [sizes.get(side, side) for side in of.shape]}
            for of in OUTPUTS[network]
        ],
    }


def thresholds(parameters: Parameters) -> dict[str, float]:
    """confidence: of a class, below which it counts as unsure; detection: of a box that is shown; overlap: of two boxes of

    one class, above which only the better one is kept.
    """
    return {"confidence": 0.0, "detection": parameters.model.detection.threshold, "overlap": OVERLAP}


def _trained(of: Any) -> dict[str, Any]:
    return {"iteration": of.iteration, "samples": of.training_samples, "metric": of.metric.value, "best": of.best}


def _measured(of: SetResult) -> dict[str, Any]:
    numbers = {"kind": of.kind, "part": of.part.value, "samples": of.samples}
    match of:
        case ClassificationResult():
            return {**numbers, "accuracy": of.accuracy, "macro_f1": of.macro_f1}
        case DetectionResult():
            return {**numbers, "ap50": of.ap50, "ap": of.ap}
    return {**numbers, "mean_iou": of.mean_iou, "macro_f1": of.macro_f1}


def as_yaml(config: dict[str, Any]) -> bytes:
    """JSON is YAML, and the runtime needs no library to read it."""
    return (json.dumps(config, ensure_ascii=False, indent=2) + "\n").encode()


def write(path: Path, members: dict[str, bytes]) -> None:
    """The zip with its runtime, whole or not at all."""
    write_atomically(path, pack(members | _runtime()))


def _runtime() -> dict[str, bytes]:
    package = resources.files("modelwright")
    files = {f"{RUNTIME}/modelwright/{name}": package.joinpath(name).read_bytes() for name in RUNTIME_FILES}
    files[f"{RUNTIME}/predict.py"] = package.joinpath("bundle/predict.py").read_bytes()
    files[f"{RUNTIME}/requirements.txt"] = REQUIREMENTS.encode()
    return files
