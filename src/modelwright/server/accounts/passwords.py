"""What names and passwords must be: E13's rules, or the stricter ones for passwords (X21); one sentence for each rule."""

import re
import secrets
import string
from collections.abc import Callable
from typing import Final, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Sentence


class TextRule(NamedTuple):
    sentence: Sentence
    keeps: Callable[[str], bool]


NAME: Final = (
    TextRule(_("A user name has at least 5 characters."), lambda name: len(name) >= 5),
    TextRule(
        _("A user name has only digits, Chinese and English letters, and underscores."),
        lambda name: re.fullmatch(r"[一-鿿A-Za-z0-9_]*", name) is not None,
    ),
)
_SOURCE: Final = (
    TextRule(_("A password has at least 6 characters."), lambda password: len(password) >= 6),
    TextRule(
        _("A password has at least two of: upper-case letters, lower-case letters, digits."),
        lambda password: sum(any(map(kind, password)) for kind in (str.isupper, str.islower, str.isdigit)) >= 2,
    ),
)
_STRICT: Final = (
    TextRule(_("A password has at least 8 characters."), lambda password: len(password) >= 8),
    TextRule(_("A password has a lower-case letter."), lambda password: any(map(str.islower, password))),
    TextRule(_("A password has an upper-case letter."), lambda password: any(map(str.isupper, password))),
    TextRule(
        _("A password has a character that is neither a letter nor a digit."),
        lambda password: not all(map(str.isalnum, password)),
    ),
)


def of_passwords() -> tuple[TextRule, ...]:
    """As MODELWRIGHT_PASSWORD_POLICY says."""
    return _STRICT if settings.PASSWORD_POLICY == "strict" else _SOURCE  # noqa: S105 - a policy's name


def broken(rules: tuple[TextRule, ...], text: str) -> list[Sentence]:
    return [rule.sentence for rule in rules if not rule.keeps(text)]


def generated() -> str:
    """Keeps the rules of either policy, and is easy to read out: no letters that look alike."""
    letters = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))
    while True:
        password = "-".join("".join(secrets.choice(letters) for _letter in range(4)) for _part in range(4))
        if not broken(_SOURCE + _STRICT, password):
            return password


def wrong_email(email: str) -> list[Sentence]:
    try:
        if email:
            validate_email(email)
    except ValidationError:
        return [_("This is not an e-mail address.")]
    return []
