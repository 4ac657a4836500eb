"""How people have arranged their screens: which view, which columns."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import ScreenView, User
from modelwright.server.core.errors import Invalid

MOST_COLUMNS: Final = 60
MOST_SCREENS: Final = 100


def arranged(user: User, screen: str) -> dict[str, Any]:
    kept = ScreenView.objects.filter(user=user, screen=screen).first()
    return kept.arranged if kept else {}


def arrange(user: User, screen: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """The last word holds: it is the person's own screen. Raises Invalid for more than a screen can have."""
    others = ScreenView.objects.filter(user=user).exclude(screen=screen).count()
    if others >= MOST_SCREENS or any(len(columns) > MOST_COLUMNS for columns in wanted["columns"].values()):
        raise Invalid(_("There are not that many screens and columns."))
    ScreenView.objects.update_or_create(user=user, screen=screen, defaults={"arranged": wanted})
    return wanted
