"""The journal's door: every change and security event is recorded here."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from modelwright.server.core.models import JournalEntry


def record(
    user: Any, action: str, entity: Model | None = None, detail: dict[str, Any] | None = None, *, request: Any = None
) -> None:
    """Write what `user` did to `entity`; call it in the transaction of the change itself, and before a deletion.

    `action` is `entity.verb`, such as `training_process.started`. `user` may be nobody. `detail` holds what a reader of the
    journal needs (names, before and after), never a password, a token or a key.
    """
    project = entity.project_of() if entity is not None and hasattr(entity, "project_of") else None
    JournalEntry.objects.create(
        user=user if user is not None and user.is_authenticated else None,
        action=action,
        entity=action.partition(".")[0],
        entity_id=entity.pk if entity else None,
        project_id=project.pk if project else None,
        address=address_of(request) if request else "",
        detail=detail or {},
    )


def address_of(request: HttpRequest) -> str:
    """The peer's address. X-Forwarded-For is not read: anybody can send one."""
    return str(request.META.get("REMOTE_ADDR", ""))[:64]
