"""Entries to look at."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from modelwright.server.core import audit
from modelwright.server.core.models import JournalEntry


@pytest.fixture
def wrote(people):
    """`wrote("dataset.edited", by="trainer", ago=timedelta(hours=2), …)` is the entry."""

    def write(action="dataset.edited", *, by="trainer", ago=timedelta(0), detail=None, **more) -> JournalEntry:
        audit.record(people[by] if by else None, action, None, detail, **more)
        entry = JournalEntry.objects.latest("pk")
        if ago:
            JournalEntry.objects.filter(pk=entry.pk).update(at=now() - ago)
        return entry

    return write


@pytest.fixture
def listed(login):
    """The names of the entries that the administrator finds."""

    def ask(**query):
        answer = login("administrator").get("/journal", **query)
        assert answer.status_code == 200, answer.content
        return [item["entity_name"] for item in answer.json()["items"]]

    return ask


def now() -> datetime:
    return timezone.now()
