"""The whole life of a model in the browser: made, queued, failed, helped, refused, published, retrained, rolled back, taken away.

By hand, as it takes minutes and is not part of `make test`: `pytest tests/e2e/life_of_a_model.py`, in Spanish;
`MODELWRIGHT_E2E_LANGUAGES=en,ru,zh,es` does it in each of them.
"""

import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import LONG, make_template
from playwright.sync_api import Locator, Page, expect
from test_main_job import button, title
from test_second_language import cookies_of
from watching import Watched
from words import Words

from modelwright.contract.events import Code
from modelwright.sdk.client import Client
from modelwright.sdk.records import Template
from modelwright.server.jobs.sentences import SENTENCES

LANGUAGES = os.environ.get("MODELWRIGHT_E2E_LANGUAGES", "es").split(",")
NAME = "Rings"
REASON = "The first one is only a trial."
DIVERGES = {"base_lr": 10, "weight_decay": 1, "momentum": 0, "lr_policy": "fixed", "batch_size": 4, "max_iter": 12}
"""The weights grow ninefold at each step; at a tenth of the learning rate they do not."""
SOUND = {"base_lr": 0.05, "weight_decay": 0.0001, "momentum": 0.9}
SIDE = "16"
TRAINED_MS = 180_000
"""An engine begins and ends within this, also on a machine that does much else."""


@dataclass(frozen=True)
class Walk:
    """A person who reads one language, at one page."""

    watched: Watched
    words: Words

    @property
    def page(self) -> Page:
        return self.watched.page

    def go_to(self, section: str) -> None:
        """By the menu at the side."""
        name = self.words(f"common:sections.{section}")
        self.page.get_by_role("complementary").get_by_role("link", name=name, exact=True).click()

    def press(self, key: str, place: Locator | None = None) -> None:
        button(place or self.page, self.words(key)).click()

    def dialog(self, key: str, **values: object) -> Locator:
        return self.page.get_by_role("dialog", name=self.words(key, **values))

    def sees(self, key: str, **values: object) -> None:
        expect(self.page.get_by_text(self.words(key, **values)).first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_life_of_a_model(open_page, signed_in, anna, server, tmp_path, language):
    project, occupying = make_template(anna, server, f"Life in {language}", LONG)
    words = Words(language)
    walk = Walk(open_page(cookies_of(signed_in("anna")), locale=words.locale), words)
    with taken_machine(anna, occupying):
        walk.page.goto(f"/projects/{project.id}/overview")
        make_by_wizard(walk)
        wait_in_the_queue(walk)
        ask_for_much(walk)
    fail_and_be_helped(walk)
    be_refused_and_override(walk)
    ask_for_little(walk)
    into_production(walk, "v1.01")
    train_further(walk)
    read_what_turned_and_publish(walk)
    into_production(walk, "v1.02")
    roll_back(walk)
    take_away(walk, tmp_path)


@contextmanager
def taken_machine(anna: Client, template: Template) -> Iterator[None]:
    """Inside, its one slot is in use."""
    running = anna.processes.start(anna.processes.create(template))
    try:
        yield
    finally:
        anna.processes.stop(running)


def make_by_wizard(walk: Walk) -> None:
    """With a learning rate that cannot work."""
    page, words = walk.page, walk.words
    walk.go_to("models")
    button(page, words("wizard:title")).first.click()
    page.get_by_label(words("templates:general.name"), exact=True).fill(NAME)
    walk.watched.check()
    walk.press("wizard:next")
    walk.press("wizard:paths.import")
    dialog = walk.dialog("wizard:paths.import")
    dialog.get_by_role("checkbox").check()
    walk.press("wizard:paths.importVerb", dialog)
    walk.watched.check()
    walk.press("wizard:next")
    write_parameters(walk, DIVERGES)
    walk.watched.check()
    walk.press("wizard:next")
    page.get_by_label(words.server("Input size"), exact=True).fill(SIDE)
    walk.watched.check()
    walk.press("wizard:next")
    expect(page.get_by_text(NAME, exact=True)).to_be_visible()
    walk.watched.check()
    walk.press("wizard:start")
    title(page, f"{NAME} · 1")


def write_parameters(walk: Walk, changes: dict[str, object]) -> None:
    """Of the training, as the JSON text."""
    page, words = walk.page, walk.words
    page.get_by_text("JSON", exact=True).click()
    text = page.get_by_label(words("templates:raw.label"))
    parameters = json.loads(text.input_value())
    parameters["classification"].update(changes)
    text.fill(json.dumps(parameters, indent=2))
    walk.sees("templates:raw.fine")


def wait_in_the_queue(walk: Walk) -> None:
    """The machine is taken: the process has its place, is withdrawn, and waits again."""
    page = walk.page
    walk.sees("processes:queuePlace", place=1)
    walk.watched.check()
    walk.press("processes:action.withdraw")
    walk.sees("monitoring:notStarted.title")
    walk.watched.check()
    walk.press("processes:action.start")
    expect(button(page, walk.words("processes:action.withdraw"))).to_be_visible()


def ask_for_much(walk: Walk) -> None:
    """A gate that this model will not pass."""
    walk.go_to("models")
    walk.press("gate:title")
    dialog = walk.dialog("gate:title")
    walk.press("gate:add", dialog)
    walk.page.get_by_role("menuitem", name=walk.words("gate:kind.metric")).click()
    set_least(walk, dialog, "100")


def ask_for_little(walk: Walk) -> None:
    walk.go_to("models")
    walk.press("gate:title")
    set_least(walk, walk.dialog("gate:title"), "1")
    walk.page.get_by_role("link", name=NAME, exact=True).click()


def set_least(walk: Walk, dialog: Locator, percent: str) -> None:
    dialog.get_by_role("spinbutton", name=walk.words("gate:least")).fill(percent)
    walk.watched.check()
    walk.press("gate:save", dialog)
    expect(dialog).to_be_hidden()


def fail_and_be_helped(walk: Walk) -> None:
    """The loss is no number any more; the first remedy helps, and the template keeps it."""
    page, words = walk.page, walk.words
    walk.go_to("processes")
    page.get_by_role("link", name=f"{NAME} · 1").click()
    sentence = words.told(str(SENTENCES[Code.LOSS_NOT_FINITE]))
    expect(page.get_by_text(sentence).first).to_be_visible(timeout=TRAINED_MS)
    walk.watched.check()
    remedy = words.server("Lower the learning rate")
    button(page, remedy).click()
    dialog = page.get_by_role("dialog", name=remedy)
    dialog.get_by_role("checkbox", name=words("processes:failure.keep")).check()
    walk.watched.check()
    walk.press("processes:failure.apply", dialog)
    is_completed(walk)
    walk.watched.check()


def is_completed(walk: Walk) -> None:
    expect(walk.page.get_by_text(walk.words("processes:next.completed"))).to_be_visible(timeout=TRAINED_MS)


def be_refused_and_override(walk: Walk) -> None:
    """Publishing waits for a tick and a reason."""
    page, words = walk.page, walk.words
    walk.press("processes:next.report")
    expect(page.get_by_role("grid", name=words("reports:confusion.title"))).to_be_visible()
    walk.watched.check()
    dialog = begin_publishing(walk)
    expect(dialog.get_by_text(words("gate:outcome.failed"))).to_be_visible()
    publish = button(dialog, words("processes:action.publish"))
    expect(publish).to_have_attribute("aria-disabled", "true")
    walk.watched.check()
    dialog.get_by_role("checkbox", name=words("gate:override")).check()
    dialog.get_by_role("textbox", name=words("gate:reason")).fill(REASON)
    publish.click()
    is_published(walk, "v1.01")


def begin_publishing(walk: Walk) -> Locator:
    walk.press("processes:action.publish")
    return walk.dialog("processes:publish.title", name=NAME)


def is_published(walk: Walk, version: str) -> None:
    title(walk.page, NAME)
    expect(walk.page.get_by_role("heading", name=walk.words("models:versionOf", name=version))).to_be_visible()
    walk.watched.check()


def choose_of(walk: Walk, version: str, key: str) -> None:
    """From the version's menu."""
    button(walk.page, walk.words("common:table.actionsOf", name=version)).click()
    walk.page.get_by_role("menuitem", name=walk.words(key), exact=True).click()


def into_production(walk: Walk, version: str) -> None:
    choose_of(walk, version, "gate:action.production")
    dialog = walk.dialog("gate:move.production", name=f"{NAME} {version}")
    expect(dialog.get_by_text(walk.words("gate:outcome.passed"))).to_be_visible()
    walk.watched.check()
    walk.press("gate:verb.production", dialog)
    expect(stage_of(walk, version)).to_have_text(walk.words("gate:stage.production"))


def stage_of(walk: Walk, version: str) -> Locator:
    row = walk.page.get_by_role("row").filter(has=button(walk.page, version))
    return row.get_by_role("cell").nth(1)


def train_further(walk: Walk) -> None:
    """The data is there and stays; only the parameters are put right."""
    page, words = walk.page, walk.words
    choose_of(walk, "v1.01", "models:retrain.action")
    title(page, words("wizard:retrainTitle"))
    walk.watched.check()
    walk.press("wizard:next")
    walk.sees("wizard:paths.locked")
    walk.watched.check()
    walk.press("wizard:next")
    write_parameters(walk, SOUND)
    walk.press("wizard:next")
    walk.press("wizard:next")
    walk.sees("wizard:diff.parameter")
    walk.watched.check()
    walk.press("wizard:start")
    is_completed(walk)
    walk.watched.check()


def read_what_turned_and_publish(walk: Walk) -> None:
    page, words = walk.page, walk.words
    walk.press("processes:next.report")
    for turned in ("fixed", "broken"):
        expect(page.get_by_text(words(f"reports:show.{turned}") + " · ")).to_be_visible()
    walk.watched.check()
    dialog = begin_publishing(walk)
    expect(dialog.get_by_text(words("gate:outcome.passed"))).to_be_visible()
    walk.press("processes:action.publish", dialog)
    is_published(walk, "v1.02")


def roll_back(walk: Walk) -> None:
    walk.press("gate:rollBack.action")
    dialog = walk.dialog("gate:rollBack.title", version="v1.01")
    dialog.get_by_role("textbox", name=walk.words("gate:reason")).fill(REASON)
    walk.watched.check()
    walk.press("gate:rollBack.verb", dialog)
    expect(stage_of(walk, "v1.01")).to_have_text(walk.words("gate:stage.production"))
    expect(stage_of(walk, "v1.02")).to_have_text(walk.words("gate:stage.archived"))


def take_away(walk: Walk, folder: Path) -> None:
    page, words = walk.page, walk.words
    button(page, "v1.01").click()
    page.get_by_role("tab", name=words("models:tab.export")).click()
    walk.watched.check()
    with page.expect_download() as download:
        page.get_by_role("link", name=words("models:bundle.download")).click()
    download.value.save_as(folder / "bundle.zip")
    with zipfile.ZipFile(folder / "bundle.zip") as bundle:
        assert any(name.endswith("model.onnx") for name in bundle.namelist())
