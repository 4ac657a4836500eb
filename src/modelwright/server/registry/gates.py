"""The gate of a project: its rules, and what they say of what was measured. Judging is pure; nothing here changes a version."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter

from modelwright.contract.tasks import Part
from modelwright.server.accounts.models import Project
from modelwright.server.registry import files
from modelwright.server.registry.models import Gate, Model, ModelVersion, Stage
from modelwright.server.registry.schemas_gate import (
    CertificateRule,
    ClassBelow,
    ClassNumber,
    ClassRule,
    MetricRule,
    NotWorseRule,
    Rule,
    RuleOutcome,
    RuleResult,
    WholeNumber,
)

_RULES: Final[TypeAdapter[list[Rule]]] = TypeAdapter(list[Rule])
_ROUNDING: Final = 1e-9
HOLDS_UP: Final = {RuleOutcome.FAILED, RuleOutcome.NOT_JUDGED}


class Judged(NamedTuple):
    """What a rule looks at."""

    report: dict[str, Any]
    """contract.report.Report"""
    certificate_passed: bool
    measured_hash: str
    """Empty where its manifest is gone."""
    name: str = ""


def rules_of(project: Project) -> list[Rule]:
    gate = Gate.objects.filter(project=project).first()
    return _RULES.validate_python(gate.rules) if gate else []


def judge(rules: Iterable[Rule], judged: Judged, production: Judged | None) -> list[RuleResult]:
    return [_result(rule, judged, production) for rule in rules]


def passed(results: Iterable[RuleResult]) -> bool:
    return not any(result.outcome in HOLDS_UP for result in results)


def judged_version(version: ModelVersion) -> Judged:
    return Judged(version.report, version.certificate["passed"], measured_hash_of(version), version.name)


def in_production(model: Model | None, *, without: ModelVersion | None = None) -> Judged | None:
    """What is compared with; a version is never compared with itself."""
    rows = ModelVersion.objects.filter(model=model, stage=Stage.PRODUCTION)
    version = (rows.exclude(pk=without.pk) if without else rows).first()
    return judged_version(version) if version else None


def measured_hash_of(version: ModelVersion) -> str:
    """Empty when somebody removed the file."""
    if not version.measured_hash and (manifest := files.manifest_of(version)):
        version.measured_hash = hash_of_part(manifest["samples"], set_of_record(version.report)["part"])
        ModelVersion.objects.filter(pk=version.pk).update(measured_hash=version.measured_hash)
    return version.measured_hash


def hash_of_part(samples: Iterable[dict[str, Any]], part: str) -> str:
    """Over the contents and what is said about them; not over places, names, or order. Of contract.report.ManifestSample."""
    lines = sorted(_line(sample) for sample in samples if sample["part"] == part)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _line(sample: dict[str, Any]) -> str:
    said = [sample["sha256"], sample["label"], sample.get("mask_sha256", ""), sample.get("regions", [])]
    return json.dumps(said, sort_keys=True)


def set_of_record(report: dict[str, Any]) -> dict[str, Any]:
    """Of the main network: the test set where there was one, else the validation samples."""
    return next(_sets(report))


def _sets(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The last set of each network, that of the main one first."""
    for trained in reversed(report["networks"]):
        yield [of for of in report["sets"] if of["kind"] == trained["network"]][-1]


def _result(rule: Rule, judged: Judged, production: Judged | None) -> RuleResult:
    match rule:
        case MetricRule():
            return _metric(rule, judged)
        case ClassRule():
            return _class(rule, judged)
        case NotWorseRule():
            return _not_worse(rule, judged, production)
        case CertificateRule():
            outcome = RuleOutcome.PASSED if judged.certificate_passed else RuleOutcome.FAILED
            return RuleResult(rule=rule, outcome=outcome)


def _metric(rule: MetricRule, judged: Judged) -> RuleResult:
    name, measured = _named(rule.number, judged.report)
    if measured is None:
        return RuleResult(rule=rule, outcome=RuleOutcome.NOT_APPLICABLE, reason="no_number", number=name)
    value = measured[name]
    return RuleResult(
        rule=rule, outcome=_reaches(value, rule.least), number=name, value=value, least=rule.least, **_place(measured)
    )


def _class(rule: ClassRule, judged: Judged) -> RuleResult:
    """A class without samples in the set cannot be judged; one that is below fails whatever the others do."""
    measured = next((of for of in _sets(judged.report) if rule.number in of["classes"][0]), None)
    if measured is None:
        return RuleResult(rule=rule, outcome=RuleOutcome.NOT_APPLICABLE, reason="no_number", number=rule.number)
    found = [_of_class(rule, of) for of in measured["classes"]]
    known = [of.value for of in found if of.value is not None]
    below = [of for of in found if of.value is not None and _reaches(of.value, rule.least) is RuleOutcome.FAILED]
    unknown = [of for of in found if of.value is None and not _never_predicted(rule, of)]
    outcome = RuleOutcome.FAILED if below else RuleOutcome.NOT_JUDGED if unknown or not known else RuleOutcome.PASSED
    return RuleResult(
        rule=rule,
        outcome=outcome,
        reason="no_samples" if outcome is RuleOutcome.NOT_JUDGED else "",
        number=rule.number,
        value=min(known, default=None),
        least=rule.least,
        classes=tuple(sorted(below, key=lambda of: of.value or 0.0) or unknown),
        **_place(measured),
    )


def _of_class(rule: ClassRule, result: dict[str, Any]) -> ClassBelow:
    """One that was never predicted has no F1 and no average precision to speak of: 0."""
    value, support = result[rule.number], result["support"]
    missed = value is None and support > 0 and rule.number is not ClassNumber.PRECISION
    return ClassBelow(label=result["label"], value=0.0 if missed else value, support=support)


def _never_predicted(rule: ClassRule, found: ClassBelow) -> bool:
    """There is no precision of a class that was never predicted, which says nothing against it: recall tells."""
    return rule.number is ClassNumber.PRECISION and found.support > 0


def _not_worse(rule: NotWorseRule, judged: Judged, production: Judged | None) -> RuleResult:
    name, measured = _named(rule.number, judged.report)
    if measured is None:
        return RuleResult(rule=rule, outcome=RuleOutcome.NOT_APPLICABLE, reason="no_number", number=name)
    facts: dict[str, Any] = {"rule": rule, "number": name, "value": measured[name], **_place(measured)}
    if production is None:
        return RuleResult(outcome=RuleOutcome.NOT_APPLICABLE, reason="none_in_production", **facts)
    facts["against"] = production.name
    theirs = set_of_record(production.report)
    if not judged.measured_hash or not production.measured_hash:
        return RuleResult(outcome=RuleOutcome.NOT_JUDGED, reason="manifest_gone", **facts)
    if judged.measured_hash != production.measured_hash or name not in theirs:
        return RuleResult(outcome=RuleOutcome.NOT_JUDGED, reason="other_set", **facts)
    least = max(0.0, theirs[name] - rule.tolerance)
    return RuleResult(outcome=_reaches(measured[name], least), least=least, against_value=theirs[name], **facts)


def _named(number: WholeNumber, report: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    """The number's own name, and the set that has it, if there is one."""
    name = report["networks"][-1]["metric"] if number is WholeNumber.OF_RECORD else number.value
    return name, next((of for of in _sets(report) if name in of), None)


def _reaches(value: float, least: float) -> RuleOutcome:
    return RuleOutcome.PASSED if value >= least - _ROUNDING else RuleOutcome.FAILED


def _place(measured: dict[str, Any]) -> dict[str, Any]:
    return {"part": Part(measured["part"]), "samples": measured["samples"]}


def stored(results: Sequence[RuleResult], override: dict[str, str] | None) -> dict[str, Any]:
    """What is kept with a version or a change of its stage; nothing where the project asks for nothing."""
    return {"results": [result.model_dump(mode="json") for result in results], "override": override} if results else {}
