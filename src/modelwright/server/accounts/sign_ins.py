"""The history of sign-ins: when, from where, with what, and how it went."""

import re
from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone

from modelwright.server.accounts.models import SignIn, User
from modelwright.server.core import audit
from modelwright.server.core.pagination import page

KEPT: Final = timedelta(days=365)
_BROWSERS: Final = (
    ("Edge", r"Edg/(\d+)"),
    ("Opera", r"OPR/(\d+)"),
    ("Firefox", r"Firefox/(\d+)"),
    ("Chrome", r"Chrom(?:e|ium)/(\d+)"),
    ("Safari", r"Version/(\d+).*Safari"),
    ("Python", r"python-httpx/([\d.]+)"),
)
_SYSTEMS: Final = ("Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux")


def record(request: HttpRequest, user: User, outcome: str) -> None:
    """Entries older than a year go."""
    user.sign_ins.filter(at__lt=timezone.now() - KEPT).delete()
    browser = browser_named(request.headers.get("User-Agent", ""))
    SignIn.objects.create(user=user, outcome=outcome, address=audit.address_of(request), browser=browser)


def history(user: User, *, cursor: str, limit: int) -> dict[str, Any]:
    return page(user.sign_ins.all(), sort="-at", sorts={"at": "at"}, cursor=cursor, limit=limit, show=_shown)


def browser_named(agent: str) -> str:
    """Such as "Firefox 140 · Linux"; the beginning of what it says where we do not know it."""
    found = ((name, re.search(pattern, agent)) for name, pattern in _BROWSERS)
    name = next((f"{name} {match[1]}" for name, match in found if match), agent[:60])
    system = next((system for system in _SYSTEMS if system in agent), "")
    return " · ".join(filter(None, (name, system)))


def _shown(rows: list[SignIn]) -> list[dict[str, Any]]:
    plain = ("id", "at", "outcome", "address", "browser")
    return [{name: getattr(row, name) for name in plain} | {"label": row.get_outcome_display()} for row in rows]
