"""Sentences that outlive the request that made them: everybody reads them in their own language."""

from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.functional import lazy

from modelwright.server.core.errors import Sentence


def anew(say: Callable[[], Sentence]) -> Sentence:
    """Said again for each reader: a sentence with values, which `%` would fix in the language of the moment."""
    told: Sentence = _ANEW(say)  # type: ignore[no-untyped-call]  # of Django's `lazy`
    return told


def in_every_language(sentence: Sentence) -> dict[str, str]:
    """By language, to be stored. One that is no promise is the same in all."""
    told = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            told[language] = str(sentence)
    return told


def in_the_readers(told: Mapping[str, str], otherwise: str = "") -> str:
    """Of what `in_every_language` gave; `otherwise`: of what was stored before, or where that language was not there yet."""
    return told.get(translation.get_language() or "", otherwise)


_ANEW: Final = lazy(lambda say: str(say()), str)
