"""What long lists are searched in, by indexes of trigrams (SQLite's FTS5, PostgreSQL's pg_trgm), which know no shorter pieces.

Everything of three letters and more is found anywhere in a text. What is shorter is found as a word of its own; in scripts
that write without spaces, any one or two letters are.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from modelwright.server.core.searching import folded

LONGEST: Final = 10_000
"""Letters of one text; what is behind them is not found."""
_SHORT: Final = 2
_MARK: Final = "\ua66e"
"""Stands before each short word, and makes it three letters long. A letter itself, because PostgreSQL leaves out all
others, and the rarest of all: one manuscript of the 15th century has it."""
_UNSPACED: Final = "[\u3000-\U0010ffff]"
"""Chinese, Japanese and Korean letters, and what else is a word by itself."""
_RUNS: Final = re.compile(rf"{_UNSPACED}+|(?:(?!{_UNSPACED})\w)+")


def text_of(parts: Iterable[str]) -> str:
    """What is kept of these parts for searching."""
    text = folded("\n".join(parts))[:LONGEST].replace(_MARK, "")
    short = "".join(f"{_MARK}{word}" for word in dict.fromkeys(_short_words(text)))
    return f"{text}\n{short}{_MARK}" if short else text


def needles(search: str) -> list[str]:
    """Pieces of three letters or more, all of which are in each text that the search finds. None: it has no letters."""
    return [needle for word in folded(search).replace(_MARK, "").split() for needle in _needles_of(word)]


def _needles_of(word: str) -> list[str]:
    if len(word) > _SHORT:
        return [word]
    return [_marked(run) for run in _RUNS.findall(word)]


def _marked(word: str) -> str:
    return f"{_MARK}{word}{_MARK if len(word) == 1 else ''}"


def _short_words(text: str) -> Iterator[str]:
    for run in _RUNS.findall(text):
        if re.match(_UNSPACED, run):
            yield from run
            yield from (run[at : at + 2] for at in range(len(run) - 1))
        elif len(run) <= _SHORT:
            yield run
