"""What a run measured (E61): report.json, results.jsonl, non_compliant.jsonl, manifest.json and certificate.json."""

from enum import StrEnum
from typing import Any, Literal

from modelwright.contract.strict import Strict
from modelwright.contract.tasks import Part, Task

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


class SetResult(Strict):
    """The numbers on one set. Macro values are the mean over the classes that have support."""

    part: Part
    samples: int
    correct: int
    accuracy: float
    accuracy_interval: Interval
    macro_precision: float
    macro_recall: float
    macro_f1: float
    classes: tuple[ClassResult, ...]
    confusion: tuple[tuple[int, ...], ...]
    """Rows: true class; columns: predicted class; both in the order of `classes`."""


class Report(Strict):
    format: Literal[1] = 1
    task: Task
    base_model: str
    classes: tuple[str, ...]
    iteration: int
    """After how many steps the measured weights (the best checkpoint) were saved."""
    metric: str
    """The validation metric that chose the checkpoint."""
    sets: tuple[SetResult, ...]
    """Validation first; the test set where one was given. Never mixed."""
    non_compliant: int
    training_samples: int
    manifest_hash: str
    training_s: float
    total_s: float
    device: str
    precision: str


class Result(Strict):
    """One measured sample: a line of results.jsonl."""

    part: Part
    path: str
    label: str
    predicted: str
    confidence: float
    """Probability of the predicted class, 0 to 1."""
    label_confidence: float
    """Probability of the true class, 0 to 1."""


class NonComplianceReason(StrEnum):
    EMPTY_FILE = "empty_file"
    NOT_AN_IMAGE = "not_an_image"
    TRUNCATED = "truncated"
    TOO_MANY_PIXELS = "too_many_pixels"
    UNREADABLE = "unreadable"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"


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


class Manifest(Strict):
    """Exactly what a run was trained and measured on. `hash` covers labels, parts and contents, not the places."""

    format: Literal[1] = 1
    hash: str
    classes: tuple[str, ...]
    samples: tuple[ManifestSample, ...]


class Certificate(Strict):
    """X36: the exported model's outputs against the trained model's, on the validation samples."""

    format: Literal[1] = 1
    samples: int
    agreement: float
    """Share of samples with the same predicted class."""
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


class Prediction(Strict):
    """What a bundle answers for one image; `probabilities` is sorted, highest first."""

    label: str
    confidence: float
    probabilities: dict[str, float]
    took_ms: float
    extra: dict[str, Any] = {}
