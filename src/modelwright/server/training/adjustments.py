"""What an attempt does otherwise than its template: kept with the attempt, seen in its parameters, journaled by whoever asks."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from modelwright.contract.catalogue import merge
from modelwright.contract.parameters import Parameters, described_schema
from modelwright.contract.run_spec import NoWeights, RunSpec
from modelwright.server.core.lists import in_a_row
from modelwright.server.core.numbers import decimal
from modelwright.server.jobs.models import Job
from modelwright.server.training.models import Adjustment


class Change(NamedTuple):
    path: str
    """Dotted, of the parameters; or `weights`, or `time_limit`."""
    before: Any
    after: Any


_TITLES: Final[dict[str, Promise]] = {"weights": _("Initial weights"), "time_limit": _("Time limit")}
_VALUES: Final[dict[str, Promise]] = {
    "weights.none": _("random"),
    "weights.pretrained": _("pretrained"),
    "weights.version": _("of a model version"),
}


def of(job: Job | None) -> Adjustment | None:
    return Adjustment.objects.filter(job=job).first() if job else None


def of_all(jobs: Iterable[Job]) -> dict[int, Adjustment]:
    """By job."""
    return {of.job_id: of for of in Adjustment.objects.filter(job__in=[job.pk for job in jobs])}


def applied(spec: RunSpec, adjustment: Adjustment | None) -> RunSpec:
    """The spec with what the attempt does otherwise put over it."""
    if adjustment is None:
        return spec
    values = merge(spec.parameters.model_dump(mode="json"), adjustment.parameters)
    changes: dict[str, Any] = {"parameters": Parameters.model_validate(values)}
    if adjustment.weights:
        changes |= {"weights": NoWeights(), "label_map": ()}
    return spec.model_copy(update=changes)


def nested(changes: Sequence[Change]) -> dict[str, Any]:
    """The parameters among the changes, in blocks."""
    values: dict[str, Any] = {}
    for change in changes:
        if change.path not in _TITLES:
            part: Any = change.after
            for name in reversed(change.path.split(".")):
                part = {name: part}
            values = merge(values, part)
    return values


def said(changes: Iterable[Change | Sequence[Any]]) -> str:
    """Such as “Batch size 64 → 32”."""
    return in_a_row(_said(Change(*change)) for change in changes)


def told(adjustment: Adjustment | None) -> str:
    """What the attempt did otherwise, in the person's language; empty where nothing."""
    return said(adjustment.changes) if adjustment else ""


def _said(change: Change) -> str:
    title = _TITLES.get(change.path) or now(_titles().get(change.path, change.path))
    return f"{title} {_shown(change.path, change.before)} → {_shown(change.path, change.after)}"


def _shown(path: str, value: Any) -> str:
    if path == "time_limit":
        return now("%(hours)s h") % {"hours": decimal(value / 3600)}
    if isinstance(value, float):
        return decimal(value)
    return str(_VALUES.get(f"{path}.{value}", value))


@cache
def _titles() -> Mapping[str, str]:
    """By the dotted path of a parameter: what it is called, in English."""
    schema = described_schema()
    return dict(_walk(schema, schema["$defs"], ""))


def _walk(block: dict[str, Any], blocks: dict[str, Any], prefix: str) -> Iterable[tuple[str, str]]:
    for name, field in block.get("properties", {}).items():
        yield f"{prefix}{name}", field.get("title") or name
        below = blocks.get(field.get("$ref", "").rpartition("/")[2], {})
        yield from _walk(below, blocks, f"{prefix}{name}.")


def journaled(changes: Sequence[Change]) -> dict[str, Any]:
    return {
        "before": {change.path: change.before for change in changes},
        "after": {change.path: change.after for change in changes},
    }
