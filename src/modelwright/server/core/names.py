"""The rule for names of datasets, templates and models (E28, E41), and how the API's document tells the rules of texts."""

import re
from typing import Annotated, Final

from django.utils.translation import gettext_lazy as _
from pydantic import WithJsonSchema

from modelwright.server.core.errors import Invalid

LONGEST: Final = 60
_NAME: Final = re.compile(rf"^[A-Za-z](?:[A-Za-z0-9_-]{{0,{LONGEST - 2}}}[A-Za-z0-9])?$")


def documented(longest: int, pattern: re.Pattern[str] | None = None) -> WithJsonSchema:
    """For a text that a service checks, because it refuses with a sentence of its own. The web takes its rules from there."""
    return WithJsonSchema({"type": "string", "maxLength": longest, **({"pattern": pattern.pattern} if pattern else {})})


Name = Annotated[str, documented(LONGEST, _NAME)]
"""What `check_name` is asked about."""


def check_name(name: str, field: str = "name") -> str:
    """The name, if it keeps the rule. Raises Invalid."""
    if not _NAME.fullmatch(name):
        sentence = _(
            "A name begins with a letter, ends with a letter or digit, and has at most 60 of: A–Z, a–z, 0–9, - and _."
        )
        raise Invalid(sentence, fields={field: sentence})
    return name


def process_name(template: str, number: object) -> str:
    """How people call a training process everywhere, as the web's `nameOf` does: Gears · 3."""
    return f"{template} · {number}"
