"""The sources' password rule (E13): at least 6 characters, at least two of upper case, lower case, digits."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class SourceRule:
    def validate(self, password: str, user: Any = None) -> None:
        kinds = sum(any(test(letter) for letter in password) for test in (str.isupper, str.islower, str.isdigit))
        if len(password) < 6 or kinds < 2:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        return str(
            _("Use at least 6 characters, with at least two of: upper-case letters, lower-case letters, digits.")
        )
