"""Routes of notices: the bell, what each person wants to be told, the server's mail."""

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router

from modelwright.server.accounts.rights import Access, person, rule
from modelwright.server.core.schemas import Page
from modelwright.server.notices import choices, inbox, live, mail
from modelwright.server.notices.schemas import ChoiceIn, ChoicesOut, MailOut, ReadIn, ToldOut, UnreadOut

router = Router(tags=["notices"])


@router.get("/account/notices", response=Page[ToldOut])
@rule(Access.SIGNED_IN)
def list_notices(request: HttpRequest, unread: bool = False, cursor: str = "", limit: int = 20) -> Any:
    """Newest first; those of the last 90 days."""
    return inbox.list_notices(person(request), unread=unread, cursor=cursor, limit=limit)


@router.get("/account/notices/unread", response=UnreadOut)
@rule(Access.SIGNED_IN)
def count_unread(request: HttpRequest) -> Any:
    return {"unread": inbox.count_unread(person(request))}


@router.get("/account/notices/stream", response={200: None})
@rule(Access.SIGNED_IN)
def stream_unread(request: HttpRequest) -> StreamingHttpResponse:
    """Server-sent events. Event `unread`: {"unread": count}, at once and whenever it changes."""
    return live.stream(person(request))


@router.post("/account/notices/read", response=UnreadOut)
@rule(Access.SIGNED_IN)
def read_notices(request: HttpRequest, body: ReadIn) -> Any:
    return inbox.mark_all_read(person(request), body.upto)


@router.post("/account/notices/{notice_id}/read", response=UnreadOut)
@rule(Access.SIGNED_IN)
def read_notice(request: HttpRequest, notice_id: int) -> Any:
    return inbox.mark_read(person(request), notice_id)


@router.get("/account/notice-choices", response=ChoicesOut)
@rule(Access.ACCOUNT)
def get_notice_choices(request: HttpRequest) -> Any:
    return choices.of_person(person(request))


@router.put("/account/notice-choices", response=ChoicesOut)
@rule(Access.ACCOUNT)
def choose_notices(request: HttpRequest, body: ChoiceIn) -> Any:
    return choices.choose(person(request), body)


@router.delete("/account/notice-choices/{project_id}", response=ChoicesOut)
@rule(Access.ACCOUNT)
def forget_notice_choice(request: HttpRequest, project_id: int) -> Any:
    return choices.forget(person(request), project_id)


@router.get("/mail", response=MailOut)
@rule(Access.ADMINISTRATOR)
def get_mail(request: HttpRequest) -> Any:
    return mail.state()


@router.post("/mail/test", response=MailOut)
@rule(Access.ADMINISTRATOR)
def mail_test(request: HttpRequest) -> Any:
    """To one's own address."""
    return mail.send_test(person(request))
