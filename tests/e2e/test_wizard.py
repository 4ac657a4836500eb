"""“New model” by the keyboard alone, in Russian: from the first word to a process that runs (E41 to E56)."""

import re

from playwright.sync_api import Page, expect
from test_keyboard import press, tab_to
from test_second_language import LOCALES, cookies_of

from modelwright.sdk.client import Client
from modelwright.sdk.records import Process

NAME = "Rings-2"


def test_a_new_model_from_the_first_word_to_a_started_process(open_page, signed_in, trained, anna):
    page = open_page(cookies_of(signed_in("anna")), locale=LOCALES["ru"]).page
    page.goto(f"/projects/{trained.project.id}/models")
    press(page, page.get_by_role("button", name="Новая модель").first)
    name_it(page)
    choose_data(page)
    page.reload()
    look_at_the_rest(page)
    end(anna, anna.processes.get(start(page)))


def end(anna: Client, process: Process) -> None:
    assert process.status in ("waiting", "starting", "running")
    if process.status == "waiting":
        anna.processes.withdraw(process)
        return
    anna.processes.stop(process)
    *_, last = anna.processes.follow(process)
    assert last.status == "stopped", last


def name_it(page: Page) -> None:
    expect(page.locator("footer").get_by_role("status")).to_have_text("Введите название модели.")
    tab_to(page, page.get_by_label("Название"))
    page.keyboard.type(NAME)
    page.keyboard.press("Control+Enter")


def choose_data(page: Page) -> None:
    expect(page.get_by_role("heading", name="Пути к данным", level=2)).to_be_focused()
    press(page, page.get_by_role("button", name="Импортировать пути из датасетов"))
    press(page, page.get_by_role("checkbox", name="shapes"), "Space")
    press(page, page.get_by_role("button", name="Импортировать пути", exact=True))
    expect(page.get_by_text("Верный").first).to_be_visible()
    press(page, page.get_by_role("button", name="Далее"))
    expect(page.get_by_role("heading", name="Параметры обучения", level=2).first).to_be_focused()


def look_at_the_rest(page: Page) -> None:
    """After the reload everything is as it was, the step too."""
    expect(page.get_by_role("heading", name="Параметры обучения", level=2).first).to_be_visible()
    expect(page.get_by_text("начнёт сразу").first).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Предобработка", level=2).first).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Сводка")).to_be_focused()
    expect(page.get_by_text(NAME, exact=True)).to_be_visible()


def start(page: Page) -> int:
    press(page, page.get_by_role("button", name="Запустить обучение"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    found = re.search(r"/processes/(\d+)", page.url)
    assert found, page.url
    return int(found[1])
