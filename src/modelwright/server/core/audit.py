"""The journal's door: every change and security event is recorded here."""

from collections.abc import Iterator
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, Final

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from modelwright.server.core.facts import plain
from modelwright.server.core.models import EventClass, JournalEntry

current_address: ContextVar[str] = ContextVar("current_address", default="")
"""Where the request that is being answered came from; `core.journalling` sets it."""

_SECURITY: Final = frozenset({"session", "access", "account", "user", "role", "token", "membership", "journal"})
_CORRECTIONS: Final = ("edited", "renamed", "moved", "deleted", "removed", "changed", "replaced", "corrected")
_ERRORS: Final = ("failed", "lost")
_QUIET_FOR: Final = timedelta(minutes=1)


def record(
    user: Any,
    action: str,
    entity: Model | None = None,
    detail: dict[str, Any] | None = None,
    *,
    name: str = "",
    operation_key: str = "",
    request: Any = None,
) -> None:
    """Write what `user` did to `entity`; call it in the transaction of the change itself, and before a deletion.

    `action` is `entity.verb`, such as `training_process.started`; `core.journal_words` has its words. `user` may be nobody:
    then it was the server. `detail` holds what a reader of the journal needs, of a change `difference(before, after)`,
    never a password, a token or a key. `name` stands for the thing where its row does not tell its name. The address is
    that of the request being answered.
    """
    kind = action.partition(".")[0]
    known = user is not None and user.is_authenticated
    project = entity.project_of() if entity is not None and hasattr(entity, "project_of") else None
    JournalEntry.objects.create(
        user_id=user.pk if known else None,
        user_name=user.get_username() if known else "",
        event_class=class_of(action),
        action=action,
        entity=kind,
        entity_id=entity.pk if entity else None,
        entity_name=plain(name or _name_of(entity))[:255],
        project_id=project.pk if project else None,
        operation_key=operation_key,
        address=address_of(request) if request else current_address.get(),
        detail=plain(detail or {}),
    )


def record_rarely(action: str, detail: dict[str, Any], *, name: str = "", request: HttpRequest) -> None:
    """For what strangers can do as often as they like: once a minute for each address and name."""
    address = address_of(request)
    lately = JournalEntry.objects.filter(action=action, at__gt=timezone.now() - _QUIET_FOR)
    if not lately.filter(address=address, entity_name=plain(name)[:255]).exists():
        record(None, action, None, detail, name=name, request=request)


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """`{"before": {path: value}, "after": {path: value}}` of what changed; nested values by dotted paths."""
    was, now = dict(_paths(before)), dict(_paths(after))
    changed = [path for path in {**was, **now} if was.get(path) != now.get(path)]
    return {
        "before": {path: was[path] for path in changed if path in was},
        "after": {path: now[path] for path in changed if path in now},
    }


def class_of(action: str) -> EventClass:
    """What kind of event it is, by its name: an error, a matter of security, a correction, or plain information."""
    entity, _dot, verb = action.partition(".")
    if verb.endswith(_ERRORS):
        return EventClass.ERROR
    if entity in _SECURITY or verb.startswith("member_"):
        return EventClass.SECURITY
    return EventClass.CORRECTION if verb.endswith(_CORRECTIONS) else EventClass.INFO


def address_of(request: HttpRequest) -> str:
    """The peer's address. X-Forwarded-For is not read: anybody can send one."""
    return str(request.META.get("REMOTE_ADDR", ""))[:64]


def _name_of(entity: Model | None) -> str:
    told = getattr(entity, "journal_name", None)
    if told is not None:
        return str(told())
    return str(getattr(entity, "name", "") or getattr(entity, "username", ""))


def _paths(value: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        if isinstance(item, dict) and item:
            yield from _paths(item, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", item
