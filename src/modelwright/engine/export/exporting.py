"""The export stage: convert, compare with the trained network on real samples, bundle only what agrees."""

import hashlib
import os
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import onnxruntime
import torch

from modelwright.bundle.predictor import MODEL, Predictor
from modelwright.contract.events import Code
from modelwright.contract.report import Certificate, Report
from modelwright.contract.run_dir import write_atomically
from modelwright.engine.errors import RunFailure, Stopped
from modelwright.engine.evaluation import Measured
from modelwright.engine.export import bundle
from modelwright.engine.export.network import to_onnx
from modelwright.engine.parts import Parts

AGREEMENT_LIMIT: Final = 0.99
"""A model that predicts another class for more than one sample in a hundred is not the model that was trained."""
MOST_SAMPLES: Final = 1000
MOST_SECONDS: Final = 20.0
TIMED_PREDICTIONS: Final = 30


def export(parts: Parts, validation: Measured, report: Report) -> Certificate:
    """Write the bundle and its certificate. Raises RunFailure(EXPORT_DISAGREES), and leaves the certificate that says so."""
    model = to_onnx(parts.model, parts.dataset.input_size)
    config = bundle.configuration(parts, report, model)
    members = {MODEL: model, bundle.CONFIG: bundle.as_yaml(config)}
    certificate = _certified(parts, members, validation)
    parts.reporter.log(
        f"Export: {certificate.agreement:.1%} of {certificate.samples} samples agree, largest difference "
        f"{certificate.largest_difference:.2g}, {certificate.latency_ms:.1f} ms an image"
    )
    write_atomically(parts.run_dir.certificate_file, certificate.model_dump_json(indent=2))
    if not certificate.passed:
        raise RunFailure(Code.EXPORT_DISAGREES, agreement=certificate.agreement, limit=certificate.limit)
    members[bundle.CERTIFICATE] = certificate.model_dump_json(indent=2).encode()
    bundle.write(parts.run_dir.bundle_file, members)
    return certificate


def _certified(parts: Parts, members: dict[str, bytes], validation: Measured) -> Certificate:
    """Compare on the validation samples, as many as time allows, through the very predictor that the bundle carries."""
    with TemporaryDirectory(dir=parts.run_dir.path) as folder:
        for name, content in members.items():
            (Path(folder) / name).write_bytes(content)
        predictor = Predictor(Path(folder), threads=torch.get_num_threads())
        exported = _predictions(parts, validation, predictor)
        latency_ms = _latency_ms(parts, validation, predictor)
    trained = validation.probabilities[: len(exported)]
    agreement = float((exported.argmax(axis=1) == trained.argmax(axis=1)).mean())
    return Certificate(
        samples=len(exported),
        agreement=agreement,
        limit=AGREEMENT_LIMIT,
        largest_difference=float(np.abs(exported - trained).max()),
        latency_ms=latency_ms,
        device=f"cpu, {os.cpu_count()} cores",
        onnx_sha256=hashlib.sha256(members[MODEL]).hexdigest(),
        created=time.time(),
        versions=versions(),
        passed=agreement >= AGREEMENT_LIMIT,
    )


def _predictions(parts: Parts, validation: Measured, predictor: Predictor) -> np.ndarray:
    outputs: list[np.ndarray] = []
    began = time.monotonic()
    for images, _, _ in parts.dataset.batches(validation.part, 16):
        if parts.reporter.stop_requested():
            raise Stopped
        outputs.append(predictor.probabilities(images.permute(0, 2, 3, 1).numpy()))
        if sum(map(len, outputs)) >= MOST_SAMPLES or time.monotonic() - began > MOST_SECONDS:
            break
    return np.concatenate(outputs)


def _latency_ms(parts: Parts, validation: Measured, predictor: Predictor) -> float:
    """Median of one image at a time, its file read from the disk."""
    paths = [Path(sample.path) for sample in parts.dataset.samples(validation.part)[:TIMED_PREDICTIONS]]
    return statistics.median(predictor.predict(path).took_ms for path in paths)


def versions() -> dict[str, Any]:
    return {"torch": str(torch.__version__), "onnxruntime": onnxruntime.__version__, "numpy": np.__version__}
