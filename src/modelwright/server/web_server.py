"""The web server: uvicorn, on a socket that listens already, until we are asked to end."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Final

import uvicorn
from django.urls import get_resolver

from modelwright.server.asgi import application
from modelwright.server.core import sse

_GRACE_S: Final = 5
"""How long open requests may go on after that. Event streams end at once."""


class _WebServer(uvicorn.Server):
    """Ends when `asked` is set: the handlers of signals are there before it begins."""

    def __init__(self, config: uvicorn.Config, asked: threading.Event) -> None:
        super().__init__(config)
        self._asked = asked

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def on_tick(self, counter: int) -> bool:
        return self._asked.is_set() or await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        sse.open_streams.end()
        await super().shutdown(sockets)


def load_routes() -> None:
    """All that answers requests, before anybody waits for one."""
    get_resolver().url_patterns  # noqa: B018 - reading it imports every route


def serve_web(listener: socket.socket, asked: threading.Event) -> None:
    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=_GRACE_S,
        server_header=False,
        proxy_headers=False,
    )
    _WebServer(config, asked).run(sockets=[listener])
