"""Lists of a project with 2,000 processes and 200 models in the browser: from the click to the first row that is painted."""

import statistics
from collections.abc import Iterator
from typing import NamedTuple

from playwright.sync_api import Page

import _browser
import _lists
from _django import HOME
from _table import Figure, show
from modelwright.server.accounts.models import Project, User
from modelwright.server.jobs.models import Machine
from server import PROCESSES, processes

TIMES = 10


class Way(NamedTuple):
    list: str
    begins: str
    """Within the project."""
    clicks: str
    """The words of a link or button there."""


WAYS = (
    Way(f"{PROCESSES:,} processes", "overview", "Processes"),
    Way("200 templates", "overview", "Templates"),
    Way("200 models", "overview", "Models"),
    Way("200 schedules", "processes", "Schedules"),
    Way("the queue, in which 500 wait", "overview", "Queue"),
    Way("200 versions of a model", "models?search=Many", "Many"),
)
WATCH = """(words) => new Promise((done) => {
  const rows = () => [...document.querySelectorAll('tr.ant-table-row')]
  const old = new Set(rows())
  const began = performance.now()
  const look = () => {
    if (rows().some((row) => !old.has(row))) return requestAnimationFrame(() => done(performance.now() - began))
    requestAnimationFrame(look)
  }
  const pressed = [...document.querySelectorAll('a, button')].find((one) => one.textContent.trim() === words)
  pressed.click()
  look()
})"""


def main() -> None:
    server = _browser.prepare(HOME)
    user = User.objects.create_superuser(_browser.NAME, password=_browser.PASSWORD)
    project = Project.objects.create(name="Benchmark")
    processes(project, user, PROCESSES)
    _lists.fill(project, user)
    Machine.objects.update(enabled=False)  # nothing of what waits begins
    with _browser.signed_in(server) as page:
        show("Lists in the browser", [figure for way in WAYS for figure in painted(page, project, way)])


def painted(page: Page, project: Project, way: Way) -> Iterator[Figure]:
    """Without the first time, which also loads the screen's program."""
    times = [painted_ms(page, project, way) for _ in range(TIMES + 1)][1:]
    yield Figure(way.list, statistics.median(times), "ms", 300)
    yield Figure(f"the slowest of {TIMES}", max(times), "ms")


def painted_ms(page: Page, project: Project, way: Way) -> float:
    """After a reload of the whole page."""
    page.goto(f"/projects/{project.pk}/{way.begins}")
    page.get_by_text(way.clicks, exact=True).first.wait_for()
    page.wait_for_load_state("networkidle")
    return float(page.evaluate(WATCH, way.clicks))


if __name__ == "__main__":
    _browser.insist_on_chromium()
    main()
