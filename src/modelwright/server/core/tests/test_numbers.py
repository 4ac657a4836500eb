"""Numbers in a sentence, in the person's language."""

import pytest
from django.utils import translation

from modelwright.server.core.numbers import percent, shown_percent


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["0%", "97.5%", "99.99%", "100%"]),
        ("zh-hans", ["0%", "97.5%", "99.99%", "100%"]),
        ("ru", ["0 %", "97,5 %", "99,99 %", "100 %"]),
        ("es", ["0 %", "97,5 %", "99,99 %", "100 %"]),
    ],
)
def test_a_share_is_told_as_in_its_language(language, words):
    with translation.override(language):
        told = [percent(share) for share in (0.0, 0.975, 0.99987, 1.0)]
    assert told == [word.replace(" ", "\u202f") for word in words]


@pytest.mark.parametrize(
    ("share", "words"), [(1.0, "100.0%"), (0.9825, "98.3%"), (0.98449, "98.4%"), (0.0, "0.0%"), (1 / 3, "33.3%")]
)
def test_a_share_is_told_as_on_the_screens(share, words):
    assert shown_percent(share) == words
