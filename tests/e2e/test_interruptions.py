"""What interrupts people: a reload, a server that dies, a session that is over, an address that is not theirs."""

import re
import signal

import pytest
from conftest import PASSWORD
from playwright.sync_api import Locator, Page, expect

from modelwright.sdk.records import Process

LOST = (
    "console error: Failed to load resource.*ERR_",
    "console error: .*ERR_CONNECTION",
    "console error: .*ERR_INCOMPLETE",
)


def address(process: Process) -> str:
    return f"/projects/{process.model_extra['project_id']}/processes/{process.id}"


def iteration(page: Page) -> Locator:
    """`12 / 5,000` in the header."""
    return page.locator("dl > div").filter(has=page.get_by_text("iter", exact=True)).locator("dd").first


def reached(page: Page) -> int:
    text = iteration(page).inner_text()
    return int(re.sub(r"\D", "", text.partition("/")[0]) or 0)


def expect_progress(page: Page) -> None:
    """The iteration moves on by itself."""
    expect(iteration(page)).to_have_text(re.compile(r"^[1-9]"))
    expect(iteration(page)).not_to_have_text(iteration(page).inner_text())


@pytest.mark.long
def test_a_reload_in_the_middle_of_a_training_goes_on_with_the_curve(open_page, signed_in, anna, long_process):
    page = open_page(signed_in("anna")).page
    anna.processes.start(long_process)
    page.goto(address(long_process))
    expect_progress(page)
    before = reached(page)
    page.reload()
    expect(page.get_by_role("img", name="Training curves").locator("canvas").first).to_be_visible()
    assert reached(page) >= before
    page.get_by_role("button", name="Values as a table").click()
    expect(
        page.get_by_role("gridcell", name="1", exact=True).or_(page.get_by_text("1", exact=True)).first
    ).to_be_visible()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    expect_progress(page)


@pytest.mark.long
def test_a_page_survives_the_death_of_its_server(open_page, signed_in, anna, server, long_process):
    watched = open_page(signed_in("anna"))
    page = watched.page
    anna.processes.start(long_process)
    page.goto(address(long_process))
    expect_progress(page)
    with watched.expecting(*LOST):
        server.end(signal.SIGKILL)
        expect(page.get_by_text("Connection lost; trying again, nothing will be missing")).to_be_visible()
        before = reached(page)
        server.restart()
        expect(page.get_by_text("Live", exact=True)).to_be_visible(timeout=30_000)
    expect_progress(page)
    assert reached(page) > before


def test_who_is_not_signed_in_comes_back_to_where_they_were(open_page, trained):
    page = open_page().page
    page.goto(f"/projects/{trained.project.id}/models?sort=name")
    expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    page.get_by_label("User name").fill("anna")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Models", level=1)).to_be_visible()
    assert page.url.endswith(f"/projects/{trained.project.id}/models?sort=name")


def test_a_wrong_password_is_told_and_the_name_stays(open_page, server):
    watched = open_page()
    page = watched.page
    page.goto("/sign-in")
    page.get_by_label("User name").fill("anna")
    page.get_by_label("Password", exact=True).fill("Wrong-1")
    with watched.expecting("answer 4.*api/session", "status of 4.*api/session"):
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("User name")).to_have_value("anna")


def test_a_session_that_has_ended_elsewhere_leads_to_the_sign_in(open_page, signed_in, trained):
    watched = open_page(signed_in("anna"))
    page = watched.page
    page.goto(f"/projects/{trained.project.id}/datasets")
    expect(page.get_by_role("heading", name="Datasets", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")  # a request still under way would lead to the sign-in before the click
    page.context.clear_cookies(name="sessionid")
    with watched.expecting("answer 401", "status of 401"):
        page.get_by_role("link", name="Models", exact=True).click()
        expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()


def test_an_outsider_sees_nothing_of_a_project(open_page, signed_in, trained):
    """The same screen as for an address that leads nowhere."""
    watched = open_page(signed_in("otto"))
    page = watched.page
    page.goto("/projects")
    expect(page.get_by_text("No projects yet")).to_be_visible()
    inside = f"/projects/{trained.project.id}"
    with watched.expecting("answer 404", "status of 404"):
        for path in ("datasets", f"processes/{trained.process.id}", f"models/{trained.version.model_id}"):
            page.goto(f"{inside}/{path}")
            expect(page.get_by_role("alert").first).to_be_visible()
            expect(page.get_by_text(trained.project.name)).to_have_count(0)
    page.goto("/nowhere")
    expect(page.get_by_text("Nothing here")).to_be_visible()
