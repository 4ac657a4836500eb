"""What the API says about runs beside each other."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from modelwright.contract.tasks import Network, Part, Task
from modelwright.server.core.schemas import Shaped
from modelwright.server.jobs.models import Status


class Verdict(StrEnum):
    """What is known of a number against the base's."""

    BETTER = "better"
    WORSE = "worse"
    UNCERTAIN = "uncertain"
    """The intervals overlap: no certain difference."""
    OTHER_DATA = "other_data"
    """Measured on other samples: the two say nothing about each other."""


class ComparedNumber(Shaped):
    name: str
    """Such as accuracy, macro_f1, mean_iou, ap50; of all of them more is better."""
    value: float
    low: float | None
    """Of the 95 % interval, where it has one."""
    high: float | None
    delta: float | None
    """Against the base's; null of the base itself, and where they cannot be compared."""
    verdict: Verdict | None
    """Null also where neither has an interval."""
    is_best: bool
    """Of those that were measured on the same samples, where they differ."""


class ComparedSet(Shaped):
    """What one network was measured to be on one set."""

    network: Network
    part: Part
    samples: int
    data: str
    """The same for runs that were measured on the same samples; empty: not known."""
    numbers: list[ComparedNumber]


class ComparedNetwork(Shaped):
    network: Network
    base_model: str
    iterations: int | None
    """Planned."""
    best_iteration: int | None
    """After which the measured weights were saved."""
    images: int | None
    batch_size: int | None
    seconds_per_iteration: float | None
    precision: str
    device: str


class DataExample(Shaped):
    kind: str
    """only_base, only_here, other_class or other_part."""
    path: str
    label: str


class DataDifference(Shaped):
    """Against the base, by the content of the samples."""

    only_base: int
    only_here: int
    other_class: int
    """The same image with another class, mask or boxes."""
    other_part: int
    examples: list[DataExample]
    """The first of each kind."""


class ComparedData(Shaped):
    hash: str
    classes: list[str]
    train: int
    validation: int
    test: int
    difference: DataDifference | None
    """Null of the base, and where the base's samples are not known."""


class ComparedRun(Shaped):
    """The latest attempt of a process."""

    id: int
    template_id: int
    template_name: str
    number: int
    task: Task
    base_model: str
    status: Status
    status_label: str
    published: str
    attempt: int
    machine: str
    """Empty: it waits for one."""
    created_at: datetime
    started_at: datetime | None
    took_s: float | None
    """From its start to its end."""
    training_s: float | None
    peak_memory_mb: float | None
    """Main memory of the engine's process; null where it was not measured."""
    peak_gpu_mb: float | None
    weights: str
    """What it started from: none, pretrained, or the version's name."""
    parameters: dict[str, Any]
    networks: list[ComparedNetwork]
    sets: list[ComparedSet]
    data: ComparedData | None
    """Null where it has not come so far, or the files are gone."""


class ComparisonOut(Shaped):
    base: int | None
    """Against which the others are told."""
    runs: list[ComparedRun]
    """In the order that was asked for."""
    missing: list[int]
    """Deleted, of another project, or not for this person."""
