"""What is cleared away now and then, when nothing else is to be done."""

import time
from typing import Final

from modelwright.server.datasets import exports, pictures, surveying, uploads

HOUSEKEEPING_S: Final = 3600.0
_house_kept: Final[dict[str, float]] = {}


def keep_house() -> None:
    """Not more often than once an hour: thumbnails within their bound, forgotten uploads removed."""
    now = time.monotonic()
    if now - _house_kept.get("at", 0.0) > HOUSEKEEPING_S:
        _house_kept["at"] = now
        pictures.trim()
        uploads.forget_old()
        exports.forget_old()
        surveying.forget_unused()
