"""Every screen in every language and both themes: no raw keys, no English left over, nothing wider than a phone."""

import re

import pytest
from conftest import WIDE, Trained
from playwright.sync_api import Page, StorageState, expect
from watching import Watched

ENGLISH = (
    "Datasets",
    "Training",
    "Settings",
    "Create",
    "Delete",
    "Status",
    "Completed",
    "Published",
    "Accuracy",
    "Loss",
    "classes",
    "Search",
    "Name",
    "Report",
    "Save",
    "Cancel",
    "Language",
    "Password",
    "Version",
    "Iteration",
    "Ready",
    "Available",
    "Learning rate",
    "No data",
    "page",
)
"""Words that an untranslated piece would show. Names of models, parameters and files stay as they are."""
TITLES = {"ru": "Датасеты", "zh": "数据集", "es": "Conjuntos de datos"}
LOCALES = {"ru": "ru-RU", "zh": "zh-CN", "es": "es-ES"}
PHONE = {"width": 390, "height": 844}


def main_screens(trained: Trained) -> list[str]:
    return ["/projects", "/account", *sections(trained)]


def sections(trained: Trained) -> list[str]:
    names = ("datasets", "templates", "processes", "models", "base-models", "machines")
    return [f"/projects/{trained.project.id}/{name}" for name in names]


def screens(trained: Trained) -> list[str]:
    inside = f"/projects/{trained.project.id}"
    process, model = f"{inside}/processes/{trained.process.id}", f"{inside}/models/{trained.version.model_id}"
    dataset = f"{inside}/datasets/{trained.dataset_id}"
    return [
        *main_screens(trained),
        *(f"{dataset}?tab={tab}" for tab in ("gallery", "paths", "statistics")),
        f"{inside}/templates/{trained.template.id}",
        f"{inside}/templates/new",
        f"{inside}/models/new",
        *(f"{process}?tab={tab}" for tab in ("monitor", "report", "log", "parameters", "attempts")),
        *(f"{model}?tab={tab}" for tab in ("overview", "metrics", "parameters", "data", "export", "try")),
    ]


def visit(watched: Watched, address: str) -> None:
    """By its address, into an application that begins anew."""
    watched.page.goto(address)
    is_there(watched)


def go_to(watched: Watched, address: str) -> None:
    """By the menu at the side."""
    before = watched.page.title()
    watched.page.locator(f"aside a[href='{address}']").click()
    expect(watched.page).to_have_url(address)
    expect(watched.page).not_to_have_title(before)
    is_there(watched)


def is_there(watched: Watched) -> None:
    """The screen has what it asked the server for."""
    expect(watched.page.locator("h1")).to_be_visible()
    expect(watched.page.locator(".ant-skeleton")).to_have_count(0)
    watched.check()


def words_of(page: Page) -> str:
    """What is read, without what is nobody's to translate: code, file names, names that people gave, the log."""
    return str(
        page.evaluate(
            """() => {
                const copy = document.querySelector('#content, main').cloneNode(true)
                for (const one of copy.querySelectorAll('code, pre, [role=log], script, style')) one.remove()
                document.body.append(copy)
                const text = copy.innerText
                copy.remove()
                return text
            }"""
        )
    )


def cookies_of(state: StorageState) -> StorageState:
    """Signed in, with nothing remembered: the browser's language and theme count."""
    return {"cookies": state["cookies"], "origins": []}


@pytest.mark.parametrize("language", ["zh", "es"])
def test_no_screen_has_words_of_another_language(open_page, signed_in, trained, language):
    watched = open_page(cookies_of(signed_in("anna")), locale=LOCALES[language])
    first, *others = sections(trained)
    for reach, addresses in ((visit, ("/projects", "/account", first)), (go_to, others)):
        for address in addresses:
            reach(watched, address)
            has_words_of_its_language_only(watched.page, language)
    goes_on_in(watched.page, language)


@pytest.mark.long
def test_every_screen_is_translated_and_fits_a_phone_in_the_dark(open_page, signed_in, trained):
    """In Russian, which has the longest words; then each once more on a wide window."""
    dark = {"locale": LOCALES["ru"], "viewport": PHONE, "color_scheme": "dark"}
    watched = open_page(cookies_of(signed_in("anna")), **dark)
    page = watched.page
    for address in screens(trained):
        page.set_viewport_size(PHONE)
        visit(watched, address)
        has_words_of_its_language_only(page, "ru")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], f"{address} is {width} pixels wide"
        assert page.locator("html").get_attribute("data-theme") == "dark"
        page.set_viewport_size(WIDE)
        expect(page.locator("aside[data-folded]")).to_be_visible()
        has_words_of_its_language_only(page, "ru")
        watched.check()
    goes_on_in(page, "ru")


def has_words_of_its_language_only(page: Page, language: str) -> None:
    assert page.locator("html").get_attribute("lang") == language
    said = words_of(page)
    left_over = [word for word in ENGLISH if re.search(rf"\b{word}\b", said)]
    assert not left_over, f"{left_over} on {page.url}: {said}"
    assert page.title().endswith(" · Modelwright")


def goes_on_in(page: Page, language: str) -> None:
    """To another screen by a click."""
    page.get_by_role("link", name=TITLES[language], exact=True).first.click()
    expect(page).to_have_title(f"{TITLES[language]} · Modelwright")
