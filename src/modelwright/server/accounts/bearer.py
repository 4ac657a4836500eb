"""Lets a token in: `Authorization: Bearer mw_…`. No other site can make a browser send it, so it needs no CSRF check."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from modelwright.server.accounts import tokens
from modelwright.server.accounts.models import User


class TokenAuth(HttpBearer):
    """A request with a bearer header is judged by it alone, whatever its cookies say."""

    def authenticate(self, request: HttpRequest, token: str) -> User:
        """Raises TokenNotValid."""
        request.user = tokens.redeem(token)
        return request.user


def anybody(request: HttpRequest) -> bool:
    """For routes that say who is there, be it nobody."""
    return True
