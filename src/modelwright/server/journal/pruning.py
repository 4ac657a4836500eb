"""Keeping the journal for a limited time: the oldest entries go into a file, the chain begins behind them."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.core import audit, chain
from modelwright.server.core.errors import Conflict, Invalid
from modelwright.server.core.models import JournalEntry
from modelwright.server.journal.exporting import COLUMNS, jsonl

_BATCH: Final = 1_000
_REMOVED_AT_ONCE: Final = 5_000
_EVERY_S: Final = 24 * 3600


class Pruned(NamedTuple):
    first: int
    last: int
    hash: str
    file: Path


class KeepForLimitedTime:
    """Background work of the dispatcher, where MODELWRIGHT_JOURNAL_DAYS says for how long."""

    def __init__(self) -> None:
        self._due = 0.0

    def __call__(self, should_stop: Callable[[], bool]) -> bool:
        if settings.JOURNAL_DAYS and not should_stop() and time.monotonic() >= self._due:
            self._due = time.monotonic() + _EVERY_S
            before = _midnight(timezone.now() - timedelta(days=settings.JOURNAL_DAYS))
            prune(before, settings.JOURNAL_DIR / f"journal-before-{before:%Y-%m-%d}.jsonl")
        return False


def prune(before: datetime, file: Path) -> Pruned | None:
    """Move what was sealed and is older into a new file, as JSON lines in the chain's order. None: there is nothing.

    Nothing is removed before the file is complete. Raises Invalid for a time to come, Conflict when the chain is broken
    there or somebody else prunes, FileExistsError and other OSErrors.
    """
    if before > timezone.now():
        raise Invalid(_("Only what is past can be removed from the journal. Choose an earlier date."))
    chain.seal_all()
    start = chain.beginning()
    _remove(start.position)  # what an interrupted pruning left
    end = _end(before, start)
    if end.position <= start.position:
        return None
    if problem := chain.verify(after=start.position, limit=end.position - start.position).broken:
        sentence = _("The journal is not as it was written at entry %(position)s: %(problem)s Nothing was removed.")
        raise Conflict(sentence % {"position": problem.position, "problem": problem.problem})
    _write(file, start, end)
    pruned = Pruned(start.position + 1, end.position, end.hash, file)
    _begin_behind(pruned, start, before)
    _remove(end.position)
    return pruned


def _end(before: datetime, start: chain.Head) -> chain.Head:
    """The last entry that goes: the chain loses its beginning, never a link in between."""
    kept = JournalEntry.objects.filter(position__gt=start.position, at__gte=before).aggregate(first=Min("position"))
    position = chain.head().position if kept["first"] is None else kept["first"] - 1
    entry = JournalEntry.objects.filter(position=position, position__gt=start.position).first()
    return chain.Head(position, entry.hash) if entry else start


def _write(file: Path, start: chain.Head, end: chain.Head) -> None:
    if file.exists():
        raise FileExistsError(f"{file} is there already. Choose another file.")
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    with part.open("wb") as out:
        for rows in _rows(start.position, end.position):
            out.write(jsonl(rows))
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def _rows(behind: int, upto: int) -> Iterator[list[dict[str, Any]]]:
    for last in range(behind, upto, _BATCH):
        rows = JournalEntry.objects.filter(position__gt=last, position__lte=min(last + _BATCH, upto))
        yield list(rows.order_by("position").values(*COLUMNS))


@transaction.atomic
def _begin_behind(pruned: Pruned, start: chain.Head, before: datetime) -> None:
    if not chain.begin_behind(chain.Head(pruned.last, pruned.hash), start):
        pruned.file.unlink()
        raise Conflict(_("Somebody else is removing old entries of the journal at this moment. Nothing was removed."))
    detail = {"before": before, "file": pruned.file.name, "first": pruned.first, "last": pruned.last}
    audit.record(None, chain.PRUNED, None, {**detail, "hash": pruned.hash})


def _remove(upto: int) -> None:
    """In steps, for nobody else can write meanwhile."""
    rows = JournalEntry.objects.filter(position__lte=upto)
    while (first := rows.aggregate(first=Min("position"))["first"]) is not None:
        rows.filter(position__lt=first + _REMOVED_AT_ONCE).delete()


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
