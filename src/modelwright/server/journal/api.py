"""Routes of the journal."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from ninja import Query, Router

from modelwright.server.accounts.rights import Right, rule
from modelwright.server.journal import exporting, services
from modelwright.server.journal.schemas import (
    ExportFormat,
    JournalFilter,
    JournalPage,
    JournalWords,
    VerificationOut,
)

router = Router(tags=["journal"])


@router.get("/journal", response=JournalPage)
@rule(Right.JOURNAL_VIEW)
def list_journal(
    request: HttpRequest, filters: Query[JournalFilter], sort: str = "-at", cursor: str = "", limit: int = 50
) -> Any:
    """Counting ends at `counted_to`."""
    return services.list_entries(filters, sort=sort, cursor=cursor, limit=limit)


@router.get("/journal/actions", response=JournalWords)
@rule(Right.JOURNAL_VIEW)
def list_journal_actions(request: HttpRequest) -> Any:
    return services.known_words()


@router.get("/journal/export", response={200: None})
@rule(Right.JOURNAL_VIEW)
def export_journal(
    request: HttpRequest, filters: Query[JournalFilter], format: ExportFormat = ExportFormat.CSV
) -> HttpResponseBase:
    """All that matches, newest first, sent as it is read."""
    return exporting.export(request, filters, format)


@router.get("/journal/verify", response=VerificationOut)
@rule(Right.JOURNAL_VIEW)
def verify_journal(request: HttpRequest, after: int = 0) -> Any:
    """A stretch of the chain; go on with `after` = `next`."""
    return services.verification(after)
