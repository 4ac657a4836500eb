"""Routes of how a person has arranged their screens."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router

from modelwright.server.accounts import screens
from modelwright.server.accounts.rights import Access, person, rule
from modelwright.server.accounts.schemas import ScreenOut

router = Router(tags=["accounts"])
Screen = Annotated[str, Path(pattern="^[a-z-]{1,40}$")]


@router.get("/account/screens/{screen}", response=ScreenOut)
@rule(Access.ACCOUNT)
def get_screen(request: HttpRequest, screen: Screen) -> Any:
    return screens.arranged(person(request), screen)


@router.put("/account/screens/{screen}", response=ScreenOut)
@rule(Access.ACCOUNT)
def arrange_screen(request: HttpRequest, screen: Screen, body: ScreenOut) -> Any:
    return screens.arrange(person(request), screen, body.model_dump())
