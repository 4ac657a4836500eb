"""Checks that a webhook's request comes from the server and is not an old one again. Needs the standard library only."""

import hashlib
import hmac
import time


def verify_webhook(secret: str, signature: str, body: bytes, *, tolerance_s: float = 300) -> None:
    """`signature`: the header X-Modelwright-Signature. Raises ValueError for what is forged, changed or too old."""
    parts = dict(part.partition("=")[::2] for part in signature.split(","))
    stamp = parts.get("t", "")
    if not stamp.isdecimal() or abs(time.time() - int(stamp)) > tolerance_s:
        raise ValueError("the webhook's signature is too old or has no time")
    expected = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, parts.get("v1", "")):
        raise ValueError("the webhook's signature does not fit its body")
