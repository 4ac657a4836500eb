"""E-mail: one notice in the recipient's language, as plain text and as simple HTML."""

from html import escape
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import translation
from django.utils.translation import gettext as _

from modelwright.server.accounts.models import User
from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, Invalid
from modelwright.server.notices import topics
from modelwright.server.notices.answers import NOBODY, Pointless
from modelwright.server.notices.models import Delivery
from modelwright.server.notices.topics import Told

_TIMEOUT_S = 20


def send(delivery: Delivery) -> str:
    """Raises where the server of the mail refuses it; Pointless where the person left or has no address any more."""
    happening, user = delivery.happening, delivery.user
    topic = topics.find(happening.topic)
    if user is None or topic is None or not (user.is_active and user.email):
        raise Pointless(NOBODY)
    with translation.override(user.language or settings.LANGUAGE_CODE):
        told = topic.told(happening.event, happening.facts)
        project = happening.project.name if happening.project else ""
        message = _message(user, told, project, key=f"{happening.key}-{user.pk}")
    _pass_on(message)
    return f"accepted for {user.email}"


def state() -> dict[str, Any]:
    """What an administrator may know of it; never a password."""
    is_configured = bool(settings.EMAIL_HOST)
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if is_configured else ""
    return {"is_configured": is_configured, "server": server, "sender": settings.DEFAULT_FROM_EMAIL}


def send_test(user: User) -> dict[str, Any]:
    """To the person's own address, at once. Raises Conflict or Invalid with what is missing or went wrong."""
    if not settings.EMAIL_HOST:
        raise Conflict(_("No mail server is set. Set MODELWRIGHT_EMAIL_URL and start the server again."))
    if not user.email:
        raise Invalid(_("Your account has no e-mail address. Enter one first."))
    told = Told(_("A test of Modelwright"), _("If you read this, e-mail works."), "/account")
    try:
        _pass_on(_message(user, told, "", key=""))
    except OSError as problem:
        raise Conflict(_("The mail server refused: %(answer)s") % {"answer": f"{problem}"[:300]}) from problem
    audit.record(user, "account.mail_tested", user, {"server": state()["server"]})
    return state()


def _message(user: User, told: Told, project: str, *, key: str) -> EmailMultiAlternatives:
    subject = f"[{project}] {told.title}" if project else told.title
    link = settings.PUBLIC_URL + told.path if settings.PUBLIC_URL else ""
    why = _("You get this because of what you chose under Account, Notices.")
    plain = "\n\n".join(filter(None, [told.title, told.text, link, f"-- \n{why}"]))
    headers = {"Message-ID": f"<{key}@modelwright>"} if key else {}  # the same in each attempt
    message = EmailMultiAlternatives(" ".join(subject.split()), plain, to=[user.email], headers=headers)
    message.attach_alternative(_html(told, link, why), "text/html")
    return message


def _html(told: Told, link: str, why: str) -> str:
    words = _("Open in Modelwright")
    button = f'<p><a href="{escape(link)}">{escape(words)}</a></p>' if link else ""
    text = escape(told.text).replace("\n", "<br>")
    return (
        f'<!doctype html><html lang="{translation.get_language()}"><body style="font:14px/1.5 system-ui,sans-serif">'
        f'<h1 style="font-size:18px;font-weight:600">{escape(told.title)}</h1><p>{text}</p>{button}'
        f'<p style="color:#6b6b66;font-size:12px">{escape(why)}</p></body></html>'
    )


def _pass_on(message: EmailMultiAlternatives) -> None:
    message.connection = get_connection(timeout=_TIMEOUT_S)
    message.send()
