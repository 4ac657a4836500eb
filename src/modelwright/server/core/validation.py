"""Pydantic's refusals of a request as sentences in the person's language, with the value and its bound."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from modelwright.server.core.errors import Invalid, Sentence

_NOT_WHOLE: Final = _("%(value)s is not a whole number.")
_NOT_A_NUMBER: Final = _("%(value)s is not a number.")
_NOT_A_TEXT: Final = _("%(value)s is not a text.")
_NOT_A_SWITCH: Final = _("%(value)s must be true or false.")
_NOT_A_CHOICE: Final = _("%(value)s is not one of the choices: %(expected)s.")
_NOT_A_TIME: Final = _("%(value)s is not a date and time.")
_NOT_A_LIST: Final = _("%(value)s is not a list.")
_NOT_AN_OBJECT: Final = _("%(value)s is not a group of named values.")

SENTENCES: Final[dict[str, Sentence]] = {
    "missing": _("This is needed."),
    "extra_forbidden": _("There is no such field. Remove it."),
    "greater_than": _("%(value)s is too small: it must be more than %(gt)s."),
    "greater_than_equal": _("%(value)s is too small: it must be at least %(ge)s."),
    "less_than": _("%(value)s is too large: it must be less than %(lt)s."),
    "less_than_equal": _("%(value)s is too large: it must be at most %(le)s."),
    "finite_number": _("%(value)s is not a number that can be used."),
    "string_too_short": _("This is too short: it must have at least %(min_length)s characters."),
    "string_too_long": _("This is too long: it may have at most %(max_length)s characters."),
    "too_short": _("The list needs at least %(min_length)s entries."),
    "too_long": _("The list has more than %(max_length)s entries."),
    "int_type": _NOT_WHOLE,
    "int_parsing": _NOT_WHOLE,
    "int_parsing_size": _NOT_WHOLE,
    "int_from_float": _NOT_WHOLE,
    "float_type": _NOT_A_NUMBER,
    "float_parsing": _NOT_A_NUMBER,
    "string_type": _NOT_A_TEXT,
    "bool_type": _NOT_A_SWITCH,
    "bool_parsing": _NOT_A_SWITCH,
    "enum": _NOT_A_CHOICE,
    "literal_error": _NOT_A_CHOICE,
    "datetime_parsing": _NOT_A_TIME,
    "datetime_from_date_parsing": _NOT_A_TIME,
    "datetime_type": _NOT_A_TIME,
    "list_type": _NOT_A_LIST,
    "tuple_type": _NOT_A_LIST,
    "dict_type": _NOT_AN_OBJECT,
    "model_type": _NOT_AN_OBJECT,
    "model_attributes_type": _NOT_AN_OBJECT,
}
_OTHERWISE: Final = _("This value is not accepted here.")
_SHORT: Final = 60
_LARGEST: Final = 2**63 - 1


def insist_on_sizes(given: Mapping[str, Any]) -> None:
    """What a route is given, before a database is asked: none knows whole numbers of more than 64 bits. Raises Invalid."""
    for name, value in given.items():
        if isinstance(value, BaseModel):
            insist_on_sizes(dict(value))
        elif isinstance(value, int) and abs(value) > _LARGEST:
            bound = "less_than_equal" if value > 0 else "greater_than_equal"
            said = SENTENCES[bound] % {"value": f"{value}"[:_SHORT], "le": _LARGEST, "ge": -_LARGEST}
            raise Invalid(said, fields={name: said})


def sentence(problem: Mapping[str, Any]) -> Sentence:
    """What to say about one of the problems of a pydantic ValidationError."""
    return SENTENCES.get(problem["type"], _OTHERWISE) % values_of(problem)


def values_of(problem: Mapping[str, Any]) -> dict[str, Any]:
    """What a sentence may name: the bounds, the choices, and the refused value as JSON, cut when it is long."""
    context = problem.get("ctx") or {}
    values = {**context, "value": _short(problem.get("input"))}
    if "expected" in context:
        values["expected"] = str(context["expected"]).replace(" or ", ", ")
    return values


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
