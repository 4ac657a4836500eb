"""Verbs of the journal: list, name, verify, and seal in the background."""

from collections.abc import Callable
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from modelwright.server.accounts.models import Project, User
from modelwright.server.core import chain
from modelwright.server.core.models import EventClass, JournalEntry
from modelwright.server.core.pagination import page
from modelwright.server.journal import searching, words
from modelwright.server.journal.schemas import JournalFilter

COUNTED_TO: Final = 10_000
"""A count of more would take longer than the page itself."""
VERIFIED_AT_ONCE: Final = 20_000
_SORTS: Final = {"at": "at"}
_COLUMNS: Final = (
    *("id", "at", "event_class", "action", "entity", "entity_id", "entity_name", "project_id", "user_id", "user_name"),
    *("operation_key", "address", "detail", "position", "hash"),
)
_DISTINCT: Final = """
WITH RECURSIVE found(value) AS (
  SELECT MIN({column}) FROM core_journalentry
  UNION ALL
  SELECT (SELECT MIN({column}) FROM core_journalentry WHERE {column} > found.value) FROM found WHERE found.value IS NOT NULL
) SELECT value FROM found WHERE value IS NOT NULL
"""


def list_entries(given: JournalFilter, *, sort: str, cursor: str, limit: int) -> dict[str, Any]:
    rows = matching(given)
    total = rows.order_by()[: COUNTED_TO + 1].count()
    found = page(rows, sort=sort, sorts=_SORTS, cursor=cursor, limit=limit, show=_shown, total=total)
    return {**found, "counted_to": COUNTED_TO}


def matching(given: JournalFilter) -> "QuerySet[JournalEntry]":
    rows = JournalEntry.objects.all()
    if given.after is not None:
        rows = rows.filter(at__gte=given.after)
    if given.before is not None:
        rows = rows.filter(at__lt=given.before)
    equal = given.model_dump(
        include={"event_class", "action", "entity", "entity_id", "user_id", "project_id", "operation_key"}
    )
    rows = rows.filter(**{name: value for name, value in equal.items() if value not in (None, "")})
    return searching.mentioning(rows, given.search) if given.search.strip() else rows


def _shown(entries: list[JournalEntry]) -> list[dict[str, Any]]:
    ids = {entry.project_id for entry in entries if entry.project_id is not None}
    projects = dict(Project.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [_entry_out(entry, projects.get(entry.project_id or 0, "")) for entry in entries]


def _entry_out(entry: JournalEntry, project_name: str) -> dict[str, Any]:
    return {
        **{name: getattr(entry, name) for name in _COLUMNS},
        "event_class_label": str(EventClass(entry.event_class).label),
        "action_label": words.verb_label(entry.action),
        "entity_label": words.entity_label(entry.entity),
        "project_name": project_name,
        "signature": chain.signature_of(entry),
    }


def known_words() -> dict[str, Any]:
    """What there is to filter by."""
    actions = _distinct("action")
    entities = sorted({action.partition(".")[0] for action in actions}, key=words.entity_label)
    people = User.objects.filter(pk__in=_distinct("user_id")).order_by("username")
    return {
        "classes": [{"name": value, "label": str(label)} for value, label in EventClass.choices],
        "entities": [{"name": name, "label": words.entity_label(name)} for name in entities],
        "actions": [
            {"name": name, "label": words.verb_label(name), "entity": name.partition(".")[0]} for name in actions
        ],
        "users": list(people.values("id", "username")),
    }


def _distinct(column: str) -> list[Any]:
    """The values of an indexed column, one step in its index each."""
    with connection.cursor() as cursor:
        cursor.execute(_DISTINCT.format(column=column))
        return [value for (value,) in cursor.fetchall()]


def verification(after: int) -> dict[str, Any]:
    """A stretch of the chain, so that no request takes long."""
    verdict = chain.verify(after=after, limit=VERIFIED_AT_ONCE)
    broken = verdict.broken
    is_over = broken is not None or verdict.checked < VERIFIED_AT_ONCE
    return {
        "checked": verdict.checked,
        "next": None if is_over else verdict.upto,
        "broken": {**broken._asdict(), "problem": str(broken.problem)} if broken else None,
        "head": chain.head()._asdict(),
        "pending": chain.waiting(),
        "begins_behind": chain.beginning().position,
    }


def seal_pending(stop: Callable[[], bool]) -> bool:
    """What the dispatcher keeps doing."""
    return not stop() and chain.seal() > 0
