"""Models and versions in the shape that the API gives."""

from typing import Any, Final

from django.db.models import Count, OuterRef, QuerySet, Subquery, prefetch_related_objects

from modelwright.server.core.schemas import person_out
from modelwright.server.registry import environment, gate_words
from modelwright.server.registry.formulas import formulas
from modelwright.server.registry.models import Model, ModelVersion, Stage, StageChange
from modelwright.server.registry.schemas_gate import RuleResult, RuleResultOut

LARGE: Final = ("parameters", "lineage", "report", "certificate")
"""Columns of a version that `version_out` does not read."""
_READ: Final = (
    *("model__name", "model__project", "major", "minor", "base_model", "description", "source", "headline", "job"),
    *("bundle_size", "bundle_sha256", "stage", "parent", "gate", "published_at"),
    *(f"published_by__{name}" for name in ("username", "first_name", "last_name")),
)
"""What it reads."""


def version_out(version: ModelVersion) -> dict[str, Any]:
    plain = ("id", "model_id", "name", "base_model", "description", "source", "published_at")
    return {
        **{name: getattr(version, name) for name in (*plain, "bundle_size", "bundle_sha256")},
        "published_by": person_out(version.published_by),
        "model_name": version.model.name,
        "project_id": version.model.project_id,
        "process_id": version.source.get("process_id") if version.job_id else None,  # jobs go with their process
        "stage": version.stage,
        "parent_id": version.parent_id,
        "gate_overridden": bool(version.gate.get("override")),
        **version.headline,
    }


def version_detail(version: ModelVersion) -> dict[str, Any]:
    whole = {name: getattr(version, name) for name in ("parameters", "report", "certificate", "manifest_hash")}
    return {
        **version_out(version),
        **whole,
        "formulas": formulas(),
        "gate": gate_out(version.gate),
    }


def gate_out(kept: dict[str, Any]) -> dict[str, Any] | None:
    """Of what is kept with a version or a change of its stage."""
    results = [RuleResult.model_validate(result) for result in kept.get("results", ())]
    return {"results": results_out(results), "override": kept["override"]} if results else None


def results_out(results: list[RuleResult]) -> list[RuleResultOut]:
    return [gate_words.result_out(result) for result in results]


def changes_out(changes: list[StageChange]) -> list[dict[str, Any]]:
    plain = ("id", "version_id", "before", "after", "by", "at", "reason", "is_roll_back")
    return [
        {
            **{name: getattr(change, name) for name in plain},
            "version_name": change.version.name,
            "counterpart": change.counterpart.name if change.counterpart else "",
            "gate": gate_out(change.gate),
        }
        for change in changes
    ]


def models_out(models: list[Model]) -> list[dict[str, Any]]:
    """In a few queries, however many."""
    prefetch_related_objects(models, "environment")
    counted = with_versions(Model.objects.filter(pk__in=[model.pk for model in models])).only("pk").in_bulk()
    places = environment.places_of(models)
    keys = [key for row in counted.values() for key in (row.latest_id, row.production_id)]  # type: ignore[attr-defined]
    known = {row.pk: row for row in versions_of(keys)}
    return [{**_model_out(model, counted[model.pk], known), "environment": places[model.pk]} for model in models]


def with_versions(models: "QuerySet[Model]") -> "QuerySet[Model]":
    """With the number of versions, and the keys of the one with the highest number and of the one in production."""
    newest = ModelVersion.objects.filter(model=OuterRef("pk")).order_by("-major", "-minor")
    return models.annotate(
        counted=Count("versions"),
        latest_id=Subquery(newest.values("pk")[:1]),
        production_id=Subquery(newest.filter(stage=Stage.PRODUCTION).values("pk")[:1]),
    )


def versions_of(keys: list[int | None]) -> "QuerySet[ModelVersion]":
    rows = ModelVersion.objects.filter(pk__in={key for key in keys if key is not None})
    return listed(rows)


def listed(rows: "QuerySet[ModelVersion]") -> "QuerySet[ModelVersion]":
    """For `version_out`, without what it does not read: these are large."""
    return rows.select_related("model", "published_by").only(*_READ)


def _model_out(model: Model, counted: Any, known: dict[int, ModelVersion]) -> dict[str, Any]:
    plain = ("id", "project_id", "name", "task", "description", "modified_at", "revision")
    newest, production = known.get(counted.latest_id), known.get(counted.production_id)
    return {
        **{name: getattr(model, name) for name in plain},
        "created_by": person_out(model.created_by),
        "modified_by": person_out(model.modified_by),
        "versions": counted.counted,
        "latest": version_out(newest) if newest else None,
        "production": version_out(production) if production else None,
    }
