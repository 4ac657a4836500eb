"""What the overview's API gives."""

from datetime import date, datetime
from enum import StrEnum

from ninja import Schema

from modelwright.contract.choices import Metric
from modelwright.contract.tasks import Part


class Whose(StrEnum):
    MINE = "mine"
    EVERYONES = "everyones"


class WeakestOut(Schema):
    """The model whose latest version has the lowest headline number, and what that was measured on."""

    model_id: int
    model_name: str
    version: str
    metric: Metric
    value: float
    measured_on: Part
    measured_samples: int


class NumbersOut(Schema):
    models: int
    weakest: WeakestOut | None
    trainings: int
    active: int
    """Of them, those that wait or run."""
    abnormal: int
    """Of them, those that failed or whose machine no longer answers."""
    unpublished: int
    """Of them, those that completed and were not published."""


class DayOut(Schema):
    day: date
    started: int
    completed: int
    failed: int


class Waits(StrEnum):
    """What waits for a person to do something."""

    FAILED = "failed_training"
    UNPUBLISHED = "unpublished_training"
    INVALID_PATH = "invalid_path"


class WaitingOut(Schema):
    kind: Waits
    id: int
    """Of the process, or of the dataset."""
    name: str
    at: datetime


class OverviewOut(Schema):
    whose: Whose
    numbers: NumbersOut
    week: list[DayOut]
    """Today and the six days before it, in the person's time zone; the oldest first."""
    waiting: list[WaitingOut]
    """The newest first, at most ten of each kind."""


class CoverageOut(Schema):
    """What the project has for one place and everything below it."""

    id: int
    name: str
    level_name: str
    children: int
    datasets: int
    samples: int
    models: int
    weakest: WeakestOut | None
    evaluated_at: datetime | None
    """When the newest of these models' latest versions was published, with the numbers that it has."""
