"""Verbs of the bell: a person's notices, read and unread."""

from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import User
from modelwright.server.core.errors import NotFound
from modelwright.server.core.pagination import page
from modelwright.server.notices import live, topics
from modelwright.server.notices.events import EVENTS
from modelwright.server.notices.models import Notice

_SORTS: Final = {"at": "at"}


def list_notices(user: User, *, unread: bool, cursor: str, limit: int) -> dict[str, Any]:
    """Newest first."""
    rows = Notice.objects.visible_to(user).select_related("happening__project")
    rows = rows.filter(read_at=None) if unread else rows
    return page(rows, sort="-at", sorts=_SORTS, cursor=cursor, limit=limit, show=lambda found: [*map(_out, found)])


def count_unread(user: User) -> int:
    return Notice.objects.visible_to(user).filter(read_at=None).count()


def mark_read(user: User, notice_id: int) -> dict[str, int]:
    """Twice does no harm. Raises NotFound."""
    rows = Notice.objects.filter(user=user, pk=notice_id)
    if not rows.filter(read_at=None).update(read_at=timezone.now()) and not rows.exists():
        raise NotFound(_("This notice does not exist any more."))
    live.changed()
    return {"unread": count_unread(user)}


def mark_all_read(user: User, upto: int) -> dict[str, int]:
    """Those that the person can have seen: up to the newest that their page showed."""
    Notice.objects.filter(user=user, read_at=None, pk__lte=upto).update(read_at=timezone.now())
    live.changed()
    return {"unread": count_unread(user)}


def _out(notice: Notice) -> dict[str, Any]:
    happening = notice.happening
    topic = topics.find(happening.topic)
    told = topic.told(happening.event, happening.facts) if topic else topics.Told(happening.event, "", "/")
    event = EVENTS.get(happening.event)
    return {
        "id": notice.pk,
        "event": happening.event,
        "level": event.level if event else "plain",
        **told._asdict(),
        "project_id": happening.project_id,
        "project_name": happening.project.name if happening.project else "",
        "at": notice.at,
        "read_at": notice.read_at,
    }
