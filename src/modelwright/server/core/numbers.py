"""Numbers with a fraction as people read them in a sentence: 0.005 in English and Chinese, 0,005 in Russian and Spanish."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import get_format
from django.utils.translation import gettext


def decimal(value: float, digits: int = 4) -> str:
    """As many digits as tell something; what cannot be written so, such as infinity, as Python writes it."""
    return f"{value:.{digits}g}".replace(".", get_format("DECIMAL_SEPARATOR"))


def percent(share: float) -> str:
    """Of a share of one, with up to two digits: 97.5% or 97,5 %."""
    return _percent(f"{100 * share:.2f}".rstrip("0").rstrip("."))


def shown_percent(share: float, digits: int = 1) -> str:
    """Of a share of one as the screens have it, the web's `formatPercent`: always so many digits, a half is rounded up."""
    exact = Decimal(repr(float(share))) * 100  # the number as written, which is what browsers round
    return _percent(f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)}")


def _percent(number: str) -> str:
    return gettext("%(number)s%%") % {"number": number.replace(".", get_format("DECIMAL_SEPARATOR"))}
