"""What a webhook is sent: JSON, signed so that the receiver knows whose it is and that it is not an old one again."""

import hashlib
import hmac
import json
import ssl
import time
from typing import Any, Final

import httpcore
from django.conf import settings
from django.utils import translation

from modelwright import __version__
from modelwright.server.notices import topics
from modelwright.server.notices.answers import SWITCHED_OFF, Pointless
from modelwright.server.notices.events import TEST
from modelwright.server.notices.guard import GuardedNetwork
from modelwright.server.notices.models import Delivery, Happening
from modelwright.server.notices.topics import Told

SIGNATURE: Final = "X-Modelwright-Signature"
"""`t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "<t>.<body>" with the webhook's secret>`"""
_TIMEOUT_S: Final = 10.0
_ANSWER_BYTES: Final = 400
_ACCEPTED: Final = range(200, 300)


class Refused(Exception):
    """The receiver answered, but did not take it."""


def send(delivery: Delivery) -> str:
    """What the receiver answered. Raises where it is not there, does not take it, or may not be spoken to; Pointless where
    the webhook was switched off."""
    hook = delivery.webhook
    if hook is None or not hook.enabled:
        raise Pointless(SWITCHED_OFF)
    body = json.dumps(body_of(delivery.happening), ensure_ascii=False, separators=(",", ":")).encode()
    headers: dict[bytes | str, bytes | str] = {
        "Content-Type": "application/json",
        "User-Agent": f"Modelwright/{__version__}",
        "X-Modelwright-Event": delivery.happening.event,
        "X-Modelwright-Delivery": delivery.happening.key,
        SIGNATURE: signature(hook.secret, int(time.time()), body),
    }
    return _post(hook.url, headers, body)


def signature(secret: str, at: int, body: bytes) -> str:
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={signed.hexdigest()}"


def body_of(happening: Happening) -> dict[str, Any]:
    """In English: it is for programs."""
    project = happening.project
    with translation.override("en"):
        told = _told(happening)
    return {
        "id": happening.key,
        "event": happening.event,
        "at": happening.at.isoformat(),
        "project": {"id": project.pk, "name": project.name} if project else None,
        "subject": {"kind": happening.topic, "id": happening.subject_id} if happening.topic else None,
        "title": told.title,
        "text": told.text,
        "link": settings.PUBLIC_URL + told.path,
        "facts": happening.facts,
    }


def _told(happening: Happening) -> Told:
    topic = topics.find(happening.topic)
    if happening.event == TEST or topic is None:
        return Told("A test of Modelwright", "If you can read this, the webhook works.", "/")
    return topic.told(happening.event, happening.facts)


def _post(url: str, headers: dict[bytes | str, bytes | str], body: bytes) -> str:
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), _TIMEOUT_S)
    tls = ssl.create_default_context()
    with (
        httpcore.ConnectionPool(ssl_context=tls, network_backend=GuardedNetwork()) as pool,
        pool.stream("POST", url, headers=headers, content=body, extensions={"timeout": timeout}) as response,
    ):
        said = f"{response.status} {_beginning(response)}".strip()
    if response.status not in _ACCEPTED:  # redirects too: they could lead where nothing may be sent
        raise Refused(said)
    return said


def _beginning(response: httpcore.Response) -> str:
    """Of the answer: enough to show, and no more is waited for."""
    read, until = b"", time.monotonic() + _TIMEOUT_S
    for chunk in response.iter_stream():
        read += chunk
        if len(read) >= _ANSWER_BYTES or time.monotonic() > until:
            break
    return " ".join(read[:_ANSWER_BYTES].decode(errors="replace").split())
