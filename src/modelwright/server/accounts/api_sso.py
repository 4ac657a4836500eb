"""Routes of single sign-on: the way to the provider's page, and back from it."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from modelwright.server.accounts import single_sign_on
from modelwright.server.accounts.rights import Access, rule

router = Router(tags=["accounts"])


@router.get("/session/sso", response={302: None}, auth=None)
@rule(Access.PUBLIC)
def begin_sso(request: HttpRequest, after: str = "/") -> HttpResponse:
    """A page for the browser to go to; `after` is where it ends, if it is a page of ours."""
    return single_sign_on.redirect(request, after)


@router.get("/session/sso/callback", response={302: None}, auth=None)
@rule(Access.PUBLIC)
def end_sso(request: HttpRequest) -> HttpResponse:
    """Where the provider sends the browser. Signed in, or back at the sign-in page with `sso.problem` in the session."""
    return single_sign_on.enter(request)
