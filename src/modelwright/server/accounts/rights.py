"""What a person may do with what: the rule that each route declares, and the one place that holds to it."""

import functools
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar, cast

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.matrix import (
    EVERYTHING,
    FOR_EVERYBODY,
    INSTALLATION_WIDE,
    NEEDS,
    Held,
    Right,
    Scope,
    granted,
    named,
)
from modelwright.server.core.errors import Forbidden, NotFound, Sentence
from modelwright.server.core.sentences import anew
from modelwright.server.core.validation import insist_on_sizes

if TYPE_CHECKING:
    from modelwright.server.accounts.models import User

__all__ = [
    "FOR_EVERYBODY",
    "INSTALLATION_WIDE",
    "Access",
    "Owned",
    "Right",
    "Scope",
    "found",
    "held",
    "own_only",
    "person",
    "refusal",
    "require",
    "rule",
]


class Access(StrEnum):
    """Rules of routes that need no right."""

    PUBLIC = "public"
    ACCOUNT = "account"
    """The own account, in a browser: also before the first password is set, and never with a token."""
    SIGNED_IN = "signed_in"
    ADMINISTRATOR = "administrator"


class PasswordChangeRequired(Forbidden):
    """The person came with a password that somebody else chose."""


class Owned(NamedTuple):
    """Whose a row is: every model whose rows lie in a project says so in `owned`."""

    entity: str
    """Of the matrix."""
    owner: str
    """Path from the row to its owner, such as `dataset__created_by`."""
    is_part: bool = False
    """Belongs to a row that has the same owner, and is not counted by itself."""


Rule = Right | Access
View = TypeVar("View", bound=Callable[..., Any])
_AT_THE_DOOR: Final = (INSTALLATION_WIDE - FOR_EVERYBODY) | {Right.PROJECTS_CREATE}
"""Asked for before any row is looked for."""


def rule(needed: Rule, *also: Right) -> Callable[[View], View]:
    """Declare what a route needs. The server's suite walks all routes and fails on one without a rule."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            request.rule, request.also = needed, also  # type: ignore[attr-defined]
            if needed is not Access.PUBLIC:
                _admit(person(request), needed)
            insist_on_sizes(kwargs)
            return view(request, *args, **kwargs)

        checked.rule = needed  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return decorate


def _admit(user: "User", needed: Rule) -> None:
    """What can be said before the row is known. Raises Forbidden."""
    if needed is Access.ACCOUNT:
        if user.token is not None:
            raise Forbidden(_("A token cannot do this. Sign in with your password in the browser."))
        return
    if user.must_set_password and user.has_usable_password():  # whoever came by a link has one that nobody knows
        raise PasswordChangeRequired(_("Set a password of your own first."))
    if needed is Access.ADMINISTRATOR and not (user.is_superuser and held(user) is EVERYTHING):
        raise Forbidden(_("Only an administrator may do this."))
    if needed in _AT_THE_DOOR and (sentence := refusal(user, cast(Right, needed))):
        raise Forbidden(sentence, detail={"right": needed})


def person(request: HttpRequest) -> "User":
    """Who asks, on routes that only signed-in people reach."""
    return cast("User", request.user)


Row = TypeVar("Row", bound=models.Model)
Rows = TypeVar("Rows", bound="models.QuerySet[Any]")


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
    """Raise Forbidden unless the person has the declared rights on the row."""
    for needed in (request.rule, *request.also):  # type: ignore[attr-defined]
        if isinstance(needed, Right) and (sentence := refusal(request.user, needed, row)):
            raise Forbidden(sentence, detail={"right": needed})


def refusal(user: Any, right: Right, row: models.Model | None = None) -> Sentence | None:
    """Why the person may not do this to the row; None where they may.

    A right with the scope *own* asks for the owner of rows of its own entity. A row of another entity is only the place
    where something is made or listed: a project, the template of a process.
    """
    rights = held(user)
    for needed in (NEEDS.get(right.entity, right), right):
        if needed not in rights:
            return _lacking(needed)
    if rights[right] is Scope.ALL or row is None or _is_elsewhere(row, right) or _owner_id(row) == user.pk:
        return None
    return anew(lambda: _("Your right “%(right)s” covers only what is your own.") % {"right": named(right)})


def _lacking(needed: Right) -> Sentence:
    return anew(lambda: _("You need the right “%(right)s”. Ask an administrator.") % {"right": named(needed)})


def _is_elsewhere(row: models.Model, right: Right) -> bool:
    owned: Owned | None = getattr(row, "owned", None)
    return owned is None or owned.entity != right.entity


def _owner_id(row: Any) -> int | None:
    *path, last = row.owned.owner.split("__")
    for part in path:
        row = getattr(row, part)
    owner: int | None = getattr(row, f"{last}_id")
    return owner


def held(user: Any) -> Held:
    """What all roles of the person add up to, or what their token leaves of it; read once per request."""
    kept: Held | None = getattr(user, "held", None)
    if kept is None:
        if not user.is_authenticated:
            return {}
        kept = EVERYTHING if user.is_superuser else granted(role.cells for role in user.roles.all())
        user.held = kept
    return kept


def own_only(rows: Rows, user: Any, view: Right) -> Rows:
    """Without other people's rows, where the person may view only their own: for `visible_to` of the rows themselves."""
    if held(user).get(view) is not Scope.OWN:
        return rows
    return rows.filter(**{rows.model.owned.owner: user.pk})
