"""Searching the journal: entries in which every word of the search occurs."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from django.db import connection
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from modelwright.server.core import fulltext
from modelwright.server.core.entry_text import text_of_entry
from modelwright.server.core.models import JournalEntry

FEW: Final = 30_000
"""So many are looked up by their keys. More are met so often on the way through the list that no index is quicker."""
WAITING: Final = 1_000
"""Entries that no index knows yet, since they wait for their seal: of those the newest are looked through."""
_IN_INDEX: Final = {
    "sqlite": "SELECT rowid FROM core_journalsearch WHERE core_journalsearch MATCH %s LIMIT %s",
    "postgresql": "SELECT id FROM core_journalentry WHERE {every} LIMIT %s",
}
_AMONG: Final = {
    "sqlite": "core_journalentry.id IN (SELECT value FROM json_each(%s))",
    "postgresql": "core_journalentry.id = ANY(%s)",
}


def mentioning(rows: "QuerySet[JournalEntry]", search: str) -> "QuerySet[JournalEntry]":
    """Those of the rows that the search finds, however many there are."""
    needles = fulltext.needles(search)
    if not needles:
        return rows.none()
    waiting, sealed = _waiting(needles), _sealed(needles)
    if sealed is not None:
        return rows.filter(_among([*waiting, *sealed]))
    return rows.filter(_each(needles) | Q(pk__in=waiting))


def _waiting(needles: Sequence[str]) -> list[int]:
    entries = JournalEntry.objects.filter(position=None).order_by("-pk")[:WAITING]
    texts = {entry.pk: text_of_entry(entry) for entry in entries}
    return [key for key, text in texts.items() if all(needle in text for needle in needles)]


def _sealed(needles: Sequence[str]) -> list[int] | None:
    """Their keys; None: they are many, or there is no index to ask."""
    if connection.vendor == "sqlite" and not _has_index():
        return None
    sql, asked = _in_index(needles)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*asked, FEW + 1])
        keys = [key for (key,) in cursor.fetchall()]
    return keys if len(keys) <= FEW else None


def _in_index(needles: Sequence[str]) -> tuple[str, list[str]]:
    sql = _IN_INDEX[connection.vendor]
    if connection.vendor == "sqlite":
        return sql, [" AND ".join(f'"{needle.replace(chr(34), chr(34) * 2)}"' for needle in needles)]
    every = " AND ".join(["searchable LIKE %s"] * len(needles))
    return sql.format(every=every), [f"%{connection.ops.prep_for_like_query(needle)}%" for needle in needles]


@cache
def _has_index() -> bool:
    """The migration leaves it out where SQLite cannot make it."""
    return "core_journalsearch" in connection.introspection.table_names()


def _among(keys: list[int]) -> RawSQL:
    """One parameter, however many keys."""
    given: Any = json.dumps(keys) if connection.vendor == "sqlite" else keys
    return RawSQL(_AMONG[connection.vendor], [given], output_field=BooleanField())  # noqa: S611 - no text of anybody's


def _each(needles: Sequence[str]) -> Q:
    wanted = Q()
    for needle in needles:
        wanted &= Q(searchable__contains=needle)
    return wanted
