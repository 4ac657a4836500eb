"""Things one after another, in the person's language: Chinese has marks of its own between them."""

from collections.abc import Iterable

from django.utils.translation import get_language


def listed(things: Iterable[object]) -> str:
    """Names, numbers: a, b, c."""
    return _joined("、", things)


def in_a_row(facts: Iterable[object]) -> str:
    """What is said about one thing: Images: 12, classes: 3."""
    return _joined("，", facts)


def _joined(chinese: str, things: Iterable[object]) -> str:
    comma = chinese if (get_language() or "").startswith("zh") else ", "
    return comma.join(map(str, things))
