"""Tells the journal where a request comes from, and that somebody was turned away."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from modelwright.server.core import audit

_NOT_AN_ATTEMPT: Final = ("password_change_required",)
"""Refusals that the interface itself meets on its way."""


class JournalMiddleware:
    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api"):
            return self.get_response(request)
        token = audit.current_address.set(audit.address_of(request))
        try:
            response = self.get_response(request)
            if response.status_code == 403:
                _record_refusal(request, getattr(response, "code", ""))
        finally:
            audit.current_address.reset(token)
        return response


def _record_refusal(request: HttpRequest, code: str) -> None:
    """Strangers are not recorded: they could fill the journal."""
    if request.user.is_authenticated and code not in _NOT_AN_ATTEMPT:
        needed = str(getattr(request, "rule", ""))
        detail = {"method": request.method, "path": request.path, "needed": needed, "code": code}
        audit.record(request.user, "access.refused", None, detail)
