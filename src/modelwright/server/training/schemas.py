"""What the training API takes and gives."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from modelwright.contract.parameters import Solver
from modelwright.contract.report import Report
from modelwright.server.core.schemas import FieldError, PersonOut
from modelwright.server.jobs.models import Status
from modelwright.server.jobs.schemas import AttemptOut, NoticeOut, StageOut


class WeightsIn(Schema):
    kind: Literal["none", "pretrained", "version"] = "none"
    version_id: int | None = None


class ParametersSchemaOut(Schema):
    """JSON schema of the parameters with words in the person's language, and the base model's defaults."""

    parameters_schema: dict[str, Any]
    defaults: dict[str, Any]


class ParametersTextIn(Schema):
    text: str = Field(max_length=200_000)


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


class DatasetRef(Schema):
    id: int
    name: str


class TemplateIn(Schema):
    name: str
    description: str = Field("", max_length=2000)
    base_model: str = "ResNet18"
    weights: WeightsIn = WeightsIn()
    parameters: dict[str, Any] | None = None
    """Partial values are put over the base model's defaults; None: the defaults."""
    training_datasets: list[int] = []
    test_dataset: int | None = None


class TemplateEdit(Schema):
    name: str | None = None
    description: str | None = Field(None, max_length=2000)
    base_model: str | None = None
    weights: WeightsIn | None = None
    parameters: dict[str, Any] | None = None
    training_datasets: list[int] | None = None
    test_dataset: int | None = None


class TemplateOut(Schema):
    id: int
    project_id: int
    name: str
    description: str
    task: str
    base_model: str
    weights: WeightsIn
    parameters: dict[str, Any]
    changed_from_default: list[str]
    """Dotted paths of the parameters that differ from the base model's defaults."""
    training_datasets: list[DatasetRef]
    test_dataset: DatasetRef | None
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


class ReadinessOut(Schema):
    """What is to be known before a start. `ready` is false while something blocks."""

    ready: bool
    images: int
    classes: dict[str, int]
    items: list[ReadinessItem]


class ProcessIn(Schema):
    machine_id: int


class StartIn(Schema):
    mode: Literal["beginning", "resume"] = "beginning"


class Actions(Schema):
    """Per action: null when it is possible now, else the reason why not, in the person's language."""

    start: str | None
    resume: str | None
    stop: str | None
    withdraw: str | None
    disable: str | None
    enable: str | None
    delete: str | None
    monitor: str | None
    report: str | None
    publish: str | None


class MachineRef(Schema):
    id: int
    name: str
    address: str


class ProcessOut(Schema):
    """A row of the table, its expanded row (A21), and the header of the monitoring page (A26)."""

    id: int
    project_id: int
    template_id: int
    template_name: str
    number: int
    author: PersonOut | None
    machine: MachineRef
    base_model: str
    task: str
    status: Status
    status_label: str
    disabled: bool
    published: str
    """The version's name, such as v1.01, where it was published."""
    published_version_id: int | None
    queue_position: int | None
    attempt: int
    created_at: datetime
    queued_at: datetime | None
    started_at: datetime | None
    running_at: datetime | None
    finished_at: datetime | None
    failure: str
    failure_code: str
    progress: float
    """Of the whole run, 0 to 1."""
    iteration: int | None
    iterations: int | None
    epoch: float | None
    epochs: int | None
    loss: float | None
    learning_rate: float | None
    accuracy: float | None
    """The latest measured (classification); `measured_on` says on which set."""
    macro_f1: float | None
    measured_on: str
    measured_samples: int | None
    seconds_per_iteration: float | None
    remaining_s: float | None
    expected_end: datetime | None
    images: int | None
    batch_size: int | None
    device: str
    precision: str
    stages: list[StageOut]
    notices: list[NoticeOut]
    actions: Actions


class ProcessDetail(ProcessOut):
    attempts: list[AttemptOut]
    parameters: dict[str, Any]
    """As the latest attempt's spec has them."""


class Series(Schema):
    name: str
    """loss, learning_rate, or <part>.<metric>."""
    iterations: list[int]
    values: list[float]
    count: int
    """Points there are; fewer are sent where the width asks for it, extremes kept."""


class CurvesOut(Schema):
    last_event: int
    """Follow the stream from here."""
    images: int | None
    batch_size: int | None
    iterations: int | None
    measured_on: str
    series: list[Series]


class LogLine(Schema):
    number: int
    time: str
    level: str
    text: str


class LogOut(Schema):
    lines: list[LogLine]
    next: int
    """Pass back as `after` for what comes later."""
    total: int
    complete: bool
    """The run has ended and nothing more comes."""


class MeasuredOut(Schema):
    id: int
    part: str
    path: str
    label: str
    predicted: str
    confidence: float | None
    label_confidence: float | None
    correct: bool
    reason: str
    message: str
    """Why it is non-compliant, in the person's language."""


class ArchiveIn(Schema):
    ids: list[int] = Field(min_length=1, max_length=10_000)


class ReportOut(Schema):
    """What a training measured, and where it came from."""

    process_id: int
    attempt: int
    report: Report
    formulas: dict[str, str]
    """Name of the number: how it is computed, in the person's language."""
    misjudged: dict[str, int]
    """By set."""
    non_compliant: int


class PublishIn(Schema):
    description: str = Field("", max_length=2000)
