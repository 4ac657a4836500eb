"""What the API of a finished training's report takes and gives."""

from ninja import Schema
from pydantic import Field

from modelwright.contract.report import Mask, MeasuredBox, Report
from modelwright.server.core.schemas import Key
from modelwright.server.training.schemas_models import TurnedOut


class MeasuredOut(Schema):
    id: int
    part: str
    path: str
    label: str
    predicted: str
    confidence: float | None
    label_confidence: float | None
    score: float | None
    """How good, 0 to 1: probability of the true class, mean IoU, or F1 of the boxes; null where it was not measured."""
    correct: bool
    reason: str
    message: str
    """Why it is non-compliant, in the person's language."""
    was_correct: bool | None
    """What the retrained version made of the same content; null where it did not measure it."""
    was_predicted: str


class MeasuredDetail(MeasuredOut):
    """With what is drawn over the image."""

    boxes: list[MeasuredBox]
    """True ones without, predicted ones with a confidence; a true box that was found is told by its predicted one too."""
    true_masks: list[Mask]
    masks: list[Mask]


class ArchiveIn(Schema):
    ids: list[Key] = Field(min_length=1, max_length=10_000)


class ReportOut(Schema):
    """What a training measured, and where it came from."""

    process_id: int
    attempt: int
    report: Report
    formulas: dict[str, dict[str, str]]
    """By the kind of a set's result: name of the number: how it is computed, in the person's language."""
    forecast_error: float | None
    """Of the rehearsal, as a share of the truth: 0.1 where it had said ten per cent too much; null without one."""
    misjudged: dict[str, int]
    """By set."""
    non_compliant: int
    compared_with: TurnedOut | None
    """Of a retrained version: the one before."""
