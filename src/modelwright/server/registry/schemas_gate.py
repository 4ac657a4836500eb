"""What a gate asks, what it says, and the stages that it guards."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from modelwright.contract.strict import Strict
from modelwright.contract.tasks import Part
from modelwright.server.core.schemas import Key, PersonOut
from modelwright.server.registry.models import Stage

Share = Annotated[float, Field(ge=0.0, le=1.0)]
LONGEST_REASON = 2000


class WholeNumber(StrEnum):
    """A number of a whole set."""

    OF_RECORD = "of_record"
    """The one that chose the checkpoint."""
    ACCURACY = "accuracy"
    MACRO_PRECISION = "macro_precision"
    MACRO_RECALL = "macro_recall"
    MACRO_F1 = "macro_f1"
    MEAN_IOU = "mean_iou"
    AP50 = "ap50"
    AP = "ap"


class ClassNumber(StrEnum):
    RECALL = "recall"
    PRECISION = "precision"
    F1 = "f1"
    IOU = "iou"
    AP50 = "ap50"
    AP = "ap"


class MetricRule(Strict):
    """The number reaches a value."""

    kind: Literal["metric"] = "metric"
    number: WholeNumber = WholeNumber.OF_RECORD
    least: Share


class ClassRule(Strict):
    """No class stays below a value."""

    kind: Literal["class"] = "class"
    number: ClassNumber = ClassNumber.RECALL
    least: Share


class NotWorseRule(Strict):
    """Not worse than the version in production, on the same samples."""

    kind: Literal["not_worse"] = "not_worse"
    number: WholeNumber = WholeNumber.OF_RECORD
    tolerance: Share = 0.0


class CertificateRule(Strict):
    """The exported model agrees with the trained one."""

    kind: Literal["certificate"] = "certificate"


Rule = Annotated[MetricRule | ClassRule | NotWorseRule | CertificateRule, Field(discriminator="kind")]


class RuleOutcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_JUDGED = "not_judged"
    """It cannot be told; it holds the version up like a failure."""
    NOT_APPLICABLE = "not_applicable"
    """There is nothing to ask: the task has no such number, or no version is in production."""


class ClassBelow(Strict):
    label: str
    value: float | None
    """None where the set holds no sample of the class."""
    support: int


class RuleResult(Strict):
    """Stored with the version: the sentence is made when it is read."""

    rule: Rule
    outcome: RuleOutcome
    reason: Literal["", "no_number", "no_samples", "none_in_production", "other_set", "manifest_gone"] = ""
    number: str = ""
    """The number by name, where the rule asks for that of record."""
    value: float | None = None
    """Of a rule about classes the lowest."""
    least: float | None = None
    part: Part | None = None
    samples: int | None = None
    classes: tuple[ClassBelow, ...] = ()
    against: str = ""
    """The version in production."""
    against_value: float | None = None


class RuleResultOut(RuleResult):
    title: str
    """What the rule asks, in the person's language."""
    sentence: str
    """What came of it and, where something is to be done, what."""


class GateOut(Schema):
    """What the gate says of a version, or of a training before it is one."""

    passed: bool
    results: list[RuleResultOut]
    may_not_override: str | None
    """Why the person may not override it; null where they may."""
    production: str
    """The version that is in production now; empty where none is."""


class OverrideOut(Schema):
    by: str
    reason: str


class KeptGateOut(Schema):
    results: list[RuleResultOut]
    override: OverrideOut | None


class GateRulesOut(Schema):
    rules: list[Rule]
    revision: int
    """0: nobody has set any yet."""
    modified_at: datetime | None
    modified_by: PersonOut | None


class GateRulesIn(Schema):
    rules: list[Rule] = Field(max_length=20)
    revision: int = Field(ge=0)
    """As it was when the person began."""


class StageIn(Schema):
    stage: Stage
    seen: Stage | None = None
    """The stage that the person saw: it is refused when the version has another one by now."""
    reason: str = Field("", max_length=LONGEST_REASON)
    override: bool = False
    """Into production although the gate says no; takes a reason."""


class RollBackIn(Schema):
    reason: str = Field(min_length=1, max_length=LONGEST_REASON)
    seen_version_id: Key | None = None
    """The version that the person saw in production."""


class StageChangeOut(Schema):
    id: int
    version_id: int
    version_name: str
    before: Stage
    after: Stage
    by: PersonOut | None
    at: datetime
    reason: str
    counterpart: str
    """Into production: what was there before; out of it: what took its place. Empty where there is none."""
    is_roll_back: bool
    gate: KeptGateOut | None
