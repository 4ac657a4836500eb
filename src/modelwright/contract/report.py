"""What a run measured (E61): report.json, results.jsonl, non_compliant.jsonl, manifest.json and certificate.json."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from modelwright.contract.annotations import Region
from modelwright.contract.choices import Metric
from modelwright.contract.strict import Strict
from modelwright.contract.tasks import Network, Part, Task

Interval = tuple[float, float]
"""Lower and upper end of a 95 % interval (Wilson's for shares)."""


class ClassResult(Strict):
    label: str
    support: int
    """Samples whose true class this is."""
    predicted: int
    """Samples for which this class was predicted."""
    precision: float | None
    """None where the class was never predicted."""
    precision_interval: Interval | None
    recall: float | None
    """None where the set holds no sample of the class."""
    recall_interval: Interval | None
    f1: float | None


class ClassificationResult(Strict):
    """The numbers on one set. Macro values are the mean over the classes that have support."""

    kind: Literal["classification"] = "classification"
    part: Part
    samples: int
    correct: int
    accuracy: float
    accuracy_interval: Interval
    macro_precision: float
    macro_recall: float
    macro_f1: float
    classes: tuple[ClassResult, ...]
    """With special codes (E44), of the code that the whole model gives: they follow the classifier's."""
    confusion: tuple[tuple[int, ...], ...]
    """Rows: true class; columns: predicted class; both in the order of `classes`."""


class SegmentResult(Strict):
    """One class of a segmentation, counted in pixels."""

    label: str
    support: int
    """Images that hold the class."""
    pixels: int
    """Pixels whose true class this is."""
    predicted: int
    """Pixels for which this class was predicted."""
    precision: float | None
    recall: float | None
    f1: float | None
    iou: float | None
    """Intersection over union of all pixels of the set; None where neither truth nor prediction has the class."""
    iou_interval: Interval | None
    """By bootstrap over the images."""


class SegmentationResult(Strict):
    """The numbers on one set. Means are over the classes that have support, without the background."""

    kind: Literal["segmentation"] = "segmentation"
    part: Part
    samples: int
    accuracy: float
    """Share of the pixels with the right class, background included."""
    mean_iou: float
    mean_iou_interval: Interval
    macro_precision: float
    macro_recall: float
    macro_f1: float
    classes: tuple[SegmentResult, ...]
    confusion: tuple[tuple[int, ...], ...]
    """Pixels. Rows: true class; columns: predicted; background first, then in the order of `classes`."""


class FieldResult(Strict):
    """One class of a detection: a field of a document, a kind of part or defect."""

    label: str
    support: int
    """True boxes."""
    predicted: int
    """Boxes predicted at the threshold."""
    hits: int
    """Of them, those that match a true box: IoU of at least 0.5, each true box once."""
    precision: float | None
    precision_interval: Interval | None
    recall: float | None
    recall_interval: Interval | None
    f1: float | None
    ap50: float | None
    """Average precision (COCO) at IoU 0.50; None where the set holds no box of the class."""
    ap: float | None
    """The mean of the average precisions at IoU 0.50, 0.55 … 0.95."""


class DetectionResult(Strict):
    """The numbers on one set. Means are over the classes that have support."""

    kind: Literal["detection"] = "detection"
    part: Part
    samples: int
    threshold: float
    """Confidence at which precision, recall and F1 are counted."""
    ap50: float
    ap50_interval: Interval
    """By bootstrap over the images."""
    ap: float
    macro_precision: float
    macro_recall: float
    macro_f1: float
    classes: tuple[FieldResult, ...]


SetResult = Annotated[
    ClassificationResult | SegmentationResult | DetectionResult,
    Field(discriminator="kind"),
]


def in_words(of: ClassificationResult | SegmentationResult | DetectionResult) -> str:
    """The numbers that matter most, in English, for logs and terminals."""
    match of:
        case ClassificationResult(accuracy_interval=(low, high)):
            numbers = f"accuracy {of.accuracy:.4f} (95 %: {low:.3f} to {high:.3f}), macro F1 {of.macro_f1:.4f}"
        case SegmentationResult(mean_iou_interval=(low, high)):
            numbers = f"mean IoU {of.mean_iou:.4f} (95 %: {low:.3f} to {high:.3f}), macro F1 {of.macro_f1:.4f}"
        case DetectionResult(ap50_interval=(low, high)):
            numbers = f"AP50 {of.ap50:.4f} (95 %: {low:.3f} to {high:.3f}), AP {of.ap:.4f}"
    return f"{of.part}: {numbers}, {of.samples} samples"


class TrainedNetwork(Strict):
    """How one of the run's networks came about."""

    network: Network
    base_model: str
    classes: tuple[str, ...]
    iteration: int
    """After how many steps the measured weights (the best checkpoint) were saved."""
    metric: Metric
    """The validation metric that chose the checkpoint."""
    best: float
    """Its value then."""
    training_samples: int
    training_s: float
    precision: str


class Report(Strict):
    format: Literal[1] = 1
    task: Task
    base_model: str
    """Of the main network."""
    classes: tuple[str, ...]
    """Of the main network; the codes that only the segmentation finds follow."""
    networks: tuple[TrainedNetwork, ...]
    """In the order in which they were trained."""
    sets: tuple[SetResult, ...]
    """By network, the main one first; validation first, then the test set where one was given. Never mixed."""
    non_compliant: int
    manifest_hash: str
    training_s: float
    total_s: float
    device: str
    forecast_s: float | None = None
    """What a rehearsal had said that the run would take; None where there was none."""
    peak_memory_mb: float | None = None
    """The most main memory that the engine's process had, in megabytes of 10^6 bytes; None in reports of earlier versions."""
    peak_gpu_mb: float | None = None
    """The most that it had of one GPU; None where it used none."""


class BoxOutcome(StrEnum):
    """What became of a box."""

    HIT = "hit"
    MISSED = "missed"
    """True, and not found."""
    FALSE = "false"
    """Found, and not true."""


class MeasuredBox(Strict):
    """A true or predicted box of a measured sample."""

    label: str
    box: tuple[float, float, float, float]
    """x, y, width, height in pixels of the upright image."""
    confidence: float | None = None
    """None for a true box."""
    outcome: BoxOutcome


class Mask(Strict):
    """Pixels of one class, at the working size of the run."""

    label: str
    size: tuple[int, int]
    """Height and width of the whole mask, which covers the whole image."""
    runs: tuple[int, ...]
    """Lengths of runs, row by row, beginning with pixels outside (COCO's counts, but by rows)."""


class Result(Strict):
    """One measured sample: a line of results.jsonl."""

    part: Part
    path: str
    label: str
    """The true class; for a detection empty."""
    predicted: str
    """Likewise."""
    confidence: float
    """Of the predicted class or the least sure found box, 0 to 1."""
    label_confidence: float
    """Probability of the true class, 0 to 1."""
    correct: bool
    """The right class; every pixel class found with an IoU of at least 0.5; every box found and no other."""
    score: float
    """How good, 0 to 1, for sorting: probability of the true class, mean IoU, or F1 of the boxes."""
    boxes: tuple[MeasuredBox, ...] = ()
    true_masks: tuple[Mask, ...] = ()
    masks: tuple[Mask, ...] = ()


class NonComplianceReason(StrEnum):
    EMPTY_FILE = "empty_file"
    NOT_AN_IMAGE = "not_an_image"
    TRUNCATED = "truncated"
    TOO_MANY_PIXELS = "too_many_pixels"
    UNREADABLE = "unreadable"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    MASK_SIZE = "mask_size"
    """The mask has another size than its image."""
    MASK_UNREADABLE = "mask_unreadable"
    MASK_UNKNOWN_VALUE = "mask_unknown_value"
    """The mask holds a value that stands for no class."""


class NonCompliant(Strict):
    """A sample that was kept out: a line of non_compliant.jsonl."""

    part: Part
    """train for everything of the training data, test for the test data."""
    path: str
    label: str
    reason: NonComplianceReason
    width: int | None = None
    height: int | None = None


class ManifestSample(Strict):
    path: str
    label: str
    sha256: str
    """Of the file's bytes, hexadecimal."""
    width: int
    height: int
    part: Part
    group: str = ""
    """Samples of one group never cross the split; empty: the sample stands alone."""
    mask: str = ""
    """Path of the mask file; empty: there is none."""
    mask_sha256: str = ""
    mask_codes: dict[int, str] = {}
    """What the values of the mask stand for beside 0, the background. Empty: every other value stands for `label`."""
    regions: tuple[Region, ...] = ()
    codes: tuple[str, ...] = ()
    """The classes that the mask or the regions hold."""
    is_annotated: bool = False
    """Whether there is a mask or a list of regions, empty ones included: what is not on them is background."""


class Manifest(Strict):
    """Exactly what a run was trained and measured on. `hash` covers labels, parts and contents, not the places."""

    format: Literal[1] = 1
    hash: str
    classes: tuple[str, ...]
    """Of the main network."""
    networks: dict[Network, tuple[str, ...]] = {}
    """The classes of each network, in the order of its outputs."""
    samples: tuple[ManifestSample, ...]


class Certificate(Strict):
    """X36: the exported model's outputs against the trained model's, on the validation samples."""

    format: Literal[1] = 1
    network: Network = Network.CLASSIFICATION
    """The network that agrees least; a model of two is certified for both."""
    samples: int
    agreement: float
    """Share of samples with the same class, of pixels with the same class, or of boxes that are found by both."""
    limit: float
    """The export fails below this agreement."""
    largest_difference: float
    """Of any probability."""
    latency_ms: float
    """Median time of one prediction with batch 1 on `device`."""
    device: str
    onnx_sha256: str
    created: float
    versions: dict[str, str] = {}
    passed: bool


class Rehearsal(Strict):
    """What two batches on the target machine tell about a training: rehearsal.json."""

    format: Literal[1] = 1
    networks: tuple["NetworkForecast", ...]
    total_s: float
    """Of the whole run: preprocessing, training, evaluations, export."""
    total_band: Interval
    """Between which the total lies, as a rule."""
    peak_memory_mb: float
    """Main memory of the engine's process."""
    memory_mb: float
    """Main memory of the machine that is free for it."""
    peak_gpu_mb: float | None = None
    gpu_mb: float | None = None
    disk_mb: float
    """What packed images, checkpoints and the export will take."""
    free_disk_mb: float
    fits: bool
    device: str
    previews: tuple["Preview", ...] = ()


class NetworkForecast(Strict):
    network: Network
    iterations: int
    seconds_per_iteration: float
    """Median of the measured steps."""
    batch_size: int
    parts: int
    """Into how many parts the batch had to be divided to fit into memory."""


class Preview(Strict):
    """One augmented sample, as a training would see it; `file` lies in the run directory's folder `previews`."""

    file: str
    path: str
    """Of the image that it was made from."""
    label: str


Rehearsal.model_rebuild()
