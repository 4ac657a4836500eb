"""The table of rights: entities and actions, which of them make sense, how far they reach, and what they are called."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Sentence


class Right(StrEnum):
    """`entity.action`; manage includes the other actions of its entity (X1)."""

    PROJECTS_VIEW = "projects.view"
    PROJECTS_CREATE = "projects.create"
    PROJECTS_EDIT = "projects.edit"
    PROJECTS_DELETE = "projects.delete"
    PROJECTS_MANAGE = "projects.manage"
    DATASETS_VIEW = "datasets.view"
    DATASETS_CREATE = "datasets.create"
    DATASETS_EDIT = "datasets.edit"
    DATASETS_DELETE = "datasets.delete"
    TEMPLATES_VIEW = "training_templates.view"
    TEMPLATES_CREATE = "training_templates.create"
    TEMPLATES_EDIT = "training_templates.edit"
    TEMPLATES_DELETE = "training_templates.delete"
    PROCESSES_VIEW = "training_processes.view"
    PROCESSES_CREATE = "training_processes.create"
    PROCESSES_DELETE = "training_processes.delete"
    PROCESSES_MANAGE = "training_processes.manage"
    MODELS_VIEW = "models.view"
    MODELS_CREATE = "models.create"
    MODELS_EDIT = "models.edit"
    MODELS_DELETE = "models.delete"
    MODELS_MANAGE = "models.manage"
    MASTER_DATA_VIEW = "master_data.view"
    MASTER_DATA_CREATE = "master_data.create"
    MASTER_DATA_EDIT = "master_data.edit"
    MASTER_DATA_DELETE = "master_data.delete"
    MACHINES_VIEW = "machines.view"
    MACHINES_EDIT = "machines.edit"
    MACHINES_DELETE = "machines.delete"
    MACHINES_MANAGE = "machines.manage"
    USERS_VIEW = "users.view"
    USERS_CREATE = "users.create"
    USERS_EDIT = "users.edit"
    USERS_DELETE = "users.delete"
    USERS_MANAGE = "users.manage"
    ROLES_VIEW = "roles.view"
    ROLES_CREATE = "roles.create"
    ROLES_EDIT = "roles.edit"
    ROLES_DELETE = "roles.delete"
    JOURNAL_VIEW = "journal.view"

    @property
    def entity(self) -> str:
        return self.partition(".")[0]

    @property
    def action(self) -> str:
        return self.partition(".")[2]


class Scope(StrEnum):
    """How far a right reaches: to what is the person's own, or to everything that they can see."""

    OWN = "own"
    ALL = "all"


class Entity(NamedTuple):
    label: Sentence
    in_projects: bool
    """Its rows lie in a project and have an owner; otherwise it belongs to the whole installation."""


ENTITIES: Final[dict[str, Entity]] = {
    "projects": Entity(_("All projects"), True),
    "datasets": Entity(_("Datasets"), True),
    "training_templates": Entity(_("Training process templates"), True),
    "training_processes": Entity(_("Training processes"), True),
    "models": Entity(_("Models"), True),
    "master_data": Entity(_("Master data"), False),
    "machines": Entity(_("Target machines"), False),
    "users": Entity(_("Users"), False),
    "roles": Entity(_("Roles"), False),
    "journal": Entity(_("Journal"), False),
}
"""In the order of the matrix."""

ACTIONS: Final[dict[str, Sentence]] = {
    "view": _("View"),
    "create": _("Create"),
    "edit": _("Edit"),
    "delete": _("Delete"),
    "manage": _("Manage"),
}

FOR_EVERYBODY: Final = frozenset({Right.PROJECTS_VIEW, Right.MASTER_DATA_VIEW, Right.MACHINES_VIEW})
"""Held without a role: a project exists for its members, and everybody chooses among machines and environments."""
INSTALLATION_WIDE: Final = frozenset(right for right in Right if not ENTITIES[right.entity].in_projects)
"""Rights on what belongs to no project."""

NEEDS: Final[dict[str, Right]] = {"training_processes": Right.TEMPLATES_VIEW}
"""Rights on processes count together with the right to view their templates (A10 to A16)."""

Held = Mapping[Right, Scope]


def scopes_of(right: Right) -> tuple[Scope, ...]:
    """The scopes that a role may give the right with; empty where the cell makes no sense."""
    if right in FOR_EVERYBODY:
        return ()
    has_owner = ENTITIES[right.entity].in_projects and right.action != "create"
    return (Scope.OWN, Scope.ALL) if has_owner else (Scope.ALL,)


CELLS: Final = {right: scopes for right in Right if (scopes := scopes_of(right))}
EVERYTHING: Final[Held] = dict.fromkeys(Right, Scope.ALL)


def granted(roles: Iterable[Mapping[str, str]]) -> dict[Right, Scope]:
    """What the cells of several roles add up to, with all that they include. Cells that no longer exist count for nothing."""
    held = dict.fromkeys(FOR_EVERYBODY, Scope.ALL)
    for cells in roles:
        for name, scope in cells.items():
            if name in CELLS:
                _add(held, Right(name), Scope(scope))
    if Right.PROJECTS_CREATE in held:  # whoever makes a project manages it
        _add(held, Right.PROJECTS_MANAGE, Scope.OWN)
    return held


def _add(held: dict[Right, Scope], right: Right, scope: Scope) -> None:
    for included in _included(right):
        allowed = scopes_of(included)
        if allowed and held.get(included) != Scope.ALL:
            held[included] = scope if scope in allowed else Scope.ALL


def _included(right: Right) -> list[Right]:
    if right.action == "manage":
        return [other for other in Right if other.entity == right.entity]
    return [right]


def covers(wide: Held, narrow: Held) -> bool:
    """Whether somebody who holds `wide` holds all of `narrow`."""
    return all(wide.get(right) in (scope, Scope.ALL) for right, scope in narrow.items())


def named(right: Right) -> Sentence:
    """Such as “Training processes — Manage”."""
    return _("%(entity)s — %(action)s") % {"entity": ENTITIES[right.entity].label, "action": ACTIONS[right.action]}
