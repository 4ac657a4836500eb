"""Background work: deliveries are tried until they arrive. Each is claimed by a conditional update, and sent outside any
transaction: at least once, always under the same key."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final

from django.db.models import F
from django.utils import timezone

from modelwright.server.notices import mail, posting, spreading
from modelwright.server.notices.answers import Pointless
from modelwright.server.notices.models import Channel, Delivery, State

log = logging.getLogger(__name__)

PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440))
"""After the first attempt, the second …; then it is given up."""
_LEASE: Final = timedelta(minutes=3)
"""An attempt that has not ended by then died with its server."""
_AT_ONCE: Final = 20
_FORGOTTEN_EVERY: Final = timedelta(hours=1)


class Spreading:
    """What happened is told; now and then, what is old is forgotten."""

    def __init__(self) -> None:
        self._forgotten_at = timezone.now() - _FORGOTTEN_EVERY

    def __call__(self, should_stop: Callable[[], bool]) -> bool:
        if timezone.now() - self._forgotten_at >= _FORGOTTEN_EVERY:
            self._forgotten_at = timezone.now()
            spreading.forget_old()
        return spreading.spread_pending(should_stop)


def mail_pending(should_stop: Callable[[], bool]) -> bool:
    return _deliver(Channel.EMAIL, mail.send, should_stop)


def post_pending(should_stop: Callable[[], bool]) -> bool:
    return _deliver(Channel.WEBHOOK, posting.send, should_stop)


WORK: Final = (mail_pending, post_pending)
"""Beside the spreading, each in a thread of its own, so that a slow webhook holds up no mail."""


def _deliver(channel: Channel, send: Callable[[Delivery], str], should_stop: Callable[[], bool]) -> bool:
    found = False
    for delivery in _due(channel):
        if should_stop():
            break
        if _claim(delivery):
            found = True
            _try(delivery, send)
    return found


def _due(channel: Channel) -> Iterable[Delivery]:
    due = Delivery.objects.filter(channel=channel, state=State.WAITING, next_at__lte=timezone.now())
    return due.select_related("happening__project", "user", "webhook").order_by("next_at")[:_AT_ONCE]


def _claim(delivery: Delivery) -> bool:
    now = timezone.now()
    own = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING, next_at=delivery.next_at)
    claimed = own.update(next_at=now + _LEASE, attempts=F("attempts") + 1)
    delivery.attempts += 1
    delivery.next_at = now + _LEASE
    return bool(claimed)


def _try(delivery: Delivery, send: Callable[[Delivery], str]) -> None:
    try:
        answer = send(delivery)
    except Pointless as reason:
        _store(delivery, state=State.GIVEN_UP, answer=str(reason))
    except Exception as problem:
        log.warning("delivery %s failed: %s", delivery.pk, problem)
        _failed(delivery, f"{problem}" or type(problem).__name__)
    else:
        _store(delivery, state=State.DELIVERED, answer=answer[:500], delivered_at=timezone.now())


def _failed(delivery: Delivery, answer: str) -> None:
    if delivery.attempts > len(PAUSES):
        _store(delivery, state=State.GIVEN_UP, answer=answer[:500])
    else:
        _store(delivery, next_at=timezone.now() + PAUSES[delivery.attempts - 1], answer=answer[:500])


def _store(delivery: Delivery, **changes: object) -> None:
    """Unless another server has taken it over, because this one was taken to be dead."""
    Delivery.objects.filter(pk=delivery.pk, next_at=delivery.next_at, state=State.WAITING).update(**changes)
