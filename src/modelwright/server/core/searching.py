"""Searching a list by words: capitals do not matter, in any script and on either database."""

import unicodedata
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import CharField, Q, TextField
from django.db.models.lookups import IContains


def folded(text: str) -> str:
    """As searches compare it: without capitals, and with look-alikes made one."""
    return unicodedata.normalize("NFKC", text).casefold()


def has_words(search: str, fields: Sequence[str]) -> Q:
    """Each word of the search is in one of the fields, in upper or lower case."""
    wanted = Q()
    for word in search.split():
        wanted &= reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields))
    return wanted


class FoldingContains(IContains):
    """`icontains` that knows the capitals of all scripts; SQLite's own knows those of ASCII only, which is quicker."""

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Sequence[Any]]:
        if not isinstance(self.rhs, str) or self.rhs.isascii():
            return self.as_sql(compiler, connection)
        column, params = self.process_lhs(compiler, connection)
        return f"INSTR(FOLDED({column}), %s) > 0", [*params, folded(self.rhs)]


def install() -> None:
    """Once, before the first query."""
    for field in (CharField, TextField):
        field.register_lookup(FoldingContains)
    connection_created.connect(_teach, dispatch_uid="core.searching")


def _teach(connection: Any, **_more: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("folded", 1, _folded_or_none, deterministic=True)


def _folded_or_none(text: Any) -> str | None:
    return None if text is None else folded(str(text))
