"""What a person may do: rights, the presets that bundle them, and the rule that each route declares."""

import functools
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from modelwright.server.accounts.models import User


class Right(StrEnum):
    """`entity.action`; manage includes the other actions of its entity (X1)."""

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
    MASTER_DATA_VIEW = "master_data.view"
    MASTER_DATA_CREATE = "master_data.create"
    MASTER_DATA_EDIT = "master_data.edit"
    MASTER_DATA_DELETE = "master_data.delete"
    MACHINES_VIEW = "machines.view"
    MACHINES_EDIT = "machines.edit"
    MACHINES_DELETE = "machines.delete"
    MACHINES_MANAGE = "machines.manage"
    PROJECTS_VIEW = "projects.view"
    PROJECTS_EDIT = "projects.edit"
    PROJECTS_DELETE = "projects.delete"
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


class Role(models.TextChoices):
    MANAGER = "manager", _("Manager")
    TRAINER = "trainer", _("Model trainer")
    VIEWER = "viewer", _("Viewer")


_INSTALLATION: Final = ("users", "roles", "journal", "master_data", "machines")
INSTALLATION_WIDE: Final = frozenset(right for right in Right if right.partition(".")[0] in _INSTALLATION)
"""Rights on what belongs to no project."""
FOR_EVERYBODY: Final = frozenset({Right.MASTER_DATA_VIEW, Right.MACHINES_VIEW})
_IN_PROJECTS: Final = frozenset(Right) - INSTALLATION_WIDE

RIGHTS: Final[dict[str, frozenset[Right]]] = {
    Role.VIEWER: frozenset(right for right in _IN_PROJECTS if right.endswith(".view")),
    Role.TRAINER: _IN_PROJECTS - {Right.PROJECTS_EDIT, Right.PROJECTS_DELETE},
    Role.MANAGER: _IN_PROJECTS,
}


class Access(StrEnum):
    """Rules of routes that are about no project."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    ADMINISTRATOR = "administrator"


Rule = Right | Access
View = TypeVar("View", bound=Callable[..., Any])


def rule(needed: Rule) -> Callable[[View], View]:
    """Declare what a route needs. The server's suite walks all routes and fails on one without a rule."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            request.rule = needed  # type: ignore[attr-defined]
            for_administrators = needed is Access.ADMINISTRATOR or needed in INSTALLATION_WIDE - FOR_EVERYBODY
            if for_administrators and not request.user.is_superuser:
                raise Forbidden(_("Only an administrator may do this."))
            return view(request, *args, **kwargs)

        checked.rule = needed  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return decorate


def person(request: HttpRequest) -> "User":
    """Who asks, on routes that only signed-in people reach."""
    return cast("User", request.user)


Row = TypeVar("Row", bound=models.Model)


def found(request: HttpRequest, rows: "models.QuerySet[Row]", pk: int) -> Row:
    """The row with that key, if the person may see it and has the right that the route declares.

    Raises NotFound for outsiders, so that they learn nothing, and Forbidden for members without the right.
    """
    row = rows.visible_to(request.user).filter(pk=pk).first()  # type: ignore[attr-defined]
    if row is None:
        raise NotFound(_("This does not exist, or you are not a member of its project."))
    require(request, row)
    return row  # type: ignore[no-any-return]


def require(request: HttpRequest, row: models.Model) -> None:
    """Raise Forbidden unless the person has the declared right in the row's project."""
    needed = request.rule  # type: ignore[attr-defined]
    if needed in INSTALLATION_WIDE:  # the rule itself has asked for it
        return
    if isinstance(needed, Right) and needed not in row.project_of().rights_of(request.user):  # type: ignore[attr-defined]
        raise Forbidden(_("Your role in this project does not include the right “%(right)s”.") % {"right": needed})
