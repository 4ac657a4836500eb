"""What the system says of a file, in the person's language: it is English wherever a program runs."""

from typing import Final

from django.utils.translation import gettext, gettext_noop

_KNOWN: Final = frozenset(
    {
        gettext_noop("No such file or directory"),
        gettext_noop("Permission denied"),
        gettext_noop("Operation not permitted"),
        gettext_noop("Input/output error"),
        gettext_noop("Stale file handle"),
        gettext_noop("Transport endpoint is not connected"),
        gettext_noop("Is a directory"),
        gettext_noop("Not a directory"),
        gettext_noop("Too many open files"),
    }
)


def system_error(text: str) -> str:
    """Any other text stays as it is."""
    return gettext(text) if text in _KNOWN else text
