"""Verbs of projects."""

from collections.abc import Callable
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.matrix import ENTITIES
from modelwright.server.accounts.models import Membership, Project, User
from modelwright.server.accounts.rights import Right, Scope, held, refusal
from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, Invalid
from modelwright.server.core.pagination import page

BEFORE_DELETION: Final[list[Callable[[User, Project], None]]] = []
"""What the apps above have to do before a project goes: refuse, or take away what is theirs, in this order."""

_COUNTED: Final = {"datasets": "datasets", "processes": "templates__processes", "models": "models"}


def list_projects(user: User, *, search: str, cursor: str, limit: int) -> dict[str, Any]:
    rows = Project.objects.visible_to(user).filter(name__icontains=search.strip()).select_related("created_by")
    return page(
        rows, sort="name", sorts={"name": "name"}, cursor=cursor, limit=limit, show=lambda found: _shown(user, found)
    )


def project_with_counts(user: User, project: Project) -> dict[str, Any]:
    return _shown(user, [project])[0]


@transaction.atomic
def create_project(user: User, name: str, description: str) -> dict[str, Any]:
    """Whoever creates a project manages it."""
    project = Project(name=_checked_name(name), description=description.strip(), created_by=user)
    _save(project)
    Membership.objects.create(project=project, user=user, added_by=user)
    audit.record(
        user, "project.created", project, {"after": {"name": project.name, "description": project.description}}
    )
    return project_with_counts(user, project)


@transaction.atomic
def edit_project(user: User, project: Project, changes: dict[str, Any]) -> dict[str, Any]:
    before = {"name": project.name, "description": project.description}
    project.name = _checked_name(changes.get("name") or project.name)
    project.description = changes.get("description", project.description) or ""
    _save(project)
    after = {"name": project.name, "description": project.description}
    audit.record(user, "project.edited", project, audit.difference(before, after))
    return project_with_counts(user, project)


@transaction.atomic
def delete_project(user: User, project: Project) -> None:
    """Deletes everything in it. Raises Conflict while something in it is running."""
    audit.record(user, "project.deleted", project, {"before": {"description": project.description}})
    for step in BEFORE_DELETION:
        step(user, project)
    project.delete()


def _shown(user: User, projects: list[Project]) -> list[dict[str, Any]]:
    counts = {name: _counts(projects, relation) for name, relation in _COUNTED.items()}
    return [
        {
            **{name: getattr(project, name) for name in ("id", "name", "description", "created_at", "created_by")},
            "rights": _rights(user, project),
            **{name: counted.get(project.pk, 0) for name, counted in counts.items()},
        }
        for project in projects
    ]


def _counts(projects: list[Project], relation: str) -> dict[int, int]:
    rows = Project.objects.filter(pk__in=[project.pk for project in projects])
    return dict(rows.annotate(counted=Count(relation)).values_list("pk", "counted"))


def _rights(user: User, project: Project) -> dict[Right, Scope]:
    """In projects. A right on the project itself is there only where it holds for this one."""
    rights = {right: scope for right, scope in held(user).items() if ENTITIES[right.entity].in_projects}
    elsewhere = {right: scope for right, scope in rights.items() if right.entity != Project.owned.entity}
    here = [right for right in rights if right not in elsewhere and refusal(user, right, project) is None]
    return elsewhere | dict.fromkeys(here, Scope.ALL)


def _checked_name(name: str) -> str:
    if not name.strip():
        sentence = _("Give the project a name.")
        raise Invalid(sentence, fields={"name": sentence})
    return name.strip()


def _save(project: Project) -> None:
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError as error:
        sentence = _("A project named “%(name)s” exists already. Choose another name.") % {"name": project.name}
        raise Conflict(sentence, fields={"name": sentence}) from error
