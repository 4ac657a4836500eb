"""The journal as a file, made while it is sent: no copy on the disk, one batch of entries in memory."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone

from modelwright.server.core import audit
from modelwright.server.core.sending import SentInPieces
from modelwright.server.journal.schemas import ExportFormat, JournalFilter
from modelwright.server.journal.services import matching

_BATCH: Final = 1_000
COLUMNS: Final = (
    *("id", "at", "event_class", "action", "entity", "entity_id", "entity_name", "project_id", "user_id", "user_name"),
    *("operation_key", "address", "detail", "position", "previous_hash", "hash"),
)
_TYPES: Final = {ExportFormat.CSV: "text/csv; charset=utf-8", ExportFormat.JSONL: "application/x-ndjson"}
Rows = list[dict[str, Any]]


def export(request: HttpRequest, given: JournalFilter, file_format: ExportFormat) -> SentInPieces:
    """Newest first, what was there when it was asked for. The journal says who took it."""
    asked = given.model_dump(mode="json", exclude_defaults=True)
    audit.record(request.user, "journal.exported", None, {"format": file_format.value, "filters": asked})
    write = _csv if file_format is ExportFormat.CSV else jsonl
    name = f"journal-{timezone.now():%Y-%m-%d-%H%M}.{file_format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return SentInPieces(_pieces(given, write), content_type=_TYPES[file_format], headers=headers)


def _pieces(given: JournalFilter, write: Callable[[Rows], bytes]) -> Iterator[bytes]:
    if write is _csv:
        yield b"\xef\xbb\xbf" + _lines([COLUMNS])
    for rows in _batches(given):
        yield write(rows)


def _batches(given: JournalFilter) -> Iterator[Rows]:
    """By place, not by offset: a batch costs the same at any depth, and no cursor stays open between two."""
    entries = matching(given).order_by("-at", "-id")
    last = entries.values_list("at", "id").first()
    behind = None if last is None else (last[0], last[1] + 1)
    while behind is not None:
        rows = list(_before(entries, behind).values(*COLUMNS)[:_BATCH])
        if rows:
            yield rows
        behind = (rows[-1]["at"], rows[-1]["id"]) if len(rows) == _BATCH else None


def _before(entries: Any, place: tuple[Any, int]) -> Any:
    at, key = place
    return entries.filter(at__lte=at).exclude(at=at, id__gte=key)


def jsonl(rows: Rows) -> bytes:
    return b"".join(json.dumps(row, default=_iso, ensure_ascii=False).encode() + b"\n" for row in rows)


def _csv(rows: Rows) -> bytes:
    return _lines([[_cell(row[name]) for name in COLUMNS] for row in rows])


def _lines(rows: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    """What a spreadsheet would take for a formula is shown as text."""
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    text = "" if value is None else _iso(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _iso(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
