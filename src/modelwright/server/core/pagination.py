"""Keyset pages: the cursor says where the last page ended, so that a page costs the same at any depth."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Expression, F, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Invalid

LARGEST_PAGE: Final = 500
_KEY: Final = "page_key"

Row = TypeVar("Row", bound=Model)
Sorts = Mapping[str, str | Expression]


class _Place(NamedTuple):
    """Where the last page ended, and how many rows there were when the first one was made."""

    value: Any
    key: int
    total: int


def page(
    rows: "QuerySet[Row]",
    *,
    sort: str,
    sorts: Sorts,
    cursor: str,
    limit: int,
    show: Callable[[list[Row]], Sequence[Any]] = list,
    total: int | None = None,
) -> dict[str, Any]:
    """One page of `rows`, in the shape of `core.schemas.Page`; `show` turns its rows into what the API gives, all at once.

    `sorts` names what the list may be sorted by: a field of the rows or an expression over them; `sort` is one of the
    names, with a minus for descending. Rows without a value come last in both directions. Equal values are ordered by key.
    Rows are counted for the first page, and the cursor takes their number along; `total` saves even that where the caller
    knows it. Raises Invalid for an unknown sort, a limit out of bounds, or a cursor that this list did not give.
    """
    _check_limit(limit)
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    keyed = rows.annotate(**{_KEY: _expression(name, sorts)})
    place = _decode(cursor, sort) if cursor else None
    behind = _rest(keyed, place, descending=descending) if place else Q()
    direction = "desc" if descending else "asc"
    order = (getattr(F(_KEY), direction)(**_nulls_last(keyed)), getattr(F("pk"), direction)())
    found = list(keyed.filter(behind).order_by(*order)[: limit + 1])
    if total is None:
        total = place.total if place else rows.count()
    return {
        "items": show(found[:limit]),
        "next": _encode(sort, found[limit - 1], total) if len(found) > limit else None,
        "total": total,
    }


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= LARGEST_PAGE:
        sentence = _("A page holds 1 to %(largest)s entries.") % {"largest": LARGEST_PAGE}
        raise Invalid(sentence, fields={"limit": sentence})


def _expression(name: str, sorts: Sorts) -> Expression | F:
    if name not in sorts:
        sentence = _("This list can be sorted by: %(names)s.") % {"names": ", ".join(sorts)}
        raise Invalid(sentence, fields={"sort": sentence})
    wanted = sorts[name]
    return F(wanted) if isinstance(wanted, str) else wanted


def _nulls_last(keyed: "QuerySet[Any]") -> dict[str, bool]:
    """Only where values can be missing: saying so keeps the database from using an index."""
    target = getattr(keyed.query.annotations[_KEY], "target", None)
    return {} if target is not None and not target.null else {"nulls_last": True}


def _rest(keyed: "QuerySet[Any]", place: _Place, *, descending: bool) -> Q:
    """What lies behind it."""
    value, key = place.value, place.key
    beyond = "lt" if descending else "gt"
    next_key = Q(**{f"pk__{beyond}": key})
    if value is None:
        return Q(**{f"{_KEY}__isnull": True}) & next_key
    field = keyed.query.annotations[_KEY].output_field
    try:
        value = field.to_python(value)
    except ValidationError as error:
        raise _foreign_cursor() from error
    rest = Q(**{f"{_KEY}__{beyond}": value}) | (Q(**{_KEY: value}) & next_key)
    if _nulls_last(keyed):
        return rest | Q(**{f"{_KEY}__isnull": True})
    return (
        Q(**{f"{_KEY}__{beyond}e": value}) & rest
    )  # says the same again, in a way that the database finds in its index


def _encode(sort: str, row: Model, total: int) -> str:
    place = json.dumps([sort, getattr(row, _KEY), row.pk, total], default=str, separators=(",", ":"))
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _decode(cursor: str, sort: str) -> _Place:
    try:
        given_for, value, key, total = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, binascii.Error) as error:
        raise _foreign_cursor() from error
    is_place = type(key) is type(total) is int and isinstance(value, str | int | float | None)
    if given_for != sort or not is_place or abs(key) >= 2**63 or total < 0:
        raise _foreign_cursor()
    return _Place(value, key, total)


def _foreign_cursor() -> Invalid:
    sentence = _("This page address is not valid for this list. Start again from the first page.")
    return Invalid(sentence, fields={"cursor": sentence})
