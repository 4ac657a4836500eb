"""One-time links: how the first administrator, and whoever forgot a password, comes in. Only the token's hash is kept."""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts import people
from modelwright.server.accounts.models import OneTimeLink, User
from modelwright.server.core import audit
from modelwright.server.core.errors import UserError

LIFETIME: Final = timedelta(hours=24)


class LinkNotValid(UserError):
    status = 410


@transaction.atomic
def make(user: User) -> str:
    """A token that signs the person in once within 24 hours. Earlier links of theirs stop working."""
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.filter(user=user).delete()
    OneTimeLink.objects.create(user=user, token_hash=_hash(token), expires_at=timezone.now() + LIFETIME)
    audit.record(None, "account.link_made", user, {"hours": int(LIFETIME.total_seconds() // 3600)})
    return token


@transaction.atomic
def redeem(token: str) -> User:
    """The person whose link it is; the link is used up. Raises LinkNotValid."""
    link = OneTimeLink.objects.select_related("user").filter(token_hash=_hash(token)).first()
    if link is None or not link.user.is_active:
        raise LinkNotValid(_("This link is not valid. Ask an administrator for a new one."))
    if link.expires_at < timezone.now():
        raise LinkNotValid(_("This link has expired. Ask an administrator for a new one."))
    if not OneTimeLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()):
        raise LinkNotValid(
            _("This link was used already: it works once. Sign in with your password, or ask for a new link.")
        )
    return link.user


def address(token: str, base: str) -> str:
    """Behind the `#`, which browsers do not send: no log ever holds the token."""
    return f"{base}/welcome#token={token}"


@transaction.atomic
def first_administrator() -> User:
    """The administrator who has no password yet, else the oldest one; made when there is none at all."""
    administrators = User.objects.filter(is_superuser=True, is_active=True)
    known: User | None = administrators.order_by("-must_set_password", "pk").first()
    if known is not None:
        return known
    administrator = User(username=_free_name(), must_set_password=True)
    administrator.set_unusable_password()
    administrator.save()
    people.make_administrator(administrator)
    audit.record(None, "account.created", administrator, {"after": {"username": administrator.username}})
    return administrator


def _free_name() -> str:
    taken = set(User.objects.filter(username__startswith="administrator").values_list("username", flat=True))
    names = ("administrator", *(f"administrator{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def needs_first_link() -> bool:
    """Whether no administrator can sign in with a password yet."""
    return not User.objects.filter(is_superuser=True, is_active=True, must_set_password=False).exists()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
