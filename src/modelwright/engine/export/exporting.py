"""The export stage: convert, compare with the trained networks on real samples, bundle only what agrees."""

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Protocol

import numpy as np
import onnxruntime
import torch
from torch import Tensor, nn

from modelwright.bundle.networks import ExportedNetwork
from modelwright.bundle.predictor import Predictor
from modelwright.contract.events import Code
from modelwright.contract.parameters import Parameters
from modelwright.contract.report import Certificate, ManifestSample, Report
from modelwright.contract.run_dir import write_atomically
from modelwright.contract.tasks import Network, Part
from modelwright.engine.data.frames import Frame
from modelwright.engine.errors import RunFailure, Stopped
from modelwright.engine.export import bundle
from modelwright.engine.export.agreement import Agreement, agreement
from modelwright.engine.export.network import deployable, to_onnx
from modelwright.engine.parts import Parts

AGREEMENT_LIMIT: Final = 0.99
"""A model that answers differently for more than one sample, pixel or box in a hundred is not the model that was trained."""
MOST_SAMPLES: Final = 1000
MOST_SECONDS: Final = 20.0
BATCH_PIXELS: Final = 16 * 224 * 224
TIMED_PREDICTIONS: Final = 30


class Data(Protocol):
    """What the export needs of a network's data."""

    @property
    def frame(self) -> Frame: ...

    def samples(self, part: Part) -> list[ManifestSample]: ...

    def batches(self, part: Part, batch_size: int) -> Iterator[tuple[Tensor, Any, Any]]:
        """All samples of a part in order: images, uint8 (n, 3, height, width), and what else there is."""


class Trained(Protocol):
    """What the export needs of a network."""

    @property
    def network(self) -> Network: ...

    @property
    def model(self) -> nn.Module: ...

    @property
    def classes(self) -> tuple[str, ...]: ...

    @property
    def data(self) -> Data: ...


def export(parts: Parts, networks: Sequence[Trained], report: Report) -> Certificate:
    """Write the bundle and its certificate. Raises RunFailure(EXPORT_DISAGREES), and leaves the certificate that says so."""
    members = converted(parts.spec.task, parts.spec.parameters, networks, report)
    with TemporaryDirectory(dir=parts.run_dir.path) as folder:
        for name, content in members.items():
            (Path(folder) / name).write_bytes(content)
        predictor = Predictor(Path(folder), threads=torch.get_num_threads())
        certificate = certified(predictor, networks, parts.reporter.stop_requested)
    parts.reporter.log(
        f"Export: {certificate.agreement:.2%} agreement of the {certificate.network} network on {certificate.samples} "
        f"samples, largest difference {certificate.largest_difference:.2g}, {certificate.latency_ms:.1f} ms an image"
    )
    write_atomically(parts.run_dir.certificate_file, certificate.model_dump_json(indent=2))
    if not certificate.passed:
        raise RunFailure(Code.EXPORT_DISAGREES, agreement=certificate.agreement, limit=certificate.limit)
    members[bundle.CERTIFICATE] = certificate.model_dump_json(indent=2).encode()
    bundle.write(parts.run_dir.bundle_file, members)
    return certificate


def converted(task: Any, parameters: Parameters, networks: Sequence[Trained], report: Report) -> dict[str, bytes]:
    """The models and the configuration, by their names in the bundle."""
    models: dict[str, bytes] = {}
    described: dict[Network, dict[str, Any]] = {}
    for of in networks:
        frame, file = of.data.frame, bundle.file_name(of.network, task)
        models[file] = to_onnx(of.model, of.network, frame.height, frame.width)
        described[of.network] = bundle.described(of.network, of.classes, frame, file)
    config = bundle.configuration(task, parameters, report, described, models)
    return {**models, bundle.CONFIG: bundle.as_yaml(config)}


def certified(
    predictor: Predictor, networks: Sequence[Trained], should_stop: Callable[[], bool] = lambda: False
) -> Certificate:
    """Compare on the validation samples, as many as time allows, through the very predictor that the bundle carries.

    Tells of the network that agrees least. Raises Stopped.
    """
    compared = [(of, *_compared(predictor, of, should_stop)) for of in networks]
    worst, samples, agreed = min(compared, key=lambda one: one[2].share)
    about = predictor.config["networks"][worst.network.value]
    return Certificate(
        network=worst.network,
        samples=samples,
        agreement=agreed.share,
        limit=AGREEMENT_LIMIT,
        largest_difference=agreed.largest_difference,
        latency_ms=_latency_ms(predictor, networks[-1].data),
        device=f"cpu, {os.cpu_count()} cores",
        onnx_sha256=predictor.config["hashes"][about["model"]],
        created=time.time(),
        versions=versions(),
        passed=agreed.share >= AGREEMENT_LIMIT,
    )


def _compared(predictor: Predictor, of: Trained, should_stop: Callable[[], bool]) -> tuple[int, Agreement]:
    """How many samples were compared, and how well the two agree on them."""
    exported = predictor.networks[of.network.value]
    threshold = predictor.thresholds["detection"]
    samples, agreed = 0, Agreement()
    began = time.monotonic()
    for images, one, other in _both(of, exported):
        if should_stop():
            raise Stopped
        samples += images
        agreed += agreement(of.network, one, other, threshold)
        if samples >= MOST_SAMPLES or time.monotonic() - began > MOST_SECONDS:
            break
    return samples, agreed


def _both(of: Trained, exported: ExportedNetwork) -> Iterator[tuple[int, list[np.ndarray], list[np.ndarray]]]:
    """For each batch of validation samples: how many they are, and what the trained and the exported network answer."""
    trained = deployable(of.model, of.network)
    device = next(of.model.parameters()).device
    size = max(1, BATCH_PIXELS // (of.data.frame.height * of.data.frame.width))
    for images, *_ in of.data.batches(Part.VALIDATION, size):
        pixels = images.permute(0, 2, 3, 1)
        with torch.inference_mode():
            answers = [output.cpu().numpy() for output in trained(pixels.to(device))]
        yield len(pixels), answers, exported.run(pixels.numpy())


def _latency_ms(predictor: Predictor, data: Data) -> float:
    """Median of one image at a time, its file read from the disk."""
    paths = (Path(sample.path) for sample in islice(data.samples(Part.VALIDATION), TIMED_PREDICTIONS))
    return statistics.median(predictor.predict(path).took_ms for path in paths)


def versions() -> dict[str, Any]:
    return {"torch": str(torch.__version__), "onnxruntime": onnxruntime.__version__, "numpy": np.__version__}
