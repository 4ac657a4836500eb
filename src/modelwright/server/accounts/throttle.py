"""Slows down guessing: after repeated failures, by name or by address, a sign-in has to wait."""

import math
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext_lazy

from modelwright.server.accounts.models import FailedSignIn
from modelwright.server.core.errors import TooManyAttempts

WINDOW: Final = timedelta(minutes=5)
PER_NAME: Final = 5
PER_ADDRESS: Final = 30
"""Larger: a team may share one address."""


@transaction.atomic
def admit(name: str, address: str) -> FailedSignIn:
    """Count one attempt before it is judged, so that many at once do not slip through; `forgive` takes it back.

    Raises TooManyAttempts, which says how long to wait.
    """
    name = _folded(name)
    FailedSignIn.objects.filter(at__lt=timezone.now() - WINDOW).delete()
    _check(PER_NAME, name=name)
    _check(PER_ADDRESS, address=address)
    return FailedSignIn.objects.create(name=name, address=address)


def forgive(name: str) -> None:
    """The right password was given: earlier failures under that name no longer count."""
    FailedSignIn.objects.filter(name=_folded(name)).delete()


def _check(allowed: int, **by: str) -> None:
    latest = FailedSignIn.objects.filter(**by).order_by("-at").values_list("at", flat=True)[:allowed]
    if len(latest) < allowed:
        return
    minutes = max(1, math.ceil((latest[allowed - 1] + WINDOW - timezone.now()) / timedelta(minutes=1)))
    sentence = ngettext_lazy(
        "Too many failed attempts. Try again in %(minutes)s minute.",
        "Too many failed attempts. Try again in %(minutes)s minutes.",
        "minutes",
    )
    raise TooManyAttempts(sentence % {"minutes": minutes}, detail={"minutes": minutes})


def _folded(name: str) -> str:
    return name.strip().casefold()[:254]
