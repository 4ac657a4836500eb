"""What an entry of the journal is found by: names, keys, the address and all facts; nothing that is hidden."""

from collections.abc import Iterator
from typing import Any, Final

from modelwright.server.core import fulltext
from modelwright.server.core.facts import HIDDEN

_NAMED: Final = ("entity_name", "user_name", "operation_key", "address", "action")
_WRAPPERS: Final = frozenset({"before", "after"})
"""Keys that nearly every correction has say nothing about it."""


def text_of_entry(entry: Any) -> str:
    named = (getattr(entry, name) for name in _NAMED)
    return fulltext.text_of(dict.fromkeys(part for part in (*named, *_facts(entry.detail)) if part))


def _facts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in _WRAPPERS:
                yield key
            yield from _facts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _facts(item)
    elif value is not None and value != HIDDEN:
        yield str(value)
