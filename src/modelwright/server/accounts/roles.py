"""Verbs of roles, and the matrix that they are made of."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.matrix import ACTIONS, CELLS, ENTITIES, Right, covers, granted
from modelwright.server.accounts.models import Role, User
from modelwright.server.accounts.rights import held
from modelwright.server.accounts.schemas import RoleOut
from modelwright.server.core import audit
from modelwright.server.core.changes import update_unless_changed
from modelwright.server.core.errors import Conflict, Forbidden, Invalid, Sentence
from modelwright.server.core.lists import listed

_NAMED_AT_MOST: Final = 20


def list_roles() -> list[dict[str, Any]]:
    """Presets first, then by name."""
    return [_out(role) for role in _counted().order_by("-preset", "name")]


def role_out(role: Role) -> dict[str, Any]:
    return _out(_counted().get(pk=role.pk))


def matrix() -> list[dict[str, Any]]:
    return [
        {"key": key, "label": str(entity.label), "in_projects": entity.in_projects, "actions": _actions(key)}
        for key, entity in ENTITIES.items()
    ]


@transaction.atomic
def create_role(user: User, *, name: str, description: str, cells: dict[str, str]) -> dict[str, Any]:
    role = Role(name=_checked_name(name), description=description.strip(), created_by=user)
    role.cells = _checked_cells(user, cells)
    with _unique_name(role.name):
        role.save()
    audit.record(user, "role.created", role, {"name": role.name, "cells": role.cells})
    return role_out(role)


@transaction.atomic
def edit_role(user: User, role: Role, changes: dict[str, Any], *, modified_at: datetime | None) -> dict[str, Any]:
    """Raises Changed with the role as it is now when somebody else changed it after `modified_at`."""
    _insist_on_own_making(role)
    insist_on_covering(user, [role.cells])
    before = _content(role)
    after = {**before, **{name: value for name, value in changes.items() if value is not None}}
    after["name"], after["description"] = _checked_name(after["name"]), after["description"].strip()
    after["cells"] = _checked_cells(user, after["cells"])
    seen = modified_at or role.modified_at
    with _unique_name(after["name"]):
        update_unless_changed(role, after, seen=seen, current=lambda: _shown(role.pk))
    audit.record(user, "role.edited", role, {"before": before, "after": after})
    return role_out(role)


@transaction.atomic
def delete_role(user: User, role: Role) -> None:
    """Raises Conflict while people have it, and says who."""
    _insist_on_own_making(role)
    Role.objects.filter(pk=role.pk).update(name=role.name)  # locks the row: nobody gets the role meanwhile
    names = list(role.users.order_by("username").values_list("username", flat=True))
    if names:
        shown = listed(names[:_NAMED_AT_MOST]) + (" …" if len(names) > _NAMED_AT_MOST else "")
        sentence = _("These people have the role: %(names)s. Give them another one first.") % {"names": shown}
        raise Conflict(sentence, detail={"users": names[:_NAMED_AT_MOST]})
    audit.record(user, "role.deleted", role, _content(role))
    role.delete()


def insist_on_covering(user: User, cells: list[dict[str, str]]) -> None:
    """Nobody gives or takes rights that they do not have themselves. Raises Forbidden."""
    if not covers(held(user), granted(cells)):
        raise Forbidden(_("This includes rights that you do not have yourself. Ask somebody who has them."))


def _counted() -> Any:
    return Role.objects.annotate(people=Count("users")).select_related("created_by")


def _out(role: Any) -> dict[str, Any]:
    plain = ("id", "name", "description", "preset", "cells", "created_by", "created_at", "modified_at")
    return {**{name: getattr(role, name) for name in plain}, "users": role.people}


def _content(role: Role) -> dict[str, Any]:
    return {"name": role.name, "description": role.description, "cells": role.cells}


def _actions(entity: str) -> list[dict[str, Any]]:
    return [
        {"key": right.action, "right": right, "label": str(ACTIONS[right.action]), "scopes": scopes}
        for right, scopes in CELLS.items()
        if right.entity == entity
    ]


def _insist_on_own_making(role: Role) -> None:
    if role.preset:
        raise Conflict(_("This role comes with the installation. Copy it, and change the copy."))


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name:
        raise _about("name", _("Give the role a name."))
    if not all(letter.isalnum() or letter in "-_ " for letter in name):
        raise _about("name", _("A role's name has only letters, digits, spaces, - and _."))
    return name


def _checked_cells(user: User, cells: dict[str, str]) -> dict[str, str]:
    """Raises Invalid for a cell that the matrix does not have, Forbidden for rights beyond the person's own."""
    unknown = [right for right, scope in cells.items() if right not in CELLS or scope not in CELLS[Right(right)]]
    if unknown:
        sentence = _("The matrix has no such cell.")
        raise Invalid(sentence, fields={f"cells.{right}": sentence for right in unknown})
    insist_on_covering(user, [cells])
    return {right: cells[right] for right in CELLS if right in cells}


def _shown(number: int) -> dict[str, Any]:
    return RoleOut.model_validate(role_out(Role.objects.get(pk=number))).model_dump(mode="json")


@contextmanager
def _unique_name(name: str) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = _("There is a role named “%(name)s” already. Choose another name.") % {"name": name}
        raise Conflict(sentence, fields={"name": sentence}) from error


def _about(field: str, sentence: Sentence) -> Invalid:
    return Invalid(sentence, fields={field: sentence})
