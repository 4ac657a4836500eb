"""What the API of templates takes and gives: their parameters, the readiness of their data, rehearsals."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from modelwright.contract.report import NetworkForecast
from modelwright.contract.solvers import Solver
from modelwright.contract.tasks import Network, Task
from modelwright.server.core.names import Name
from modelwright.server.core.schemas import FieldError, Key, PersonOut, Shaped
from modelwright.server.jobs.models import Status
from modelwright.server.jobs.schemas import NoticeOut
from modelwright.server.training.schemas_models import VersionRefOut
from modelwright.server.training.schemas_processes import MachineRef


class WeightsIn(Schema):
    kind: Literal["none", "pretrained", "version"] = "none"
    version_id: int | None = None


class ParametersSchemaOut(Schema):
    """JSON schema of the parameters with words in the person's language, and what a template of the task starts with."""

    task: Task
    networks: list[Network]
    """Those of the task, in the order in which they are trained. A field or block is shown where its own `networks` are
    empty or hold one of these."""
    main_network: Network
    base_model: str
    parameters_schema: dict[str, Any]
    defaults: dict[str, Any]


class ParametersTextIn(Schema):
    text: str = Field(max_length=200_000)
    task: Task = Task.CLASSIFICATION
    part: Literal["model", "training", "preprocessing"] | None = None
    """What a text without any section's name says; none: found by its keys."""


class ParametersCheckOut(Schema):
    """Either the parsed values, or errors with the line and column of the text (X18)."""

    parameters: dict[str, Any] | None
    errors: list[FieldError]
    warnings: list[FieldError]


class LearningRateIn(Schema):
    solver: Solver
    points: int = Field(200, ge=2, le=1000)


class LearningRateOut(Schema):
    iterations: list[int]
    values: list[float]
    warning: str
    """In the person's language where the policy vanishes; else empty."""


class DatasetRef(Shaped):
    id: int
    name: str


class TemplateIn(Schema):
    name: Name
    description: str = Field("", max_length=2000)
    task: Task = Task.CLASSIFICATION
    base_model: str | None = None
    """Of the task's main network; None: its default. That of a second network is named in the parameters."""
    weights: WeightsIn = WeightsIn()
    parameters: dict[str, Any] | None = None
    """Partial values are put over the base models' defaults; None: the defaults."""
    training_datasets: list[Key] = []
    left_out: list[Key] = Field([], max_length=10_000)
    """Data paths of these datasets that it does not learn from; others are not kept."""
    test_dataset: Key | None = None
    environment: list[Key] = Field([], max_length=1000)
    """Places of the model that it makes; none: those of its data."""


class TemplateEdit(Schema):
    name: Name | None = None
    description: str | None = Field(None, max_length=2000)
    task: Task | None = None
    """Another task brings its own base model and defaults; refused once the template has processes."""
    base_model: str | None = None
    weights: WeightsIn | None = None
    parameters: dict[str, Any] | None = None
    training_datasets: list[Key] | None = None
    left_out: list[Key] | None = Field(None, max_length=10_000)
    test_dataset: Key | None = None
    environment: list[Key] | None = Field(None, max_length=1000)
    modified_at: AwareDatetime | None = None
    """As it was when the person began: who writes over a newer one is told. None: whatever is there is changed."""


class TemplateOut(Shaped):
    id: int
    project_id: int
    name: str
    description: str
    task: Task
    networks: list[Network]
    """What a run trains, in this order: with the segmentation switched off, only the classifier."""
    base_model: str
    weights: WeightsIn
    parameters: dict[str, Any]
    changed_from_default: list[str]
    """Dotted paths of the parameters that differ from the base models' defaults."""
    training_datasets: list[DatasetRef]
    test_dataset: DatasetRef | None
    retrains: VersionRefOut | None
    """The version that it retrains: its data and weights stay, and what it trains becomes that model's next version."""
    locked: list[int]
    """Datasets that cannot be taken out."""
    left_out: list[int]
    """Data paths of its training datasets that it does not learn from."""
    locked_paths: list[int]
    """Data paths that cannot be left out."""
    environment: list[int]
    """Keys of the places of the model that it makes; empty: those of its data."""
    processes: int
    created_by: PersonOut | None
    created_at: datetime
    modified_at: datetime


class ReadinessItem(Schema):
    code: str
    level: Literal["ok", "warning", "blocking"]
    message: str
    """What was found and what to do, in the person's language."""
    count: int = 0
    samples: list[int] = []
    """Ids of up to 20 dataset samples that it is about."""
    examples: list[str] = []
    """Up to 20 files or names that it is about, where these are not samples."""


class ReadinessOut(Schema):
    """What is to be known before a start. `ready` is false while something blocks."""

    ready: bool
    images: int
    classes: dict[str, int]
    """Usable images of each class; for a detection, those that hold a box of it."""
    items: list[ReadinessItem]


class RehearsalIn(Schema):
    machine_id: Key


class PreviewOut(Schema):
    """One augmented sample as the training would see it: `GET /rehearsals/{id}/previews/{file}` is its picture."""

    file: str
    path: str
    label: str


class ForecastOut(Schema):
    """What two batches on the target machine told about the training."""

    networks: list[NetworkForecast]
    total_s: float
    total_band: tuple[float, float]
    peak_memory_mb: float
    memory_mb: float
    peak_gpu_mb: float | None
    gpu_mb: float | None
    disk_mb: float
    free_disk_mb: float
    device: str
    fits: bool
    advice: list[str]
    """What is short and what to change, in the person's language; empty when it fits."""


class RehearsalOut(Schema):
    id: int
    template_id: int
    machine: MachineRef
    status: Status
    status_label: str
    queue_position: int | None
    created_at: datetime
    finished_at: datetime | None
    failure: str
    failure_code: str
    valid: bool
    """It was completed, and the template and its data are still as they were then."""
    forecast: ForecastOut | None
    previews: list[PreviewOut]
    notices: list[NoticeOut]
