"""Makes values fit for the journal: plain JSON, bounded in size, without anything secret."""

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Model

LONGEST_TEXT: Final = 1_000
MOST_ITEMS: Final = 100
HIDDEN: Final = "•••"
_SECRET: Final = re.compile(
    r"(^|[^a-z])(pass(word|wd|phrase)?s?|secrets?|tokens?|credentials?|authorization|cookies?|csrftoken|session[ _-]?ids?"
    r"|(api|private|secret|access|signing)[ _-]?keys?)$"
)
_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def plain(value: Any, key: str = "") -> Any:
    """As JSON that every database stores alike. Long texts and lists are cut, with a mark; texts under a key that names a
    secret are hidden."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {_text(name): plain(item, str(name)) for name, item in list(value.items())[: MOST_ITEMS * 2]}
    if isinstance(value, list | tuple | set | frozenset):
        return _items(sorted(value, key=str) if isinstance(value, set | frozenset) else value, key)
    text = _text(_named(value))
    return HIDDEN if text and is_secret(key) else text


def is_secret(key: str) -> bool:
    """Whether the name of a value, such as `client_secret`, says that nobody may read it."""
    return bool(_SECRET.search(_WORDS.sub("_", key).lower()))


def _items(values: Any, key: str) -> list[Any]:
    kept = [plain(item, key) for item in list(values)[:MOST_ITEMS]]
    return kept if len(values) <= MOST_ITEMS else [*kept, f"… +{len(values) - MOST_ITEMS}"]


def _named(value: Any) -> Any:
    if isinstance(value, Model):
        return getattr(value, "name", "") or value.pk
    return value.isoformat() if isinstance(value, date) else value


def _text(value: Any) -> str:
    text = _UNPRINTABLE.sub("�", str(value))
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
