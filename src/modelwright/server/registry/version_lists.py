"""Lists of published versions: a model's own, and those of a project that a training can go on from."""

from typing import Any, Final

from modelwright.server.accounts.models import Project, User
from modelwright.server.core.pagination import page
from modelwright.server.registry.models import Model, ModelVersion
from modelwright.server.registry.shapes import listed, version_out

_SORTS: Final = {"id": "id"}


def list_versions(model: Model) -> list[dict[str, Any]]:
    """Newest first, by number."""
    return _shown(list(listed(model.versions.all()).order_by("-major", "-minor")))


def versions_of_project(
    user: User, project: Project, *, base_model: str, search: str, cursor: str, limit: int
) -> dict[str, Any]:
    """Latest first; with a base model, those that were trained from it. The search is for the name of the model."""
    rows = ModelVersion.objects.visible_to(user).filter(model__project=project, model__name__icontains=search.strip())
    if base_model:
        rows = rows.filter(base_model=base_model)
    return page(listed(rows), sort="-id", sorts=_SORTS, cursor=cursor, limit=limit, show=_shown)


def _shown(versions: list[ModelVersion]) -> list[dict[str, Any]]:
    return [version_out(version) for version in versions]
