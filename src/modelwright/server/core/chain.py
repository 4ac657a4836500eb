"""The journal's chain: each entry's hash covers the entry and the hash before it, so that no one can be changed unseen.

Entries are written without one and sealed shortly after they are committed (ADR on the journal): no request waits for another.
With its seal an entry gets the text that the search looks at.
"""

import hashlib
import json
from datetime import UTC
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.entry_text import text_of_entry
from modelwright.server.core.errors import Sentence
from modelwright.server.core.models import ChainHead, JournalEntry

AT_ONCE: Final = 500
PRUNED: Final = "journal.pruned"
_PLAIN: Final = (
    *("user_id", "user_name", "event_class", "action", "entity", "entity_id", "entity_name"),
    *("project_id", "operation_key", "address", "detail"),
)
"""All of an entry but its seal; a column that is added later must come with a new version of the chain."""
_COLUMNS: Final = ("position", "previous_hash", "hash", "id", "at", *_PLAIN)
_STEP: Final = 2_000


class Head(NamedTuple):
    position: int
    hash: str


class Broken(NamedTuple):
    position: int
    entry_id: int | None
    problem: Sentence


class Verdict(NamedTuple):
    """`upto` is the last position that was looked at."""

    checked: int
    upto: int
    broken: Broken | None


def digest(entry: Any, position: int, previous_hash: str) -> str:
    """SHA-256 over the canonical text of the entry (JSON, sorted keys, ASCII, UTC) with its place and the hash before it."""
    told = {name: getattr(entry, name) for name in _PLAIN}
    told |= {"id": entry.id, "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds")}
    told |= {"position": position, "previous_hash": previous_hash}
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def head() -> Head:
    row = ChainHead.objects.order_by("pk").first()
    return Head(row.position, row.hash) if row else Head(0, "")


def beginning() -> Head:
    """The last entry that was removed to keep the journal for a limited time; position 0 when none was."""
    row = ChainHead.objects.order_by("pk").first()
    return Head(row.pruned_position, row.pruned_hash) if row else Head(0, "")


def begin_behind(new: Head, old: Head) -> bool:
    """Move the beginning; the caller records PRUNED in the same transaction. False: somebody else moved it first."""
    rows = ChainHead.objects.filter(pk=1, pruned_position=old.position)
    return bool(rows.update(pruned_position=new.position, pruned_hash=new.hash))


def waiting() -> int:
    return JournalEntry.objects.filter(position=None).count()


def seal_all() -> int:
    """Seal what is committed and waits; says how many entries that were."""
    done = 0
    while sealed := seal():
        done += sealed
    return done


def seal() -> int:
    """Seal up to AT_ONCE entries in the order of their keys. Returns 0 when there are none, or another process was first."""
    if not JournalEntry.objects.filter(position=None).exists():
        return 0
    with transaction.atomic():
        end = ChainHead.objects.get_or_create(pk=1)[0]
        # takes the row's lock; whoever comes second finds another position and goes away empty-handed
        if not ChainHead.objects.filter(pk=1, position=end.position).update(hash=end.hash):
            return 0
        entries = list(JournalEntry.objects.filter(position=None).order_by("pk")[:AT_ONCE])
        last = end.hash
        for position, entry in enumerate(entries, end.position + 1):
            entry.position, entry.previous_hash, entry.hash = position, last, digest(entry, position, last)
            last, entry.searchable = entry.hash, text_of_entry(entry)
        _write_seals(entries)
        ChainHead.objects.filter(pk=1).update(position=end.position + len(entries), hash=last)
    return len(entries)


def _write_seals(entries: list[JournalEntry]) -> None:
    """One statement, prepared once, instead of the long CASEs of bulk_update."""
    table = connection.ops.quote_name(JournalEntry._meta.db_table)
    columns = ("position", "previous_hash", "hash", "searchable", "pk")
    told = ", ".join(f"{column} = %s" for column in columns[:-1])
    with connection.cursor() as cursor:
        seals = [[getattr(entry, column) for column in columns] for entry in entries]
        cursor.executemany(f"UPDATE {table} SET {told} WHERE id = %s", seals)  # noqa: S608


def verify(*, after: int = 0, limit: int | None = None) -> Verdict:
    """Look at the entries behind a position, at most `limit` of them, until the first that is not as it was sealed."""
    start = beginning()
    begin = start if after <= start.position else _at(after)
    if begin is None:
        return Verdict(0, after, Broken(after, None, _("The entry is missing.")))
    if not _is_told(start):
        return Verdict(0, after, Broken(start.position + 1, None, _("The entries before it were removed unseen.")))
    end, last, checked, place = head(), begin.hash, 0, begin.position
    while limit is None or checked < limit:
        step = _STEP if limit is None else min(_STEP, limit - checked)
        rows = JournalEntry.objects.filter(position__gt=place).order_by("position")
        found = list(rows.values_list(*_COLUMNS, named=True)[:step])
        for row in found:
            if problem := _problem(row, place + 1, last):
                return Verdict(
                    checked, place, Broken(place + 1, row.id if row.position == place + 1 else None, problem)
                )
            last, place, checked = row.hash, row.position, checked + 1
        if len(found) < step:
            return Verdict(checked, place, _end_problem(end, place, last))
    return Verdict(checked, place, None)


def signature_of(entry: JournalEntry) -> str:
    """`valid`, `broken`, or `pending` while it waits for its seal: what the entry says of itself."""
    if entry.position is None:
        return "pending"
    return "valid" if entry.hash == digest(entry, entry.position, entry.previous_hash) else "broken"


def holds(mark: str) -> bool:
    """Whether a head's hash that was noted earlier is still in the chain, or is the one that it begins behind."""
    wanted = mark.strip().lower()
    return wanted == beginning().hash or JournalEntry.objects.filter(hash=wanted).exists()


def _at(position: int) -> Head | None:
    known = JournalEntry.objects.filter(position=position).values_list("hash", flat=True).first()
    return None if known is None else Head(position, known)


def _is_told(start: Head) -> bool:
    """Whether the journal itself says that it begins there; what it says is chained, where it begins is not."""
    if not start.position:
        return True
    told = JournalEntry.objects.filter(action=PRUNED).order_by("-pk").first()
    return told is not None and (told.detail.get("last"), told.detail.get("hash")) == start


def _problem(row: Any, position: int, previous_hash: str) -> Sentence | None:
    if row.position != position:
        return _("The entry is missing.")
    if row.previous_hash != previous_hash:
        return _("It does not follow the entry before it.")
    if row.hash != digest(row, position, previous_hash):
        return _("It was changed after it was written.")
    return None


def _end_problem(end: Head, place: int, last: str) -> Broken | None:
    """`end` was read before the rows: the chain may have grown since, but never shrunk."""
    if place < end.position:
        return Broken(place + 1, None, _("The entry is missing."))
    if place == end.position and last != end.hash:
        return Broken(place, None, _("It is not the entry that the chain ended with."))
    return None
