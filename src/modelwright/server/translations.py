"""The server's sentences in four languages: `python -m modelwright.server.translations compile|check`.

Everything that people read is English in the source and looked up in `locale/*/LC_MESSAGES/django.po`.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from modelwright.contract.catalogue import BASE_MODELS
from modelwright.contract.parameters import described_schema

LANGUAGES: Final = ("ru", "zh_Hans", "es")
_SERVER: Final = Path(__file__).parent
_KEYWORDS: Final = {
    **dict.fromkeys(("_", "now", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
}
_PLACEHOLDER: Final = re.compile(r"%\(\w+\)s|%%")
_IN_F_STRING: Final = re.compile(rf"""\bf["'].*\{{[^}}]*\b(?:{"|".join(_KEYWORDS)})\(["']""")
_SCHEMA_WORDS: Final = ("title", "description", "unit")

Key = str | tuple[str, ...]
"""A sentence, or its singular and plural."""


def po_file(language: str) -> Path:
    return _SERVER / "locale" / language / "LC_MESSAGES" / "django.po"


def compile_all(*, only_stale: bool = False) -> None:
    """Write the .mo files that Django reads, without the gettext programs."""
    for language in LANGUAGES:
        source = po_file(language)
        target = source.with_suffix(".mo")
        if only_stale and target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        partial = target.with_suffix(f".{os.getpid()}.partial")  # two suites may start at once
        with partial.open("wb") as file:
            write_mo(file, read(language))
        partial.replace(target)


def read(language: str) -> Catalog:
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def sentences() -> dict[Key, str]:
    """All that people may read, with a place where it stands."""
    return dict([*_in_source(), *_in_contract()])


def _in_source() -> Iterator[tuple[Key, str]]:
    methods = [("**/tests/**", "ignore"), ("**.py", "python")]
    for name, line, key, _comments, _context in extract_from_dir(_SERVER, methods, keywords=_KEYWORDS):
        yield key, f"{name}:{line}"


def _in_contract() -> Iterator[tuple[Key, str]]:
    """What travels through the contract and is translated on its way out."""
    for entry in BASE_MODELS:
        yield entry.summary, "contract/catalogue.py"
    schema = described_schema()
    for block in (schema, *schema["$defs"].values()):
        for field in block.get("properties", {}).values():
            yield from ((field[word], "contract") for word in _SCHEMA_WORDS if field.get(word))


def problems() -> list[str]:
    """What is missing, empty, unsure, unused, unseen, or lost a placeholder; empty when all is well."""
    wanted = sentences()
    of_catalogues = [f"{of}: {problem}" for of in LANGUAGES for problem in _problems(read(of), wanted)]
    return [*of_catalogues, *_unseen()]


def _unseen() -> Iterator[str]:
    """What is looked up inside an f-string: the extractor reads those as one text."""
    for file in _SERVER.rglob("*.py"):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if _IN_F_STRING.search(line):
                yield f"{file.relative_to(_SERVER)}:{number}: a sentence is looked up inside an f-string"


def _problems(catalog: Catalog, wanted: dict[Key, str]) -> Iterator[str]:
    known = {_key(message): message for message in catalog if message.id}
    for key, place in wanted.items():
        if key not in known:
            yield f"missing ({place}): {key!r}"
    for key, message in known.items():
        if key not in wanted:
            yield f"unused: {key!r}"
        elif message.fuzzy or not _texts(message) or not all(_texts(message)):
            yield f"empty or fuzzy: {key!r}"
        elif any(_placeholders(text) != _placeholders(_last(key)) for text in _texts(message)):
            yield f"other placeholders: {key!r}"


def _key(message: Message) -> Key:
    key: Any = message.id
    return key if isinstance(key, str) else tuple(key)


def _texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _last(key: Key) -> str:
    return key if isinstance(key, str) else key[-1]


def _placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text))


def main(verb: str) -> int:
    if verb == "compile":
        compile_all()
        return 0
    found = problems()
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
