"""What an engine leaves behind for each task: report, results, certificate, checkpoints, and what a rehearsal tells."""

from collections.abc import Iterable
from pathlib import Path

from PIL import Image
from pydantic import BaseModel

from modelwright.contract import report as said
from modelwright.contract.annotations import Region
from modelwright.contract.report import (
    BoxOutcome,
    Certificate,
    Manifest,
    ManifestSample,
    Mask,
    MeasuredBox,
    Rehearsal,
    Report,
    Result,
    TrainedNetwork,
)
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunSpec
from modelwright.contract.tasks import Network, Part, Task

CLASSES = ("a", "b")
HALF = (0.2, 0.8)
VALIDATION = Part.VALIDATION


def write_results(run_dir: RunDir, spec: RunSpec | None = None) -> None:
    """Of two validation samples, the first of them right."""
    spec = spec or run_dir.read_spec()
    run_dir.report_file.write_text(report(spec).model_dump_json())
    write_lines(run_dir.results_file, results(spec.task))
    write_lines(run_dir.non_compliant_file, ())
    run_dir.bundle_file.write_bytes(b"bundle")
    run_dir.certificate_file.write_text(certificate(spec).model_dump_json())
    run_dir.manifest_file.write_text(manifest().model_dump_json())
    run_dir.checkpoints.mkdir(exist_ok=True)
    for network in spec.parameters.networks(spec.task):
        run_dir.best_checkpoint(network).write_bytes(b"weights")


def write_lines(file: Path, rows: Iterable[BaseModel]) -> None:
    file.write_text("".join(f"{row.model_dump_json()}\n" for row in rows))


def report(spec: RunSpec) -> Report:
    networks = spec.parameters.networks(spec.task)
    return Report(
        task=spec.task,
        base_model=spec.base_model,
        classes=CLASSES,
        networks=tuple(trained(spec, network) for network in networks),
        sets=tuple(measured(network) for network in reversed(networks)),
        non_compliant=0,
        manifest_hash="0" * 64,
        training_s=1.0,
        total_s=2.0,
        device="cpu",
        forecast_s=spec.forecast_s,
    )


def certificate(spec: RunSpec) -> Certificate:
    return Certificate(
        network=spec.parameters.networks(spec.task)[-1],
        samples=2,
        agreement=1.0,
        limit=0.99,
        largest_difference=0.0,
        latency_ms=1.5,
        device="cpu",
        onnx_sha256="0" * 64,
        created=0.0,
        passed=True,
    )


def manifest() -> Manifest:
    region = Region(label="a", box=(2, 2, 8, 6))
    sample = ManifestSample(
        path="/a/1.png",
        label="a",
        sha256="0" * 64,
        width=20,
        height=20,
        part=VALIDATION,
        group="part 1",
        mask="/masks/1.png",
        regions=(region,),
    )
    return Manifest(hash="0" * 64, classes=CLASSES, samples=(sample,))


def trained(spec: RunSpec, network: Network) -> TrainedNetwork:
    return TrainedNetwork(
        network=network,
        base_model=spec.parameters.model.name_of(network),
        classes=CLASSES,
        iteration=100,
        metric=spec.parameters.metric(network),
        best=0.5,
        training_samples=20,
        training_s=1.0,
        precision="float32",
    )


def measured(network: Network) -> said.SetResult:
    match network:
        case Network.CLASSIFICATION:
            return classification()
        case Network.SEGMENTATION:
            return segmentation()
        case Network.DETECTION:
            return detection()


MACRO = {"macro_precision": 0.5, "macro_recall": 0.5, "macro_f1": 0.5}
SHARES = {"precision": 0.5, "recall": 0.5, "f1": 0.5}
INTERVALS = {"precision_interval": HALF, "recall_interval": HALF}


def classification() -> said.ClassificationResult:
    classes = tuple(
        said.ClassResult(label=label, support=1, predicted=1, **SHARES, **INTERVALS)  # type: ignore[arg-type]
        for label in CLASSES
    )
    return said.ClassificationResult(
        part=VALIDATION,
        samples=2,
        correct=1,
        accuracy=0.5,
        accuracy_interval=HALF,
        **MACRO,
        classes=classes,
        confusion=((1, 0), (1, 0)),
    )


def segmentation() -> said.SegmentationResult:
    classes = tuple(
        said.SegmentResult(label=label, support=1, pixels=40, predicted=40, **SHARES, iou=0.25, iou_interval=HALF)
        for label in CLASSES
    )
    return said.SegmentationResult(
        part=VALIDATION,
        samples=2,
        accuracy=0.75,
        mean_iou=0.25,
        mean_iou_interval=HALF,
        **MACRO,
        classes=classes,
        confusion=((80, 10, 10), (10, 30, 0), (10, 0, 30)),
    )


def detection() -> said.DetectionResult:
    classes = tuple(
        said.FieldResult(label=label, support=2, predicted=2, hits=1, **SHARES, **INTERVALS, ap50=0.6, ap=0.4)  # type: ignore[arg-type]
        for label in CLASSES
    )
    return said.DetectionResult(
        part=VALIDATION, samples=2, threshold=0.3, ap50=0.6, ap50_interval=HALF, ap=0.4, **MACRO, classes=classes
    )


def results(task: Task) -> list[Result]:
    """One sample that is right, and one that is not."""
    if task is Task.DETECTION:
        return [_found("/a/1.png", 1.0, BoxOutcome.HIT), _found("/b/1.png", 0.0, BoxOutcome.MISSED)]
    good, bad = _judged("/a/1.png", "a", "a", 0.9), _judged("/b/1.png", "b", "a", 0.1)
    if task is Task.CLASSIFICATION:
        return [good, bad]
    return [_masked(good, found="a"), _masked(bad, found="a")]


def _judged(path: str, label: str, predicted: str, score: float) -> Result:
    return Result(
        part=VALIDATION,
        path=path,
        label=label,
        predicted=predicted,
        confidence=0.9,
        label_confidence=score,
        correct=label == predicted,
        score=score,
    )


def _masked(result: Result, found: str) -> Result:
    """Its true class covers the first two rows of four, what was found the first."""
    true = Mask(label=result.label, size=(4, 4), runs=(0, 8, 8))
    return result.model_copy(
        update={"true_masks": (true,), "masks": (Mask(label=found, size=(4, 4), runs=(0, 4, 12)),)}
    )


def _found(path: str, score: float, outcome: BoxOutcome) -> Result:
    true = MeasuredBox(label="a", box=(2, 2, 8, 6), outcome=outcome)
    other = MeasuredBox(label="b", box=(1, 1, 5, 5), confidence=0.4, outcome=BoxOutcome.FALSE)
    hit = MeasuredBox(label="a", box=(2, 2, 8, 7), confidence=0.9, outcome=BoxOutcome.HIT)
    return Result(
        part=VALIDATION,
        path=path,
        label="",
        predicted="",
        confidence=0.9,
        label_confidence=0.0,
        correct=outcome is BoxOutcome.HIT,
        score=score,
        boxes=(true, hit if outcome is BoxOutcome.HIT else other),
    )


def write_rehearsal(run_dir: RunDir, *, total_s: float = 600.0, memory_mb: float = 4000.0) -> None:
    """It needs 2 GB of memory, and shows two previews."""
    spec = run_dir.read_spec()
    run_dir.previews.mkdir()
    previews = []
    for number in range(2):
        Image.new("RGB", (16, 16), (100 * number, 0, 0)).save(run_dir.previews / f"{number}.png")
        previews.append(said.Preview(file=f"{number}.png", path=f"/a/{number}.png", label="a"))
    told = Rehearsal(
        networks=tuple(
            said.NetworkForecast(network=network, iterations=100, seconds_per_iteration=0.5, batch_size=4, parts=1)
            for network in spec.parameters.networks(spec.task)
        ),
        total_s=total_s,
        total_band=(total_s * 0.9, total_s * 1.2),
        peak_memory_mb=2000.0,
        memory_mb=memory_mb,
        disk_mb=100.0,
        free_disk_mb=9000.0,
        fits=memory_mb >= 2000.0,
        device="cpu",
        previews=tuple(previews),
    )
    run_dir.rehearsal_file.write_text(told.model_dump_json())
