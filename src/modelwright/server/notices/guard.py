"""Keeps what people let this server send away from this server's own surroundings."""

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

import httpcore
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Invalid
from modelwright.server.notices.answers import NOT_ALLOWED, SENTENCES

_LONGEST_URL: Final = 1000


class NotAllowed(Exception):
    """The address leads to this machine or into a private network. Its text is a code of `answers`."""


def check_url(url: str) -> str:
    """The address, if it is one of the web. Where its name leads to is looked at when it is used. Raises Invalid."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        is_fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_fine = False
    if not is_fine or len(url) > _LONGEST_URL or not url.isascii() or any(sign.isspace() for sign in url):
        raise _refused(
            _("An address begins with https:// or http:// and names a server, such as https://example.org/x.")
        )
    if parts.username or parts.password:
        raise _refused(_("Leave user name and password out of the address: receivers check the signature instead."))
    if _is_literal_and_private(parts.hostname or ""):
        raise _refused(SENTENCES[NOT_ALLOWED])
    return url


def _refused(sentence: Any) -> Invalid:
    return Invalid(sentence, fields={"url": sentence})


def _is_literal_and_private(host: str) -> bool:
    try:
        return not is_allowed(host)
    except ValueError:
        return host.lower().rstrip(".") == "localhost" and not settings.WEBHOOKS_TO_PRIVATE


def is_allowed(address: str) -> bool:
    """Whether that IP address may be spoken to. Raises ValueError for what is none."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip
    is_public = inner.is_global and not inner.is_multicast and ip.is_global
    return bool(settings.WEBHOOKS_TO_PRIVATE or is_public)


class GuardedNetwork(httpcore.NetworkBackend):
    """Looks a name up once and connects to what was found and allowed: no second answer can lead elsewhere."""

    def __init__(self) -> None:
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(place[0]) for *_rest, place in found]
        if not all(is_allowed(address) for address in addresses):
            raise NotAllowed(NOT_ALLOWED)
        return self._network.connect_tcp(addresses[0], port, timeout, local_address, socket_options)

    def connect_unix_socket(self, *_arguments: Any, **_named: Any) -> httpcore.NetworkStream:
        raise NotAllowed("no unix sockets")

    def sleep(self, seconds: float) -> None:
        self._network.sleep(seconds)
