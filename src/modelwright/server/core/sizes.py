"""Sizes as people read them, on every page and in every sentence: by thousands, in the person's language."""

from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop

_UNITS: Final = (gettext_noop("kB"), gettext_noop("MB"), gettext_noop("GB"), gettext_noop("TB"))


def size(count: int | float) -> str:
    """Of so many bytes: 340 MB, 1.2 GB. The web's `formatBytes` says the same."""
    value, unit = count / 1000, 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    number = round(value, 1) if value < 100 else round(value)
    places = None if number % 1 else 0
    return f"{number_format(number, places, force_grouping=True)}\u202f{gettext(_UNITS[unit])}"
