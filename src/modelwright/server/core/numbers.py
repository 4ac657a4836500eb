"""Numbers with a fraction as people read them in a sentence: 0.005 in English and Chinese, 0,005 in Russian and Spanish."""

from django.utils.formats import get_format


def decimal(value: float, digits: int = 4) -> str:
    """As many digits as tell something; what cannot be written so, such as infinity, as Python writes it."""
    return f"{value:.{digits}g}".replace(".", get_format("DECIMAL_SEPARATOR"))
