"""Verbs of sessions and of the own account."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.translation import gettext_lazy as _

from modelwright import __version__
from modelwright.server.accounts import links, passwords, people, sign_ins, throttle
from modelwright.server.accounts.models import Language, SignInOutcome, Theme, User
from modelwright.server.accounts.rights import person
from modelwright.server.core import audit
from modelwright.server.core.errors import Invalid, Sentence, TooManyAttempts, UserError

_BACKEND = "django.contrib.auth.backends.ModelBackend"


SSO_PROBLEM = "sso_problem"


class WrongCredentials(UserError):
    status = 403


def session_of(request: HttpRequest) -> dict[str, Any]:
    get_token(request)  # the answer carries the CSRF cookie, which every change needs
    account = request.user if request.user.is_authenticated else None
    return {
        "account": account,
        "languages": dict(settings.LANGUAGES),
        "version": __version__,
        "sso": {"name": settings.OIDC_NAME, "problem": _sso_problem(request)} if settings.OIDC_ISSUER else None,
    }


def sign_in(request: HttpRequest, username: str, password: str) -> None:
    """Raises WrongCredentials, in the same time for unknown names, or TooManyAttempts."""
    _admit(request, username)
    user = authenticate(request, username=username, password=password)
    if user is None:
        known = User.objects.filter(username=username).first()
        _refuse(
            request,
            known,
            SignInOutcome.WRONG_PASSWORD if known is None or known.is_active else SignInOutcome.BLOCKED,
        )
        audit.record(None, "session.refused", None, name=_harmless(username), request=request)
        raise WrongCredentials(_("The user name or the password is wrong."))
    throttle.forgive(username)
    enter(request, user, "session.signed_in", SignInOutcome.SIGNED_IN)


def sign_in_once(request: HttpRequest, token: str) -> None:
    try:
        user = links.redeem(token)
    except links.LinkNotValid as refusal:
        audit.record_rarely("session.link_refused", {"said": str(refusal.message)}, request=request)
        raise
    enter(request, user, "session.signed_in_by_link", SignInOutcome.BY_LINK)


def sign_out(request: HttpRequest) -> None:
    audit.record(request.user, "session.signed_out", person(request), request=request)
    logout(request)


@transaction.atomic
def edit_account(user: User, changes: dict[str, Any]) -> User:
    changes = {name: value for name, value in changes.items() if value is not None}
    _check_account(changes)
    before = {name: getattr(user, name) for name in changes}
    for name, value in changes.items():
        setattr(user, name, value)
    user.save(update_fields=list(changes))
    audit.record(user, "account.edited", user, audit.difference(before, changes))
    return user


@transaction.atomic
def change_password(request: HttpRequest, current: str, new: str) -> None:
    """Ends every session and token of the person (E16), except this session where it is the first password of their own."""
    user = person(request)
    is_first = user.must_set_password
    if not is_first and not user.check_password(current):
        raise _about("current", _("This is not your current password."))
    _check_password(new, user)
    user.set_password(new)
    user.must_set_password = False
    user.save(update_fields=["password", "must_set_password", "modified_at"])
    people.shut_out(user)
    audit.record(user, "account.password_changed", user, request=request)
    if is_first:
        update_session_auth_hash(request, user)
    else:
        logout(request)


def rules(username: str, password: str) -> dict[str, Any]:
    return {
        "username": [{"message": str(rule.sentence), "kept": rule.keeps(username)} for rule in passwords.NAME],
        "password": [
            {"message": str(rule.sentence), "kept": rule.keeps(password)} for rule in passwords.of_passwords()
        ],
    }


def _admit(request: HttpRequest, username: str) -> None:
    try:
        throttle.admit(username, audit.address_of(request))
    except TooManyAttempts as refusal:
        audit.record_rarely("session.throttled", refusal.detail, name=_harmless(username), request=request)
        _refuse(request, User.objects.filter(username=username).first(), SignInOutcome.THROTTLED)
        raise


def _harmless(username: str) -> str:
    """What the journal may keep of a name that was tried: now and then somebody types the password there."""
    known = User.objects.filter(username=username).exists()
    return username if known else f"{username.strip()[:2]}…"


def _refuse(request: HttpRequest, user: User | None, outcome: SignInOutcome) -> None:
    """Into the history of the person whose name was used, if there is one."""
    if user is not None:
        sign_ins.record(request, user, outcome)


def _sso_problem(request: HttpRequest) -> str:
    """Why the last single sign-on of this browser failed; said once."""
    return str(request.session.pop(SSO_PROBLEM)) if SSO_PROBLEM in request.session else ""


def enter(request: HttpRequest, user: User, action: str, outcome: SignInOutcome) -> None:
    login(request, user, backend=_BACKEND)
    sign_ins.record(request, user, outcome)
    audit.record(user, action, user, request=request)


def _check_account(changes: dict[str, Any]) -> None:
    if changes.get("language", "") not in ("", *Language.values):
        raise _about("language", _("The languages are: %(known)s.") % {"known": ", ".join(Language.values)})
    if changes.get("theme", Theme.SYSTEM) not in Theme.values:
        raise _about("theme", _("The themes are: %(known)s.") % {"known": ", ".join(Theme.values)})
    if wrong := passwords.wrong_email(changes.get("email", "")):
        raise _about("email", wrong[0])


def _check_password(new: str, user: User) -> None:
    wrong = passwords.broken(passwords.of_passwords(), new)
    if not wrong and user.check_password(new):
        wrong = [_("This is the password that you have now. Choose another one.")]
    if wrong:
        raise Invalid(wrong[0], fields={"new": wrong})


def _about(field: str, sentence: Sentence) -> Invalid:
    return Invalid(sentence, fields={field: sentence})
