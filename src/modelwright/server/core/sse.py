"""Server-sent events: the format, and a response that no proxy holds back."""

import json
from collections.abc import AsyncIterator
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse

KEEP_ALIVE: Final = ": still here\n\n"
KEEP_ALIVE_S: Final = 15.0
"""Proxies close connections that are silent for a minute or so."""


def message(event: str, data: Any, *, number: str = "") -> str:
    """One event; the browser sends `number` back as Last-Event-ID when it connects again."""
    lines = [f"id: {number}"] if number else []
    return "\n".join([*lines, f"event: {event}", f"data: {json.dumps(data, cls=DjangoJSONEncoder)}", "", ""])


def response(events: AsyncIterator[str]) -> StreamingHttpResponse:
    """Access was checked before: once the first byte is out, there is no other answer."""
    return StreamingHttpResponse(
        events, content_type="text/event-stream", headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    )
