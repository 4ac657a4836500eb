"""Numbers with a fraction as people read them in a sentence: 0.005 in English and Chinese, 0,005 in Russian and Spanish."""

from django.utils.formats import get_format
from django.utils.translation import gettext


def decimal(value: float, digits: int = 4) -> str:
    """As many digits as tell something; what cannot be written so, such as infinity, as Python writes it."""
    return f"{value:.{digits}g}".replace(".", get_format("DECIMAL_SEPARATOR"))


def percent(share: float) -> str:
    """Of a share of one, as the web's `formatPercent` has it, but with up to two digits: 97.5% or 97,5 %."""
    number = f"{100 * share:.2f}".rstrip("0").rstrip(".")
    return gettext("%(number)s%%") % {"number": number.replace(".", get_format("DECIMAL_SEPARATOR"))}
