"""Sizes in sentences are those of the web's `formatBytes`, which its test asks about the same ones."""

import pytest
from django.utils import translation

from modelwright.server.core.sizes import size


@pytest.mark.parametrize(
    ("count", "language", "words"),
    [
        (0, "en", "0 kB"),
        (1_500, "ru", "1,5 кБ"),
        (2_500_000, "en", "2.5 MB"),
        (2_500_000, "es", "2,5 MB"),
        (64_000_000_000, "zh-hans", "64 GB"),
        (340_400_000, "ru", "340 МБ"),
        (7_250_000_000_000_000, "en", "7,250 TB"),
    ],
)
def test_a_size_is_told_by_thousands_in_the_persons_language(count, language, words):
    with translation.override(language):
        assert size(count) == words.replace(" ", "\u202f")
