"""The door: what happened is written down in the transaction that makes it true, and told afterwards."""

import threading
from typing import Any, Final

from django.db import transaction

from modelwright.server.accounts.models import Project, User
from modelwright.server.notices.events import EVENTS
from modelwright.server.notices.models import Happening

TOLD: Final = threading.Event()
"""Set when something waits to be spread: this process looks at once, another one at its next look."""


def tell(
    event: str,
    *,
    key: str,
    topic: str,
    subject_id: int,
    project: Project,
    facts: dict[str, Any] | None = None,
    actor: User | None = None,
) -> None:
    """Call it in the transaction of the change. A key that was told already is not told again."""
    if event not in EVENTS:
        raise ValueError(f"there is no event {event}")
    row = Happening(
        key=key[:120],
        event=event,
        topic=topic,
        subject_id=subject_id,
        project=project,
        actor=actor,
        facts=facts or {},
    )
    Happening.objects.bulk_create([row], ignore_conflicts=True)
    transaction.on_commit(TOLD.set)
