"""Answers requests: each one whole in one of a few threads, which keep their connections to the database.

Django's own handler changes threads at every middleware, and makes a thread with a connection of its own for each request:
that takes more time than most requests do.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from asgiref.sync import sync_to_async
from django.core import signals
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections, reset_queries
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_THREADS: Final = ThreadPoolExecutor(8, thread_name_prefix="request")
"""More of them get less done: they wait for each other. Fewer, and some that wait for a disk or another computer hold up all."""


class Handler(ASGIHandler):
    def __init__(self) -> None:
        BaseHandler.__init__(self)  # ASGIHandler's own would load the middleware as coroutines
        self.load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self._answer, thread_sensitive=False, executor=_THREADS)(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        close_old_connections()  # those that are broken
        return self.get_response(request)


def keep_connections() -> None:
    """Django closes them around each request, for which it makes one more thread; `Handler` does it itself."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    signals.request_started.disconnect(reset_queries)
