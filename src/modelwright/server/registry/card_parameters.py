"""What the model card says of the parameters of the training."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from modelwright.contract.parameters import described_schema
from modelwright.server.core.numbers import decimal
from modelwright.server.registry.models import ModelVersion


def parameters(version: ModelVersion) -> Iterator[tuple[Any, Any]]:
    """Those of the networks that were trained."""
    schema = described_schema()
    trained = {of["network"] for of in version.report["networks"]}
    yield from _walked(version.parameters, schema, schema["$defs"], trained, "")


def _walked(
    values: dict[str, Any], schema: dict[str, Any], known: dict[str, Any], trained: set[str], prefix: str
) -> Iterator[tuple[Any, Any]]:
    for name, value in values.items():
        field = schema.get("properties", {}).get(name, {})
        if field.get("networks") and trained.isdisjoint(field["networks"]):
            continue
        title, unit = (now(words) if (words := field.get(key)) else "" for key in ("title", "unit"))
        title = title or name
        if isinstance(value, dict) and value:
            yield from _walked(value, _block(field, known), known, trained, f"{prefix}{title} › ")
        else:
            yield f"{prefix}{title}", _told(value, unit)


def _told(value: Any, unit: str) -> str:
    """As people write it; empty where there is none."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if value in (None, "", []):
        return ""
    if isinstance(value, float):
        return f"{decimal(value, 12)} {unit}".strip()
    shown = value if isinstance(value, str | int) else json.dumps(value, ensure_ascii=False)
    return f"{shown} {unit}".strip()


def _block(field: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """What a field that holds a block refers to."""
    refers = [field, *field.get("anyOf", ()), *field.get("allOf", ())]
    names = [of["$ref"].rpartition("/")[2] for of in refers if "$ref" in of]
    return known.get(names[0], {}) if names else {}
