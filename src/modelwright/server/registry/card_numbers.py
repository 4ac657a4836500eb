"""The numbers of a report on a model card: what the screen shows, as tables."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from modelwright.contract.tasks import Network, Part
from modelwright.server.core.errors import Sentence
from modelwright.server.core.numbers import shown_percent
from modelwright.server.registry import card_html as html
from modelwright.server.registry import headlines
from modelwright.server.registry.gate_words import NUMBERS, SETS
from modelwright.server.registry.schemas_gate import RuleOutcome

OUTCOMES: Final = {
    RuleOutcome.PASSED: _("passed"),
    RuleOutcome.FAILED: _("not passed"),
    RuleOutcome.NOT_JUDGED: _("not judged"),
    RuleOutcome.NOT_APPLICABLE: _("does not apply"),
}
NETWORKS: Final = {
    Network.CLASSIFICATION: _("Classification"),
    Network.SEGMENTATION: _("Segmentation"),
    Network.DETECTION: _("Detection"),
}
_OF_CLASS: Final = ("precision", "recall", "f1", "iou", "ap50", "ap")
_MOST_IN_TABLE: Final = 40
"""Classes of a confusion matrix that a page can hold; of more the largest confusions are listed."""
_CONFUSIONS: Final = 50


def counts(manifest: dict[str, Any]) -> dict[Part, Counter[str]]:
    """Images by part and class."""
    found: dict[Part, Counter[str]] = {}
    for sample in manifest["samples"]:
        found.setdefault(Part(sample["part"]), Counter())[sample["label"]] += 1
    return found


def interval(measured: dict[str, Any], name: str) -> str:
    bounds = measured.get(f"{name}_interval")
    return f"{shown_percent(bounds[0])} … {shown_percent(bounds[1])}" if bounds else ""


def sets(report: dict[str, Any]) -> Iterator[SafeString]:
    """The test set before the validation set: it is the one that counts."""
    for measured in sorted(report["sets"], key=lambda of: of["part"] != Part.TEST):
        title = SETS[Part(measured["part"])]
        of = NETWORKS[Network(measured["kind"])] if len(report["networks"]) > 1 else ""
        yield html.heading(f"{of} · {title}" if of else str(title).capitalize())
        yield html.text(_("n = %(samples)s images") % {"samples": number_format(measured["samples"])}, "muted")
        yield _overall(measured)
        yield _classes(measured)
        if measured.get("confusion"):
            yield _confusion(measured)


def _overall(measured: dict[str, Any]) -> SafeString:
    rows = [
        (_begun(NUMBERS[name]), shown_percent(measured[name]), interval(measured, name))
        for name in headlines.NUMBERS
        if name in measured
    ]
    return html.table([_("Metric"), _("Value"), _begun(_("95 % interval"))], rows)


def _begun(name: Sentence) -> str:
    """With a capital, as it begins a cell; what follows stays: macro-F1."""
    return f"{name}"[:1].upper() + f"{name}"[1:]


def _classes(measured: dict[str, Any]) -> SafeString:
    names = [name for name in _OF_CLASS if name in measured["classes"][0]]
    rows = [
        (of["label"], number_format(of["support"]), *(_with_interval(of, name) for name in names))
        for of in measured["classes"]
    ]
    return html.table([_("Class"), _("Support"), *(_begun(NUMBERS[name]) for name in names)], rows, _("By class"))


def _with_interval(of: dict[str, Any], name: str) -> str:
    if of[name] is None:
        return ""
    bounds = interval(of, name)
    return f"{shown_percent(of[name])} ({bounds})" if bounds else shown_percent(of[name])


def _confusion(measured: dict[str, Any]) -> SafeString:
    """Rows are true classes, columns predicted ones; those of a segmentation count pixels and begin with the background."""
    labels = [of["label"] for of in measured["classes"]]
    if len(measured["confusion"]) > len(labels):
        labels = [str(_("background")), *labels]
    if len(labels) > _MOST_IN_TABLE:
        return _largest(labels, measured["confusion"])
    rows = [
        (label, *(number_format(count) for count in row))
        for label, row in zip(labels, measured["confusion"], strict=True)
    ]
    return html.table([_("true \\ predicted"), *labels], rows, _("Confusion matrix"))


def _largest(labels: list[str], confusion: list[list[int]]) -> SafeString:
    found = [
        (count, labels[true], labels[predicted])
        for true, row in enumerate(confusion)
        for predicted, count in enumerate(row)
        if count and true != predicted
    ]
    rows = [
        (true, predicted, number_format(count)) for count, true, predicted in sorted(found, reverse=True)[:_CONFUSIONS]
    ]
    return html.table([_("True"), _("Predicted"), _("Count")], rows, _("The most frequent confusions"), words=2)
