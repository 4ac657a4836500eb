"""What the registry API takes and gives."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from modelwright.contract.choices import Metric
from modelwright.contract.report import Certificate, Mask, Report
from modelwright.contract.tasks import Part, Task
from modelwright.server.core.schemas import Key, PersonOut, Shaped
from modelwright.server.datasets.schemas import PlaceOut
from modelwright.server.registry.models import Stage
from modelwright.server.registry.schemas_gate import KeptGateOut


class VersionOut(Shaped):
    id: int
    model_id: int
    model_name: str
    project_id: int
    name: str
    task: Task
    base_model: str
    description: str
    source: dict[str, Any]
    process_id: int | None
    """For curves, samples and comparisons; null after the process was deleted."""
    published_by: PersonOut | None
    published_at: datetime
    metric: Metric
    """What chose the checkpoint of the main network."""
    metric_value: float
    numbers: dict[str, float]
    """The headline numbers of the main network by name, such as accuracy, macro_f1, mean_iou, ap50."""
    measured_on: Part
    """The test set where there was one, else the validation set; all these numbers are of it."""
    measured_samples: int
    bundle_size: int
    bundle_sha256: str
    certificate_passed: bool
    stage: Stage
    parent_id: int | None
    """The version whose weights it started from."""
    gate_overridden: bool
    """It was published although the gate said no."""


class VersionDetail(VersionOut):
    parameters: dict[str, Any]
    report: Report
    formulas: dict[str, dict[str, str]]
    """By the kind of a set's result: name of the number: how it is computed, in the person's language."""
    certificate: Certificate
    manifest_hash: str
    gate: KeptGateOut | None
    """What the gate said at publishing; null where there was none."""


class ModelOut(Shaped):
    id: int
    project_id: int
    name: str
    task: Task
    description: str
    versions: int
    latest: VersionOut | None
    production: VersionOut | None
    created_by: PersonOut | None
    modified_by: PersonOut | None
    modified_at: datetime
    environment: list[PlaceOut]
    revision: int


class ModelDetail(ModelOut):
    roll_back_to: str
    """The version that was in production before the present one; empty where there is none."""


class ModelEdit(Schema):
    description: str | None = Field(None, max_length=2000)
    environment: list[Key] | None = Field(None, max_length=1000)
    revision: int | None = None
    """As it was when the person began: without it, whatever is there is overwritten."""


class HistoryOut(Schema):
    """An entry of the journal about a model or one of its versions."""

    id: int
    at: datetime
    user_name: str
    action: str
    label: str
    name: str
    before: Stage | None
    after: Stage | None
    reason: str
    gate_overridden: bool
    process: str


class UsedDatasetOut(Schema):
    dataset_id: int
    name: str
    purpose: str
    version_id: int
    version: int
    hash: str
    images: int
    left_out: list[str]
    """Data paths of it that the run did not read; `images` counts theirs too."""
    exists: bool
    """It can still be opened."""


class EarlierVersionOut(Schema):
    version_id: int
    model_id: int | None
    """Null where it was deleted."""
    model: str
    name: str
    base_model: str
    manifest_hash: str
    datasets: list[UsedDatasetOut]
    generation: int
    has_manifest: bool


class LineageOut(Schema):
    weights: str
    weights_name: str
    seed: int | None
    machine: str
    started_at: datetime | None
    finished_at: datetime | None
    base_model: str
    source: dict[str, Any]
    process_id: int | None
    manifest_hash: str
    datasets: list[UsedDatasetOut]
    ancestors: list[EarlierVersionOut]
    """The version whose weights it started from first."""
    children: list["VersionRef"]


class VersionRef(Schema):
    id: int
    model_id: int
    name: str
    model_name: str

    @staticmethod
    def resolve_model_name(version: Any) -> str:
        return str(version.model.name)


class ManifestRow(Schema):
    path: str
    label: str
    part: str
    sha256: str
    width: int
    height: int
    group: str = ""
    mask: str = ""
    regions: int = 0
    """How many."""


class ManifestOut(Schema):
    hash: str
    counts: dict[str, dict[str, int]]
    """part: class: samples"""
    items: list[ManifestRow]
    total: int


class PredictedBox(Schema):
    label: str
    confidence: float
    box: tuple[float, float, float, float]
    """x, y, width, height in pixels of the upright image."""


class PredictionOut(Schema):
    task: Task
    label: str
    """The predicted class; empty for a detection."""
    confidence: float
    probabilities: dict[str, float]
    boxes: list[PredictedBox] = []
    areas: dict[str, float] = {}
    """By class: the share of the image that the segmentation gives it."""
    masks: list[Mask] = []
    """Of the segmentation, in the order of `areas`."""
    size: tuple[int, int] | None = None
    """Width and height of the upright image; not known where only a classifier saw it."""
    extra: dict[str, Any] = {}
    """unsure: the confidence is below the model's threshold; classifier: what a special code took the place of."""
    took_ms: float
    version: str
