"""An empty installation is set up by its guide alone (E3), in a language whose words the test takes from the interface's own."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import PASSWORD
from playwright.sync_api import Browser, Page, expect
from watching import Watched

from modelwright.sdk.testing import RealServer, draw_shapes
from modelwright.server.testing.migrated import migrated_database

WORDS = Path(__file__).parents[2] / "web" / "src" / "i18n"
LOCALES = {"en": "en-GB", "ru": "ru-RU", "zh": "zh-CN", "es": "es-ES"}
LANGUAGE = "zh"

Words = Callable[..., str]


def words_of(language: str) -> Words:
    """`words("users.create")`, with values for what stands in braces."""

    def say(key: str, **values: Any) -> str:
        space, *path = key.split(".")
        found: Any = json.loads((WORDS / language / f"{space}.json").read_text())
        for name in path:
            found = found[name]
        for name, value in values.items():
            found = found.replace(f"{{{{{name}}}}}", str(value))
        return str(found)

    return say


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[RealServer]:
    draw_shapes(tmp_path / "shapes")
    running = RealServer(tmp_path, migrated_database(), OMP_NUM_THREADS="1")
    yield running
    running.end()


def test_the_guide_leads_from_nothing_to_the_first_model(browser: Browser, empty_server: RealServer):
    set_up(browser, empty_server, LANGUAGE)


def set_up(browser: Browser, server: RealServer, language: str) -> None:
    context = browser.new_context(
        base_url=server.url, locale=LOCALES[language], viewport={"width": 1280, "height": 900}
    )
    watched = Watched(context.new_page())
    page, say = watched.page, words_of(language)
    come_in(page, server, say)
    make_industry(page, say)
    add_places(page, say)
    make_profile(page, say)
    make_project(page, say)
    make_dataset(page, server, say)
    step(page, say, "model")
    expect(page.get_by_role("heading", name=say("wizard.title"), level=1)).to_be_visible()
    watched.check()
    context.close()


def press(place: Any, name: str) -> None:
    place.get_by_role("button", name=name, exact=True).first.click()


def step(page: Page, say: Words, key: str) -> None:
    """The guide's next one, which it marks."""
    page.goto("/projects")
    line = page.get_by_role("region", name=say("guide.title")).locator("[aria-current=step]")
    expect(line).to_contain_text(say(f"guide.step.{key}.title"))
    line.get_by_role("link").click()


def come_in(page: Page, server: RealServer, say: Words) -> None:
    page.goto(f"/welcome#token={server.first_token}")
    page.get_by_label(say("sign-in.newPassword")).fill(PASSWORD)
    press(page, say("sign-in.setPassword"))
    expect(page.get_by_role("heading", name=say("projects.title"), level=1)).to_be_visible()


def make_industry(page: Page, say: Words) -> None:
    step(page, say, "industry")
    press(page, say("environment.industry.create"))
    form = page.get_by_role("dialog")
    form.get_by_label(say("environment.industry.name"), exact=True).fill("Displays")
    form.get_by_label(say("environment.levels.name", number=1)).fill("Factory")
    press(form, say("environment.levels.add"))
    form.get_by_label(say("environment.levels.name", number=2)).fill("Product")
    press(form, say("environment.industry.create"))
    expect(form).to_be_hidden()


def add_places(page: Page, say: Words) -> None:
    step(page, say, "environment")
    press(page, say("environment.add.verb", level="Factory"))
    form = page.get_by_role("dialog")
    form.get_by_label(say("environment.add.names")).fill("North\nЮг\n东厂")
    press(form, say("environment.add.ok_other", count=3))
    expect(form).to_be_hidden()
    expect(page.get_by_text("东厂")).to_be_visible()


def make_profile(page: Page, say: Words) -> None:
    step(page, say, "compute_profiles")
    press(page, say("compute-profiles.create"))
    form = page.get_by_role("dialog")
    form.get_by_label(say("compute-profiles.name"), exact=True).fill("Small")
    form.get_by_label(say("compute-profiles.cores")).fill("1")
    form.get_by_label(say("compute-profiles.memory"), exact=True).fill("1")
    press(form, say("compute-profiles.create"))
    expect(form).to_be_hidden()


def make_project(page: Page, say: Words) -> None:
    step(page, say, "project")
    press(page, say("projects.create"))
    form = page.get_by_role("dialog")
    form.get_by_label(say("projects.name"), exact=True).fill("Bearings")
    press(form, say("projects.create"))
    expect(page.get_by_role("heading", name=say("datasets.title"), level=1)).to_be_visible()


def make_dataset(page: Page, server: RealServer, say: Words) -> None:
    press(page, say("datasets.create"))
    form = page.get_by_role("dialog")
    form.get_by_label(say("datasets.column.name"), exact=True).fill("shapes")
    form.get_by_role("textbox", name=say("datasets.path.number", number=1)).fill(str(server.home / "shapes"))
    page.keyboard.press("Enter")
    press(form, say("datasets.create"))
    expect(page.get_by_role("heading", name="shapes", level=1)).to_be_visible()
