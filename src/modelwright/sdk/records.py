"""What the client gives back: the API's answers with the fields that code reads most, typed; all others by name."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An answer of the API. Fields beyond the typed ones are there too, under the API's names."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: int


class Project(Record):
    name: str


class Dataset(Record):
    name: str
    purpose: str
    images: int
    unreadable: int
    checking: bool
    class_counts: dict[str, int]


class Upload(Record):
    name: str
    status: str
    size: int
    received: int
    files: int
    """In the zip; 0 until the server has opened it."""
    done: int
    seconds_left: int | None
    message: str
    result: dict[str, Any] | None

    @property
    def is_over(self) -> bool:
        return self.status in ("completed", "failed")


class Machine(Record):
    name: str
    address: str
    available: bool


class Template(Record):
    name: str
    task: str
    base_model: str
    networks: list[str]
    parameters: dict[str, Any]


class NetworkNow(BaseModel):
    """One network of a process: what it last said."""

    model_config = ConfigDict(extra="allow", frozen=True)

    network: str
    state: str
    iteration: int | None
    iterations: int | None
    loss: float | None
    metric: str | None
    metric_value: float | None
    measured: dict[str, float]


class Process(Record):
    number: int
    template_name: str
    tags: list[str]
    note: str
    note_version: int
    status: str
    attempt: int
    failure: str
    progress: float
    iteration: int | None
    iterations: int | None
    loss: float | None
    metric: str | None
    """What chooses the best checkpoint, such as macro_f1, mean_iou or ap50."""
    metric_value: float | None
    measured_on: str | None
    remaining_s: float | None
    network: str | None
    """The one in training, or that was last: `iteration` to `measured_on` are its."""
    networks: list[NetworkNow] = []
    """Empty in a list: `processes.get` tells them."""
    queue_position: int | None = None
    """Of one that waits: from 1."""
    expected_start: datetime | None = None
    """Of one that waits; None where there is no estimate. `expected_start_note` says what it rests on, or why there is none."""
    expected_start_note: str = ""

    @property
    def is_over(self) -> bool:
        return self.status in {"completed", "failed", "stopped"}


class Place(BaseModel):
    """What if a process waited for this machine."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: int
    name: str
    reason: str | None
    """Why it cannot run there; None: it can."""
    queue_position: int
    """0: it would begin at once."""
    expected_start: datetime | None
    begins_first: bool
    is_here: bool
    is_fitting: bool


class Version(Record):
    name: str
    model_id: int
    model_name: str
    task: str
    metric: str
    metric_value: float
    numbers: dict[str, float]
    """The headline numbers by name, such as accuracy, macro_f1, mean_iou, ap50."""
    measured_on: str
    measured_samples: int
    bundle_sha256: str
    stage: str
    """candidate, production or archived."""


class Model(Record):
    name: str
    versions: int
    latest: Version | None
    production: Version | None


class Schedule(Record):
    """What starts by the clock."""

    name: str
    """Of the process, or of the template."""
    template_id: int | None
    """Of a recurring one."""
    process_id: int | None
    """That is started once."""
    words: str
    """When, in the client's language."""
    zone: str
    paused: bool
    over: bool
    """Nothing comes any more."""
    next: list[datetime]
    """The next five times; none while it is paused."""
    last: dict[str, Any] | None
    """What became of the last time: outcome, reason, process_id …"""


class Rehearsal(Record):
    """What a training will take, measured on the machine before it is started."""

    status: str
    failure: str
    valid: bool
    forecast: dict[str, Any] | None
    previews: list[dict[str, str]]

    @property
    def is_over(self) -> bool:
        return self.status in {"completed", "failed", "stopped"}


class Prediction(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)

    label: str
    confidence: float
    probabilities: dict[str, float]
    boxes: list[dict[str, Any]]
    areas: dict[str, float]
    masks: list[dict[str, Any]]
