"""The main things done by the keyboard alone: no pointer is used in this file."""

from conftest import PASSWORD
from playwright.sync_api import Locator, Page, expect

MOST_STEPS = 60


def tab_to(page: Page, target: Locator) -> None:
    """By Tab, as a person would; everything that is reached on the way shows that it has the focus."""
    expect(target).to_be_visible()
    for _ in range(MOST_STEPS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by Tab within {MOST_STEPS} steps")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def test_sign_in_look_at_a_dataset_start_and_stop_a_process(open_page, long_process):
    page = open_page().page
    page.goto("/")
    sign_in(page)
    press(page, page.get_by_role("link", name=long_process_project(page)))
    expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
    press(page, page.get_by_role("link", name="Datasets", exact=True))
    expect(page.get_by_role("heading", name="Datasets", level=1)).to_be_visible()
    press(page, page.get_by_role("link", name="shapes", exact=True))
    look_through_images(page)
    press(page, page.get_by_role("link", name="Processes"))
    press(page, page.get_by_role("link", name="shapes · 1"))
    start_and_stop(page)


def long_process_project(page: Page) -> str:
    name = "test_sign_in_look_at_a_dataset_start_and_stop_a_process"
    expect(page.get_by_role("link", name=name)).to_be_visible()
    return name


def sign_in(page: Page) -> None:
    expect(page.get_by_label("User name")).to_be_focused()
    page.keyboard.type("anna")
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Projects", level=1)).to_be_visible()


def look_through_images(page: Page) -> None:
    tile = page.get_by_role("button", name="bar bar-00.png")
    press(page, tile)
    expect(page.get_by_role("dialog", name="bar: bar-00.png")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog", name="bar: bar-01.png")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="bar bar-01.png")).to_be_focused()


def start_and_stop(page: Page) -> None:
    press(page, page.get_by_role("button", name="Start", exact=True))
    press(page, page.get_by_role("button", name="Stop", exact=True))
    status = page.get_by_role("main").get_by_text("Stopped", exact=True).first
    expect(status).to_be_visible()
    press(page, page.get_by_role("button", name="Actions of shapes · 1"))
    expect(page.get_by_role("menuitem", name="Enable")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Disable", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
