"""Background work: what happened becomes notices behind bells, e-mails, and what webhooks are sent."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from modelwright.server.accounts.models import User
from modelwright.server.notices import choices, live, topics
from modelwright.server.notices.events import BELL, EMAIL
from modelwright.server.notices.models import Channel, Delivery, Happening, Notice, Webhook

log = logging.getLogger(__name__)

KEPT: Final = timedelta(days=90)
_AT_ONCE: Final = 50


def spread_pending(should_stop: Callable[[], bool]) -> bool:
    """Says whether there was anything."""
    waiting = Happening.objects.filter(spread_at=None).select_related("project").order_by("pk")[:_AT_ONCE]
    found = False
    for happening in waiting:
        if should_stop():
            break
        found |= _spread_safely(happening)
    return found


def forget_old() -> None:
    """With their notices and deliveries."""
    Happening.objects.filter(at__lt=timezone.now() - KEPT).exclude(spread_at=None).delete()


def _spread_safely(happening: Happening) -> bool:
    try:
        return spread(happening)
    except DatabaseError:
        raise
    except Exception:
        log.exception("nobody can be told of %s", happening.key)
        return bool(Happening.objects.filter(pk=happening.pk, spread_at=None).update(spread_at=timezone.now()))


@transaction.atomic
def spread(happening: Happening) -> bool:
    """Once, whoever tries; a crash takes all of it back."""
    now = timezone.now()
    if not Happening.objects.filter(pk=happening.pk, spread_at=None).update(spread_at=now):
        return False
    topic = topics.find(happening.topic)
    gathered = topic.gather(happening) if topic else None
    if topic is None or gathered is None:
        return True
    happening.facts = gathered.facts
    Happening.objects.filter(pk=happening.pk).update(facts=gathered.facts)
    people = [user for user in _candidates(happening, gathered.owners) if topic.may_see(happening, user)]
    ways = choices.ways_to(people, happening.project, happening.event, gathered.owners)
    Notice.objects.bulk_create(
        [Notice(happening=happening, user=user, at=happening.at) for user in people if BELL in ways[user.pk]]
    )
    _send(happening, [user for user in people if EMAIL in ways[user.pk] and user.email])
    transaction.on_commit(live.changed)
    return True


def _candidates(happening: Happening, owners: frozenset[int]) -> Iterable[User]:
    wanted = owners | choices.listeners(happening.project)
    people = User.objects.filter(pk__in=wanted, is_active=True)
    return people.exclude(pk=happening.actor_id) if happening.actor_id else people


def _send(happening: Happening, readers: list[User]) -> None:
    now = timezone.now()
    mails = [Delivery(channel=Channel.EMAIL, user=user) for user in readers if settings.EMAIL_HOST]
    hooks = Webhook.objects.filter(project=happening.project_id, enabled=True) if happening.project_id else ()
    posts = [Delivery(channel=Channel.WEBHOOK, webhook=hook) for hook in hooks if happening.event in hook.events]
    for delivery in (*mails, *posts):
        delivery.happening, delivery.next_at = happening, now
    Delivery.objects.bulk_create([*mails, *posts])
