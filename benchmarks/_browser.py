"""Chromium for benchmarks, signed in at a server of their own as its first administrator."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from modelwright.sdk.testing import RealServer
from modelwright.server.testing import chromium

NAME: Final = "anna"
PASSWORD: Final = "Wright-1"  # noqa: S105 - of a server that ends with the benchmark


def insist_on_chromium() -> None:
    if not Path(chromium.PATH).exists():
        sys.exit("This benchmark needs Chromium.")


def prepare(home: Path) -> RealServer:
    """A server that is started later, once the tables are full: its first start tells its address with a link."""
    server = RealServer(home)
    with server.client():
        pass  # it answers
    server.end()
    return server


@contextmanager
def signed_in(server: RealServer) -> Iterator[Page]:
    """A page of 1440 x 900 pixels while the server runs."""
    server.restart()
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium.PATH, args=chromium.FLAGS)
            page = browser.new_page(base_url=server.url, viewport={"width": 1440, "height": 900})
            page.goto("/sign-in")
            page.locator("input").first.fill(NAME)
            page.locator("input[type=password]").fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda address: "sign-in" not in address)
            yield page
            browser.close()
    finally:
        server.end()
