"""Two people editing the same thing: the second one is told what changed meanwhile, and nothing is overwritten."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Conflict

_PRECISION: Final = timedelta(milliseconds=1)
"""Times lose their microseconds on the way to the browser and back."""


class Changed(Conflict):
    """Somebody else changed it since the person's page was loaded; `detail.current` is how it is now."""


def update_unless_changed(
    row: Model, changes: dict[str, Any], *, seen: datetime, current: Callable[[], dict[str, Any]]
) -> None:
    """Store the changes and a new `modified_at`, unless the row is no longer the one of that time.

    `current` makes what the refusal shows. Raises Changed.
    """
    now = timezone.now()
    same = type(row)._default_manager.filter(pk=row.pk, modified_at__gte=seen, modified_at__lt=seen + _PRECISION)
    if not same.update(**changes, modified_at=now):
        message = _("Somebody else changed this meanwhile. Look at what is new, then save again.")
        raise Changed(message, detail={"current": current()})
    for name, value in {**changes, "modified_at": now}.items():
        setattr(row, name, value)
