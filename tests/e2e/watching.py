"""Watches a page for what no person should ever meet: script errors, failed requests, untranslated words."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Response

WORDS = Path(__file__).parents[2] / "web" / "src" / "i18n"
MARKS = ("Traceback (most recent call last)", "[object Object]", "{{", "undefined", "NaN")
SERVER_ERRORS, CLIENT_ERRORS = 500, 400


def keys_of(words: object, above: str = "") -> Iterator[str]:
    """`tab.gallery` and the like; what stands on one level only might be a word of the screen."""
    if isinstance(words, dict):
        for name, inner in words.items():
            yield from keys_of(inner, f"{above}.{name}" if above else name)
    elif "." in above:
        yield above


KEYS = {key for file in (WORDS / "en").glob("*.json") for key in keys_of(json.loads(file.read_text()))}


class Watched:
    """A page, with everything wrong that was seen on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        page.on("response", self._answered)

    @contextmanager
    def expecting(self, *patterns: str) -> Iterator[None]:
        """Inside, problems that match a pattern are no problems."""
        before = len(self.problems)
        try:
            yield
        finally:
            new = self.problems[before:]
            self.problems[before:] = [one for one in new if not any(re.search(pattern, one) for pattern in patterns)]

    def check(self) -> None:
        """Fails on anything wrong so far, and on marks of a fault in what the screen shows now."""
        assert not self.problems, self.problems
        text = self.page.inner_text("body")
        wrong = [mark for mark in MARKS if mark in text]
        assert not wrong, f"{wrong} on {self.page.url}: {text}"
        raw = KEYS & set(re.findall(r"[A-Za-z_-]+(?:\.[A-Za-z_-]+)+", text))
        assert not raw, f"raw keys on {self.page.url}: {raw}"

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _answered(self, response: Response) -> None:
        if response.status >= CLIENT_ERRORS:
            self.problems.append(f"answer {response.status}: {response.request.method} {response.url}")
