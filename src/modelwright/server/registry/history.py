"""What happened to a model, from the journal: publishing, stages, overrides, retrains, downloads."""

from typing import Any

from django.db.models import Q

from modelwright.server.core.models import JournalEntry
from modelwright.server.core.pagination import page
from modelwright.server.journal import words
from modelwright.server.registry.models import Model, Stage


def list_history(model: Model, *, cursor: str, limit: int) -> dict[str, Any]:
    """Newest first."""
    versions = list(model.versions.values_list("pk", flat=True))
    about = Q(entity="model", entity_id=model.pk) | Q(entity="model_version", entity_id__in=versions)
    rows = JournalEntry.objects.filter(about)
    return page(rows, sort="-id", sorts={"id": "id"}, cursor=cursor, limit=limit, show=_shown)


def _shown(entries: list[JournalEntry]) -> list[dict[str, Any]]:
    return [_shape(entry) for entry in entries]


def _shape(entry: JournalEntry) -> dict[str, Any]:
    """Without where the request came from: that is for who may read the journal."""
    detail = entry.detail
    return {
        **{name: getattr(entry, name) for name in ("id", "at", "user_name", "action")},
        "name": entry.entity_name,
        "label": words.verb_label(entry.action),
        "before": _stage(detail.get("before")),
        "after": _stage(detail.get("after")),
        "reason": str(detail.get("reason", "")),
        "gate_overridden": bool(detail.get("gate_overridden")),
        "process": str(detail.get("process", "")),
    }


def _stage(told: Any) -> Stage | None:
    stage = told.get("stage") if isinstance(told, dict) else None
    return Stage(stage) if stage in Stage.values else None
