"""What the gate asks and says, as sentences in the person's language."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from modelwright.contract.tasks import Part
from modelwright.server.core.errors import Sentence
from modelwright.server.core.lists import listed
from modelwright.server.core.numbers import percent
from modelwright.server.registry.schemas_gate import (
    CertificateRule,
    ClassRule,
    MetricRule,
    NotWorseRule,
    Rule,
    RuleOutcome,
    RuleResult,
    RuleResultOut,
    WholeNumber,
)

NUMBERS: Final[dict[str, Promise]] = {
    "accuracy": _("accuracy"),
    "macro_precision": _("macro precision"),
    "macro_recall": _("macro recall"),
    "macro_f1": _("macro F1"),
    "mean_iou": _("mean IoU"),
    "precision": _("precision"),
    "recall": _("recall"),
    "f1": _("F1"),
    "iou": _("IoU"),
    "ap50": _("AP50"),
    "ap": _("AP"),
}
SETS: Final[dict[Part, Promise]] = {
    Part.TRAIN: _("training images"),
    Part.VALIDATION: _("validation set"),
    Part.TEST: _("test set"),
}
_NAMED: Final = 5


def result_out(result: RuleResult) -> RuleResultOut:
    title, sentence = title_of(result.rule), _sentence(result)
    return RuleResultOut(**result.model_dump(), title=str(title), sentence=str(sentence))


def title_of(rule: Rule) -> Sentence:
    match rule:
        case MetricRule():
            return _("%(number)s at least %(least)s") % {"number": _number(rule.number), "least": percent(rule.least)}
        case ClassRule():
            facts = {"number": NUMBERS[rule.number], "least": percent(rule.least)}
            return _("no class with a %(number)s below %(least)s") % facts
        case NotWorseRule(tolerance=0.0):
            return _("%(number)s not worse than the version in production") % {"number": _number(rule.number)}
        case NotWorseRule():
            facts = {"number": _number(rule.number), "tolerance": percent(rule.tolerance)}
            return _("%(number)s at most %(tolerance)s below the version in production") % facts
        case CertificateRule():
            return _("the exported model agrees with the trained one")


def _number(number: WholeNumber) -> Sentence:
    return _("main metric") if number is WholeNumber.OF_RECORD else NUMBERS[number.value]


def _sentence(result: RuleResult) -> Sentence:
    match result.outcome:
        case RuleOutcome.NOT_APPLICABLE if result.reason == "none_in_production":
            return _("No version of the model is in production yet: there is nothing to compare with.")
        case RuleOutcome.NOT_APPLICABLE:
            return _("Models of this task have no such number.")
        case RuleOutcome.NOT_JUDGED:
            return _not_judged(result)
        case _:
            return _judged(result)


def _judged(result: RuleResult) -> Sentence:
    match result.rule:
        case CertificateRule():
            return _of_certificate(result)
        case ClassRule():
            return _of_classes(result)
        case NotWorseRule():
            theirs = {"version": result.against, "theirs": percent(result.against_value or 0.0)}
            return capfirst(
                _("%(number)s %(value)s, %(version)s has %(theirs)s (%(place)s).") % {**_facts(result), **theirs}
            )
        case MetricRule():
            return capfirst(_("%(number)s %(value)s (%(place)s).") % _facts(result))


def _not_judged(result: RuleResult) -> Sentence:
    if result.reason == "no_samples":
        sentence = _("Cannot be judged: no samples of %(classes)s in the %(set)s. Add some, and train again.")
        return sentence % {"classes": _classes(result), "set": SETS[result.part or Part.VALIDATION]}
    if result.reason == "manifest_gone":
        return _(
            "Cannot be judged: the manifest of a version is gone from the server's disk. Restore it from a backup."
        )
    sentence = _(
        "Cannot be judged: %(version)s was measured on other samples. Choose the same test dataset in the template and train "
        "again, or reproduce %(version)s with this test dataset and publish that one first."
    )
    return sentence % {"version": result.against}


def _of_certificate(result: RuleResult) -> Sentence:
    if result.outcome is RuleOutcome.PASSED:
        return _("The certificate is passed.")
    return _(
        "The certificate is not passed: the exported model answers differently. Train again, or see the run's log."
    )


def _of_classes(result: RuleResult) -> Sentence:
    if result.outcome is RuleOutcome.PASSED:
        return _("Lowest %(number)s of a class: %(value)s (%(place)s).") % _facts(result)
    return _("Below: %(classes)s (%(place)s).") % {**_facts(result), "classes": _classes(result, values=True)}


def _classes(result: RuleResult, *, values: bool = False) -> str:
    shown = [
        f"{of.label} {percent(of.value)} (n = {of.support})" if values and of.value is not None else of.label
        for of in result.classes[:_NAMED]
    ]
    return listed(shown) + (" …" if len(result.classes) > _NAMED else "")


def _facts(result: RuleResult) -> dict[str, Any]:
    place = _("%(set)s, n = %(samples)s") % {"set": SETS[result.part or Part.VALIDATION], "samples": result.samples}
    return {"number": NUMBERS[result.number], "value": percent(result.value or 0.0), "place": place}
