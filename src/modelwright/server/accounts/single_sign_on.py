"""Single sign-on by OpenID Connect, off unless MODELWRIGHT_OIDC_ISSUER is set. Authlib does state, nonce, PKCE and keys.

It is imported where it is used: it takes a good part of a server's start, and most have it switched off.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts import people, services
from modelwright.server.accounts.models import Identity, Role, SignInOutcome, User
from modelwright.server.core import audit
from modelwright.server.core.errors import Forbidden, NotFound, Sentence, UserError

CALLBACK: Final = "/api/session/sso/callback"
_NEXT: Final = "sso_next"
log = logging.getLogger(__name__)


class ProviderFailed(UserError):
    status = 502


def redirect(request: HttpRequest, after: str) -> HttpResponse:
    """To the provider's page. `after` is where the person goes in the end, if it is a page of ours."""
    provider = _provider()
    request.session[_NEXT] = after if _is_ours(after) else "/"
    try:
        with _answering():
            response: HttpResponse = provider.authorize_redirect(request, request.build_absolute_uri(CALLBACK))
    except UserError as error:
        return _back(request, error)
    return response


def enter(request: HttpRequest) -> HttpResponse:
    """From the provider's page: in, or back to the sign-in page, which says why not."""
    provider = _provider()
    after = request.session.pop(_NEXT, "/")
    try:
        with _answering():
            claims = _claims(provider, request)
        user = _person(claims)
    except UserError as error:
        audit.record_rarely("session.sso_refused", {"said": str(error.message)}, request=request)
        return _back(request, error)
    services.enter(request, user, "session.signed_in_by_sso", SignInOutcome.BY_SSO)
    return HttpResponseRedirect(after)


def _claims(provider: Any, request: HttpRequest) -> dict[str, Any]:
    """What the provider says about the person, with its signature, issuer, audience, nonce and times checked."""
    options = {
        "iss": {"essential": True, "values": [provider.load_server_metadata()["issuer"]]},
        "aud": {"essential": True, "values": [settings.OIDC_CLIENT_ID]},
    }
    return dict(provider.authorize_access_token(request, claims_options=options)["userinfo"])


@contextmanager
def _answering() -> Iterator[None]:
    """Whatever the network or the provider does becomes a sentence."""
    from authlib.common.errors import AuthlibBaseError
    from authlib.integrations.base_client import OAuthError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        yield
    except OAuthError as error:
        raise Forbidden(_("The sign-in at %(name)s was not completed. Try again.") % _name()) from error
    except (RequestException, AuthlibBaseError, JoseError, KeyError, RuntimeError, ValueError) as error:
        log.warning("single sign-on: %s", error)
        sentence = _("%(name)s does not answer as it should. Try again later, or sign in with a password.")
        raise ProviderFailed(sentence % _name()) from error


@transaction.atomic
def _person(claims: dict[str, Any]) -> User:
    """Known by issuer and subject, never by a name or an address, which people could choose at the provider."""
    roles = _roles(claims)
    if not roles:
        raise Forbidden(_("Your account at %(name)s gives you no role here. Ask an administrator.") % _name())
    known = Identity.objects.select_related("user").filter(issuer=claims["iss"], subject=claims["sub"]).first()
    user = known.user if known else _made(claims)
    if not user.is_active:
        raise Forbidden(_("Your account here is blocked. Ask an administrator."))
    people.follow_roles(user, roles)
    return user


def _made(claims: dict[str, Any]) -> User:
    wanted = str(claims.get("preferred_username") or claims.get("email") or claims["sub"])[:140]
    user = User(username=_free(wanted), email=str(claims.get("email") or "")[:254])
    user.first_name, user.last_name = (str(claims.get(name) or "")[:150] for name in ("given_name", "family_name"))
    user.set_unusable_password()
    try:
        user.save()
        Identity.objects.create(user=user, issuer=claims["iss"], subject=claims["sub"])
    except IntegrityError as error:
        raise Forbidden(_("The sign-in at %(name)s was not completed. Try again.") % _name()) from error
    audit.record(None, "user.created", user, {"username": user.username, "by": "sso"})
    return user


def _free(wanted: str) -> str:
    """A local account of the same name is somebody else until an administrator says otherwise."""
    number, name = 1, wanted
    while User.objects.filter(username__iexact=name).exists():
        number += 1
        name = f"{wanted}_{number}"
    return name


def _roles(claims: dict[str, Any]) -> list[Role]:
    """By MODELWRIGHT_OIDC_ROLES: value of the claim → name of the role, or key of the preset; `*` for everybody."""
    said = claims.get(settings.OIDC_ROLES_CLAIM) or []
    values = {"*", *(said if isinstance(said, list) else [said])}
    wanted = {role for value, role in settings.OIDC_ROLES.items() if value in values}
    return [role for role in Role.objects.all() if role.name in wanted or (role.preset and role.preset in wanted)]


@lru_cache(maxsize=1)
def _registered(issuer: str, client: str, secret: str) -> Any:
    from authlib.integrations.django_client import OAuth

    known = OAuth()
    known.register(
        "sso",
        client_id=client,
        client_secret=secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": settings.OIDC_SCOPE, "code_challenge_method": "S256", "timeout": 10},
    )
    return known.sso


def _provider() -> Any:
    if not settings.OIDC_ISSUER:
        raise NotFound(_("There is nothing at this address."))
    return _registered(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)


def _back(request: HttpRequest, error: UserError) -> HttpResponse:
    request.session[services.SSO_PROBLEM] = str(error.message)
    return HttpResponseRedirect("/sign-in")


def _name() -> dict[str, Sentence]:
    return {"name": settings.OIDC_NAME}


def _is_ours(address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
