"""The rule for names of datasets, templates and models (E28, E41)."""

import re
from typing import Final

from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Invalid

_NAME: Final = re.compile(r"[A-Za-z](?:[A-Za-z0-9_-]{0,58}[A-Za-z0-9])?")


def check_name(name: str, field: str = "name") -> str:
    """The name, if it keeps the rule. Raises Invalid."""
    if not _NAME.fullmatch(name):
        sentence = _(
            "A name begins with a letter, ends with a letter or digit, and has at most 60 of: A–Z, a–z, 0–9, - and _."
        )
        raise Invalid(sentence, fields={field: sentence})
    return name
