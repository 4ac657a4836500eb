"""What repeating and retraining versions takes and gives."""

from datetime import datetime
from typing import Literal

from ninja import Schema

from modelwright.contract.tasks import Network, Part
from modelwright.server.core.schemas import Key, PersonOut
from modelwright.server.jobs.models import Status


class VersionRefOut(Schema):
    version_id: int
    model_id: int
    model: str
    name: str


class ReproduceIn(Schema):
    machine_id: Key | None = None
    """None: the first machine that fits."""
    compute_profile_id: Key | None = None


class DifferingSample(Schema):
    kind: Literal["missing", "changed", "added"]
    path: str


class ReproducedData(Schema):
    is_same: bool
    missing: int
    changed: int
    added: int
    examples: list[DifferingSample]


class ReproducedLoss(Schema):
    network: Network
    points: int
    same: int
    first_other: int | None
    """The iteration of the first point that is not the same."""
    largest: float


class ReproducedMetric(Schema):
    network: Network
    part: Part
    number: str
    before: float
    now: float


class ReproductionResult(Schema):
    verdict: Literal["same", "close", "different"]
    data: ReproducedData
    losses: list[ReproducedLoss]
    metrics: list[ReproducedMetric]


class ReproductionOut(Schema):
    process_id: int
    template_name: str
    number: int
    status: Status
    created_at: datetime
    author: PersonOut | None
    result: ReproductionResult | None
    """Null until it is completed."""


class TurnedCounts(Schema):
    compared: int
    fixed: int
    broken: int
    both_wrong: int


class TurnedOut(Schema):
    """What became of the samples that the retrained version measured, by set."""

    version_id: int
    model_id: int
    name: str
    parts: dict[str, TurnedCounts]
