"""The rules for names of industries (E18, the source's own), and of everything else here: free text of one line."""

import re
import unicodedata
from typing import Annotated, Final

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from modelwright.server.core import searching
from modelwright.server.core.errors import Invalid, Sentence
from modelwright.server.core.names import LONGEST, documented

_INDUSTRY: Final = re.compile(rf"^[\u4e00-\u9fffA-Za-z0-9_]{{1,{LONGEST}}}$")
_DIGITS: Final = re.compile(r"\d+")
_NUMBER_WIDTH: Final = 8
_Text = Annotated[str, Field(max_length=10_000)]
IndustryName = Annotated[_Text, documented(LONGEST, _INDUSTRY)]
FreeName = Annotated[_Text, documented(LONGEST)]


def check_industry_name(name: str) -> str:
    """The name, if it keeps E18's rule. Raises Invalid."""
    if not _INDUSTRY.fullmatch(name):
        sentence = _("An industry's name has 1 to 60 of: Chinese and English letters, digits and underscores.")
        raise Invalid(sentence, fields={"name": sentence})
    return name


def check_free_name(name: str, field: str = "name") -> str:
    """The name without space around it, in composed form. Raises Invalid."""
    name = tidy(name)
    if problem := what_is_wrong(name):
        raise Invalid(problem, fields={field: problem})
    return name


def tidy(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()


def what_is_wrong(name: str) -> Sentence | None:
    """With a name that is tidy already; None for a good one."""
    if not name:
        return _("Give it a name.")
    if len(name) > LONGEST:
        return _("A name has at most 60 characters; this one has %(count)s.") % {"count": len(name)}
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in name):
        return _("A name is one line of text, without control characters.")
    return None


def folded(name: str) -> str:
    """As the search compares it, in the space that there is for it."""
    return searching.folded(name)[:200]


def sorting_key(name: str) -> str:
    """Numbers inside are compared as numbers."""
    return _DIGITS.sub(lambda number: number.group().zfill(_NUMBER_WIDTH), folded(name))[:400]
