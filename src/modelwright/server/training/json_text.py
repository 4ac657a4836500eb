"""Reads JSON that a person wrote, and knows where in the text each value stands."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Sentence

Path = tuple[str | int, ...]
MAX_DEPTH: Final = 50


class Place(NamedTuple):
    """Where a value (for an object's member: its name) begins, counted from 1."""

    line: int
    column: int


class NotJson(Exception):
    """The text is not JSON; `place` is where it stops being it."""

    def __init__(self, sentence: Sentence, place: Place) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.place = place


_SENTENCES: Final[dict[str, Sentence]] = {
    "Expecting ',' delimiter": _("A comma is missing before this, or a bracket is not closed."),
    "Expecting property name enclosed in double quotes": _("A name in double quotes must stand here."),
    "Illegal trailing comma before end of object": _("Remove the comma: nothing follows it."),
    "Illegal trailing comma before end of array": _("Remove the comma: nothing follows it."),
    "Expecting ':' delimiter": _("A colon must stand between the name and its value."),
    "Expecting value": _("A value must stand here: a number, a text in double quotes, true, false, null, [ or {."),
    "Extra data": _("The text should end here: the outermost bracket is closed already."),
    "Unterminated string starting at": _("The text that begins here is not closed with a double quote."),
    "Invalid control character at": _("A line break or tab inside a text must be written as \\n or \\t."),
}
_OTHERWISE: Final = _("From here on the text is not JSON.")
_TOO_DEEP: Final = _("The brackets are nested too deeply.")


class JsonText:
    """A parsed text. `value` is what it says. Raises NotJson."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.value = _value(text)
        self._offsets = _offsets(text)

    def place(self, path: Path) -> Place:
        """Where the value at `path` stands, or the innermost one around it that the text has."""
        while path and path not in self._offsets:
            path = path[:-1]
        return place_at(self._text, self._offsets.get(path, 0))


def place_at(text: str, offset: int) -> Place:
    return Place(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _value(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise NotJson(_SENTENCES.get(error.msg, _OTHERWISE), Place(error.lineno, error.colno)) from error
    except RecursionError as error:
        raise NotJson(_TOO_DEEP, Place(1, 1)) from error
    except _Constant as error:
        sentence = _("%(value)s is not a number that can be used.") % {"value": error}
        raise NotJson(sentence, place_at(text, max(0, text.find(str(error))))) from error
    except ValueError as error:  # a number of thousands of digits
        raise NotJson(_OTHERWISE, Place(1, 1)) from error


class _Constant(ValueError):
    """NaN or Infinity, which Python would take and JSON does not have."""


def _refuse_constant(name: str) -> Any:
    raise _Constant(name)


_OPENED: Final[dict[str, Path]] = {"{": ("",), "[": (0,)}
"""What an opening bracket adds to the path: a name yet to come, or the first position."""
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def _offsets(text: str) -> dict[Path, int]:
    """Where each value of valid JSON begins; a member's value, where its name does."""
    offsets: dict[Path, int] = {}
    path: list[str | int] = []
    for word, offset, is_name in _tokens(text):
        if is_name:
            path[-1] = json.loads(word)
            if tuple(path) in offsets:
                raise NotJson(_("“%(name)s” is named twice.") % {"name": path[-1]}, place_at(text, offset))
            offsets[tuple(path)] = offset
        elif word in ("}", "]"):
            path.pop()
        elif word == ",":
            path[-1] = path[-1] + 1 if isinstance(path[-1], int) else path[-1]
        elif word != ":":
            offsets.setdefault(tuple(path), offset)
            path += _OPENED.get(word, ())
            if len(path) > MAX_DEPTH:
                raise NotJson(_TOO_DEEP, place_at(text, offset))
    return offsets


def _tokens(text: str) -> Iterator[tuple[str, int, bool]]:
    """(token, offset, whether it is a member's name)."""
    found = [(match.group(), match.start()) for match in _TOKEN.finditer(text)]
    following = [token for token, _offset in found[1:]] + [""]
    for (token, offset), after in zip(found, following, strict=True):
        yield token, offset, after == ":"
