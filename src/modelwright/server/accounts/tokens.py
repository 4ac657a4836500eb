"""Access tokens for programs: made, used, taken back. Only a token's hash is kept."""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.matrix import CELLS, ENTITIES, FOR_EVERYBODY, Held, Right
from modelwright.server.accounts.models import AccessToken, TokenScope, User
from modelwright.server.accounts.rights import held
from modelwright.server.accounts.schemas import TokenIn
from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, Invalid, NotFound, UserError

PREFIX: Final = "mw_"
AT_MOST: Final = 50
_NOTED_EVERY: Final = timedelta(minutes=1)
"""How exactly the last use is known: not every request writes."""


class TokenNotValid(UserError):
    status = 401


def list_tokens(user: User) -> list[AccessToken]:
    return list(user.tokens.filter(revoked_at=None).order_by("-created_at", "-pk"))


@transaction.atomic
def create(user: User, given: TokenIn) -> tuple[AccessToken, str]:
    """The row, and the secret, which nobody can read again."""
    _check(user, given)
    secret = PREFIX + secrets.token_urlsafe(32)
    row = AccessToken.objects.create(
        user=user,
        name=given.name.strip(),
        scope=given.scope,
        rights=[right for right in CELLS if right in given.rights],
        prefix=secret[: len(PREFIX) + 5],
        token_hash=_hash(secret),
        expires_at=timezone.now() + timedelta(days=given.days),
    )
    detail = {"name": row.name, "scope": row.scope, "rights": row.rights, "expires_at": row.expires_at.isoformat()}
    audit.record(user, "token.created", row, detail)
    return row, secret


@transaction.atomic
def revoke(actor: User, user: User, token_id: int) -> None:
    row = user.tokens.filter(pk=token_id, revoked_at=None).first()
    if row is None:
        raise NotFound(_("There is no such token."))
    AccessToken.objects.filter(pk=row.pk).update(revoked_at=timezone.now())
    audit.record(actor, "token.revoked", row, {"name": row.name, "username": user.username})


def redeem(secret: str) -> User:
    """The person, with the rights that the token leaves them. Raises TokenNotValid, which says what to do."""
    row = AccessToken.objects.select_related("user").filter(token_hash=_hash(secret)).first()
    if row is None:
        raise TokenNotValid(_("This token is not known here. Make a new one in your account, under Tokens."))
    if not row.user.is_active:
        raise TokenNotValid(_("The account of this token is blocked. Ask an administrator."))
    if row.revoked_at is not None:
        raise TokenNotValid(_("This token was revoked. Make a new one in your account, under Tokens."))
    if row.expires_at <= timezone.now():
        raise TokenNotValid(_("This token has expired. Make a new one in your account, under Tokens."))
    _note_use(row)
    user = row.user
    user.token = row
    user.held = _left(row, held(user))
    return user


def _check(user: User, given: TokenIn) -> None:
    if not given.name.strip():
        sentence = _("Give the token a name that says what it is for.")
        raise Invalid(sentence, fields={"name": sentence})
    unknown = [right for right in given.rights if right not in CELLS]
    if unknown or (given.scope == TokenScope.CHOSEN and not given.rights):
        sentence = _("Choose at least one right of the matrix.")
        raise Invalid(sentence, fields={"rights": sentence})
    if user.tokens.filter(revoked_at=None).count() >= AT_MOST:
        raise Conflict(_("You have %(count)s tokens. Revoke one that is no longer used.") % {"count": AT_MOST})


def _left(row: AccessToken, rights: Held) -> Held:
    """Never more than the person has now: a token follows the roles."""
    if row.scope == TokenScope.EVERYTHING:
        return rights
    return {right: scope for right, scope in rights.items() if right in FOR_EVERYBODY or _allows(row, right)}


def _allows(row: AccessToken, right: Right) -> bool:
    match row.scope:
        case TokenScope.READ:
            return right.action == "view"
        case TokenScope.WORK:
            return ENTITIES[right.entity].in_projects
        case _:
            return right in row.rights or f"{right.entity}.manage" in row.rights


def _note_use(row: AccessToken) -> None:
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _NOTED_EVERY)
    AccessToken.objects.filter(stale, pk=row.pk).update(last_used_at=now)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
