"""The model card: one file that tells what a version is for, was trained on, measured at, and where it ends."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from modelwright import __version__
from modelwright.contract.tasks import Part, Task
from modelwright.server.core import audit
from modelwright.server.core.lists import in_a_row, listed
from modelwright.server.core.names import process_name
from modelwright.server.core.numbers import decimal, shown_percent
from modelwright.server.jobs.failures import device_name
from modelwright.server.registry import card_html as html
from modelwright.server.registry import card_numbers, files, gates
from modelwright.server.registry.card_parameters import parameters
from modelwright.server.registry.formulas import formulas
from modelwright.server.registry.gate_words import NUMBERS, SETS, result_out
from modelwright.server.registry.lineage import Ancestor, Lineage, lineage_of
from modelwright.server.registry.models import ModelVersion, Stage
from modelwright.server.registry.schemas_gate import RuleResult

TASKS: Final = {
    Task.CLASSIFICATION: _("Classification"),
    Task.SEGMENTATION_CLASSIFICATION: _("Segmentation and classification"),
    Task.SEGMENTATION: _("Segmentation"),
    Task.DETECTION: _("Detection"),
}
FEW: Final = 30
"""Samples of a class below which its numbers say little."""
FORMULAS: Final = {
    **NUMBERS,
    "support": _("Support"),
    "interval": _("95 % interval"),
    "ap50_interval": _("95 % interval of AP50"),
}
_WEIGHTS: Final = {
    "none": _("random"),
    "pretrained": _("pretrained, of the library"),
    "version": _("of an earlier version"),
}


def card(request: HttpRequest, version: ModelVersion, *, download: bool) -> HttpResponse:
    """In the person's language; nothing in it is fetched from elsewhere, and nothing runs."""
    if download:
        audit.record(request.user, "model_version.card_made", version, {})
    language = (get_language() or "en").partition("-")[0]
    response = HttpResponse(html.page(language, f"{version.model.name} {version.name}", _sections(version)))
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    name = f"{files.shown_name(version)}-card.html"
    response["Content-Disposition"] = files.disposition(name, download=download)
    response["Cache-Control"] = "no-store"
    return response


def _sections(version: ModelVersion) -> Iterator[SafeString]:
    manifest = files.manifest_of(version)
    yield _head(version)
    yield html.section(_("What it is for"), *_purpose(version))
    yield html.section(_("Limits"), html.points(_limits(version, manifest)))
    yield html.section(_("Data"), *_data(version, manifest))
    yield html.section(_("Metrics"), *card_numbers.sets(version.report))
    yield html.section(_("Where it comes from"), *_lineage(version))
    yield html.section(_("Gate"), *_gate(version))
    yield html.section(_("Export certificate"), _certificate(version))
    yield html.section(_("Parameters"), html.table([_("Parameter"), _("Value")], parameters(version), words=2))
    yield html.section(_("Formulas"), *_formulas(version.report))
    yield html.section(_("Versions of software"), _software(version))


def _head(version: ModelVersion) -> SafeString:
    place = gates.set_of_record(version.report)
    name = version.report["networks"][-1]["metric"]
    between, called = card_numbers.interval(place, name), _("95 % interval")
    facts = [TASKS[Task(version.report["task"])], Stage(version.stage).label, when(version.published_at)]
    measured = [
        _("%(set)s, n = %(samples)s") % {"set": SETS[Part(place["part"])], "samples": number_format(place["samples"])},
        between and f"{called} {between}",
    ]
    return format_html(
        "<header><h1>{} {}</h1>{}{}{}</header>",
        version.model.name,
        version.name,
        html.text(" · ".join(map(str, facts)), "muted"),
        html.text(f"{NUMBERS[name]} {shown_percent(place[name])}", "number"),
        html.text("; ".join(str(one) for one in measured if one), "muted"),
    )


def _purpose(version: ModelVersion) -> list[SafeString]:
    person = version.published_by
    said = version.model.description or _("Nobody has described it yet.")
    given = [
        (_("Task"), TASKS[Task(version.report["task"])]),
        (_("Classes"), listed(version.report["classes"])),
        (_("Production environment"), listed(place.name for place in version.model.environment.all())),
        (_("New in this version"), version.description),
        (_("Published by"), person and (person.get_full_name() or person.username)),
    ]
    return [html.text(said), html.facts(given)]


def _limits(version: ModelVersion, manifest: dict[str, Any] | None) -> Iterator[Any]:
    place = gates.set_of_record(version.report)
    if place["part"] != Part.TEST:
        yield _(
            "Measured on the validation set, which also chose the state that was kept: on new images expect a little less."
        )
    few = [f"{of['label']} ({of['support']})" for of in place["classes"] if of["support"] < FEW]
    if few:
        facts = {"few": FEW, "set": SETS[Part(place["part"])], "classes": listed(few)}
        yield _("Fewer than %(few)s samples in the %(set)s, so that these numbers say little: %(classes)s.") % facts
    learned: Mapping[str, int] = card_numbers.counts(manifest).get(Part.TRAIN, {}) if manifest else {}
    rare = [f"{label} ({count})" for label, count in sorted(learned.items()) if count < FEW]
    if rare:
        yield _("Learned from fewer than %(few)s images: %(classes)s.") % {"few": FEW, "classes": listed(rare)}
    if version.report["non_compliant"]:
        yield _("%(count)s images were kept out because they break the rules of the preprocessing.") % {
            "count": number_format(version.report["non_compliant"])
        }
    if override := version.gate.get("override"):
        yield _("Published although the gate said no. %(by)s: %(reason)s") % override
    yield _("It knows only these classes: whatever else it sees, it takes for one of them.")


def _data(version: ModelVersion, manifest: dict[str, Any] | None) -> Iterator[SafeString]:
    lineage = lineage_of(version)
    if lineage.datasets:
        rows: list[tuple[Any, ...]] = [
            (used.name, used.version, number_format(used.images), html.code(used.hash[:16]))
            for used in lineage.datasets
        ]
        yield html.table([_("Dataset"), _("Version"), _("Images"), _("Hash")], rows)
    if manifest is None:
        yield html.text(_("The manifest of this version is gone from the server's disk."))
    else:
        counted = card_numbers.counts(manifest)
        parts = [part for part in Part if part in counted]
        labels = sorted({label for of in counted.values() for label in of})
        rows = [(label, *(number_format(counted[part].get(label, 0)) for part in parts)) for label in labels]
        total = (_("Total"), *(number_format(sum(counted[part].values())) for part in parts))
        yield html.table([_("Class"), *(SETS[part] for part in parts)], [*rows, total], _("Images by class and set"))
    yield html.facts([(_("Manifest hash"), html.code(version.manifest_hash))])


def _lineage(version: ModelVersion) -> Iterator[SafeString]:
    lineage = lineage_of(version)
    source = version.source
    attempt = _("attempt %(number)s") % {"number": source.get("attempt", 1)}
    yield html.facts(
        [
            (
                _("Training process"),
                in_a_row([process_name(source.get("template_name", ""), source.get("process_number", "")), attempt]),
            ),
            (_("Machine"), lineage.machine),
            (_("Device"), device_name(version.report["device"])),
            (_("Base model"), version.base_model),
            (_("Weights at the start"), _weights(lineage)),
            (_("Seed"), lineage.seed),
        ]
    )
    if lineage.ancestors:
        yield html.heading(_("Earlier versions whose weights it goes back to"))
        rows = [_earlier(of) for of in lineage.ancestors]
        yield html.table([_("Version"), _("Datasets"), _("Manifest hash")], rows, words=3)


def _earlier(of: Ancestor) -> tuple[Any, ...]:
    datasets = listed(f"{used.name} {used.version}" for used in of.datasets)
    return f"{of.model} {of.name}", datasets, html.code(of.manifest_hash[:16])


def _weights(lineage: Lineage) -> str:
    return f"{_WEIGHTS[lineage.weights]} {lineage.weights_name}".strip()


def _gate(version: ModelVersion) -> Iterator[SafeString]:
    results = [RuleResult.model_validate(result) for result in version.gate.get("results", ())]
    if not results:
        yield html.text(_("The project asked for nothing when it was published."))
        return
    shown = (result_out(result) for result in results)
    rows = [(of.title, card_numbers.OUTCOMES[of.outcome], of.sentence) for of in shown]
    yield html.table([_("Rule"), _("Result"), _("Why")], rows, words=3)


def _certificate(version: ModelVersion) -> SafeString:
    of = version.certificate
    ms = _("ms")
    return html.facts(
        [
            (_("Result"), _("passed") if of["passed"] else _("not passed")),
            (
                _("Agreement with the trained model"),
                f"{shown_percent(of['agreement'], 2)} (≥ {shown_percent(of['limit'])})",
            ),
            (_("Samples compared"), number_format(of["samples"])),
            (_("Largest difference of a probability"), decimal(of["largest_difference"], 2)),
            (
                _("Time for one image"),
                in_a_row([f"{decimal(of['latency_ms'], 3)}\u202f{ms}", device_name(of["device"])]),
            ),
            (_("SHA-256 of the bundle"), html.code(version.bundle_sha256)),
        ]
    )


def _formulas(report: dict[str, Any]) -> Iterator[SafeString]:
    words = formulas()
    for kind in dict.fromkeys(of["kind"] for of in report["sets"]):
        yield html.facts((FORMULAS[name], text) for name, text in words[kind].items())


def _software(version: ModelVersion) -> SafeString:
    versions = version.certificate.get("versions", {})
    return html.facts([("Modelwright", __version__), *sorted(versions.items())])


def when(at: Any) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")
