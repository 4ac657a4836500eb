"""The words of one language, as the page and the server say them: a test looks for what a person reads."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Final

from modelwright.server import translations

WORDS: Final = Path(__file__).parents[2] / "web" / "src" / "i18n"
LOCALES: Final = {"en": "en-GB", "ru": "ru-RU", "zh": "zh-CN", "es": "es-ES"}
"""What a browser of the language asks for."""
_CATALOGUES: Final = {"ru": "ru", "zh": "zh_Hans", "es": "es"}


class Words:
    """`words("gate:rollBack.title", version="v1.01")` is the page's; `words.server("Resume")` is the server's."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = LOCALES[language]

    def __call__(self, key: str, **values: object) -> str:
        namespace, _, path = key.partition(":")
        found = _file(self.language, namespace)
        for name in path.split("."):
            found = found[name]
        return re.sub(r"{{(\w+)}}", lambda match: str(values[match[1]]), found)

    def server(self, sentence: str) -> str:
        if self.language == "en":
            return sentence
        message = translations.read(_CATALOGUES[self.language]).get(sentence)
        assert message and message.string, sentence
        return str(message.string)

    def told(self, sentence: str) -> re.Pattern[str]:
        """The server's sentence, whatever stands in its places."""
        pieces = re.split(r"%\(\w+\)s", self.server(sentence))
        return re.compile(".+".join(re.escape(piece) for piece in pieces))


@cache
def _file(language: str, namespace: str) -> dict:
    return json.loads((WORDS / language / f"{namespace}.json").read_text())
