"""Compresses answers, except for those that are sent in pieces: an event stream must not wait for a full block."""

from typing import Any

from django.http import HttpRequest
from django.middleware.gzip import GZipMiddleware


class CompressionMiddleware(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: Any) -> Any:
        return response if response.streaming else super().process_response(request, response)
