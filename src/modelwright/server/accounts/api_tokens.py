"""Routes of the own account's tokens and sign-ins."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from modelwright.server.accounts import services, sign_ins, tokens
from modelwright.server.accounts.rights import Access, person, rule
from modelwright.server.accounts.schemas import RulesIn, RulesOut, SignInOut, TokenIn, TokenMade, TokenOut
from modelwright.server.core.schemas import Page

router = Router(tags=["accounts"])


@router.get("/account/tokens", response=list[TokenOut])
@rule(Access.ACCOUNT)
def list_tokens(request: HttpRequest) -> Any:
    return tokens.list_tokens(person(request))


@router.post("/account/tokens", response={201: TokenMade})
@rule(Access.ACCOUNT)
def create_token(request: HttpRequest, body: TokenIn) -> Any:
    """The secret is shown this once; send it as `Authorization: Bearer mw_…`."""
    row, secret = tokens.create(person(request), body)
    return Status(201, {"token": row, "secret": secret})


@router.delete("/account/tokens/{token_id}", response={204: None})
@rule(Access.ACCOUNT)
def revoke_token(request: HttpRequest, token_id: int) -> Any:
    tokens.revoke(person(request), person(request), token_id)
    return Status(204, None)


@router.get("/account/sign-ins", response=Page[SignInOut])
@rule(Access.ACCOUNT)
def list_own_sign_ins(request: HttpRequest, cursor: str = "", limit: int = 50) -> Any:
    return sign_ins.history(person(request), cursor=cursor, limit=limit)


@router.post("/account/rules", response=RulesOut)
@rule(Access.ACCOUNT)
def check_rules(request: HttpRequest, body: RulesIn) -> Any:
    """What names and passwords must be, and which of it a typed one keeps. Nothing is stored."""
    return services.rules(body.username, body.password)
