"""What the API of processes takes and gives: the machine, the state, the live numbers and the log."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from modelwright.contract.choices import Metric
from modelwright.contract.events import Level
from modelwright.contract.tasks import Network, Part, Task
from modelwright.server.core.schemas import Key, PersonOut, Shaped
from modelwright.server.jobs.models import Status
from modelwright.server.jobs.schemas import AttemptOut, GpuOut, LoadNow, NoticeOut, StageOut
from modelwright.server.training.models import DEFAULT_TIME_LIMIT_S, LONGEST_TIME_LIMIT_S
from modelwright.server.training.schemas_models import VersionRefOut
from modelwright.server.training.schemas_queue import PlaceIn

TimeLimit = Annotated[int, Field(ge=60, le=LONGEST_TIME_LIMIT_S)]
"""Seconds that an attempt may run."""


class MachineRef(Shaped):
    id: int
    name: str
    address: str


class ProcessIn(Schema):
    machine_id: Key | None = None
    """None: the first machine that fits, as soon as it has a free slot."""
    compute_profile_id: Key | None = None
    """What such a machine must have; not looked at with a machine."""

    time_limit_s: TimeLimit = DEFAULT_TIME_LIMIT_S


class StartIn(Schema):
    mode: Literal["beginning", "resume"] = "beginning"
    time_limit_s: TimeLimit | None = None
    """None: as it was."""
    place: PlaceIn | None = None
    """Where it is to wait; None: where it is. From the beginning only: a checkpoint stays where it was made."""


class Actions(Shaped):
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
    schedule: str | None
    annotate: str | None
    """Note and tags."""
    clone: str | None


class ProfileRef(Shaped):
    id: int
    name: str


class MachineChoice(MachineRef):
    """A machine as somebody who adds a process sees it (X6)."""

    cores: int
    memory: int
    gpus: list[GpuOut]
    slots: int
    running: int
    waiting: int
    load: LoadNow | None
    reason: str | None
    """Why it cannot be chosen, in the person's language; null: it can."""
    queue_position: int
    """Of a process that would be started now, or is moved there; 0: it begins at once."""
    expected_start: datetime | None
    """When it would begin there; null: there is no estimate."""
    expected_start_note: str
    """What the time rests on, or why there is none, in the person's language."""
    begins_first: bool
    """Nowhere else would it begin sooner."""
    is_here: bool
    """Where the process that was asked about is."""
    is_fitting: bool
    """Whether it satisfies the compute profile that was asked about."""
    forecast_s: float | None
    """How long the training would take there, where a rehearsal has told."""
    forecast_fits: bool | None


class MachineChoices(Schema):
    machines: list[MachineChoice]
    auto_reason: str | None
    """Why the choice cannot be left to the queue, in the person's language; null: it can."""
    auto_expected_start: datetime | None
    """When it would begin on the first machine that fits."""
    auto_expected_start_note: str
    auto_queue_position: int
    """0: it begins at once."""
    auto_is_here: bool
    move_reason: str | None
    """Why the process that was asked about cannot be moved, in the person's language; null: it can."""


class NetworkOut(Shaped):
    """One network of a run: the header of its chart (A26)."""

    network: Network
    state: Literal["waiting", "running", "completed", "stopped", "failed"]
    classes: list[str]
    iteration: int | None
    iterations: int | None
    epoch: float | None
    epochs: int | None
    loss: float | None
    learning_rate: float | None
    metric: Metric | None
    """The chart's precision: what chooses the best checkpoint."""
    metric_value: float | None
    """The latest measured; `measured_on` says on which set."""
    measured: dict[str, float]
    """All of the latest measured numbers on that set, by name, such as accuracy, macro_f1, mean_iou, ap50."""
    measured_on: Part | None
    measured_samples: int | None
    seconds_per_iteration: float | None
    images: int | None
    batch_size: int | None
    device: str
    precision: str


class MarkOut(Shaped):
    """A hint of the curve coach (A27), at its place on a network's chart."""

    network: Network
    iteration: int
    level: Level
    code: str
    message: str
    """What was seen and what to change, in the person's language."""
    at: datetime


class ProcessRow(Shaped):
    """A row of the table, and what its expanded row shows (A17 to A21)."""

    id: int
    project_id: int
    template_id: int
    template_name: str
    model_name: str
    """Under which it is published."""
    number: int
    author: PersonOut | None
    machine: MachineRef | None
    """Null while it waits for the first machine that fits."""
    is_auto: bool
    """The machine was, or will be, found by the queue."""
    base_model: str
    task: Task
    datasets: list[str]
    """Names of what the template trains on."""
    tags: list[str]
    note: str
    note_version: int
    """Goes back with the next change of the note."""
    status: Status
    status_label: str
    disabled: bool
    scheduled_at: datetime | None
    """When a schedule starts it."""
    time_limit_s: int
    """How long an attempt may run."""
    published: str
    """The version's name, such as v1.01, where it was published."""
    published_version_id: int | None
    queue_position: int | None
    expected_start: datetime | None
    """Of one that waits: when it is expected to begin; null: there is no estimate."""
    expected_start_note: str
    """What the time rests on, or why there is none, in the person's language."""
    waiting_reason: str
    """What keeps it waiting besides its turn, in the person's language; empty: nothing."""
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
    remaining_s: float | None
    """To the end of the whole run."""
    expected_end: datetime | None
    network: Network | None
    """The one that is in training, or was last; the numbers down to `measured_samples` are its."""
    iteration: int | None
    iterations: int | None
    epoch: float | None
    epochs: int | None
    loss: float | None
    learning_rate: float | None
    metric: Metric | None
    metric_value: float | None
    measured_on: Part | None
    measured_samples: int | None
    actions: Actions


class ProcessOut(ProcessRow):
    """One process: with what the header of the monitoring page shows (A26)."""

    reproduces: VersionRefOut | None
    """The version whose run it repeats."""
    retrains: VersionRefOut | None
    """The version whose weights and data it goes on from."""
    compute_profile: ProfileRef | None
    """What the machine must have that the queue finds for it."""
    networks: list[NetworkOut]
    """In the order in which they are trained."""
    marks: list[MarkOut]
    """The curve coach's, oldest first."""
    stages: list[StageOut]
    notices: list[NoticeOut]


class ProcessDetail(ProcessOut):
    attempts: list[AttemptOut]
    parameters: dict[str, Any]
    """As the latest attempt's spec has them."""


class PublishIn(Schema):
    description: str = Field("", max_length=2000)
    override: bool = False
    """Although the gate says no; takes the right to manage models, and a reason."""
    reason: str = Field("", max_length=2000)
