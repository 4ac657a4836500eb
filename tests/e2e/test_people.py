"""An administrator makes a role and a user in the browser; that user comes in and finds exactly what the role allows."""

import re

from conftest import Open
from playwright.sync_api import Page, expect

ROLE, NAME, OWN_PASSWORD = "Line inspectors", "dorothy", "Inspect-1"


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_new_user_finds_what_the_role_allows_and_nothing_else(open_page: Open, signed_in, anna):
    project = anna.projects.create("Inspected")
    admin = open_page(signed_in("anna")).page
    make_role(admin)
    password = make_user(admin)
    make_member(admin, project.name)
    dorothy = open_page().page
    come_in(dorothy, password)
    look_around(dorothy, project.id)


def make_role(page: Page) -> None:
    page.goto("/admin/roles/new")
    page.get_by_label("Name", exact=True).fill(ROLE)
    page.get_by_label("Datasets — View").select_option("All")
    page.get_by_label("Datasets — Edit").select_option("Own")
    page.get_by_label("Training processes — Manage").select_option("Own")
    expect(page.get_by_label("Training processes — Create")).to_be_disabled()
    page.get_by_label("Training processes — Manage").select_option("–")
    page.get_by_label("Users — View").select_option("All")
    button(page, "Create role")
    expect(page.get_by_role("link", name=ROLE)).to_be_visible()


def make_user(page: Page) -> str:
    """The password that the server made, as it was shown, once."""
    page.get_by_role("link", name="Users").click()
    button(page, "Create user")
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("User name").fill("dot")
    expect(drawer.get_by_text("A user name has at least 5 characters.")).to_contain_text("not yet kept")
    drawer.get_by_label("User name").fill(NAME)
    drawer.get_by_label("Roles").fill(ROLE)
    page.keyboard.press("Enter")
    expect(drawer.get_by_text("View, Edit (own)")).to_be_visible()
    drawer.get_by_role("button", name="Create user").click()
    secret = drawer.get_by_label(f"New password of {NAME}").input_value()
    drawer.get_by_role("button", name="Done").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text(NAME)
    return secret


def make_member(page: Page, project: str) -> None:
    page.goto("/projects")
    button(page, f"Actions of {project}")
    page.get_by_role("menuitem", name="Members").click()
    members = page.get_by_role("dialog", name=f"Members of {project}")
    members.get_by_label("Add a person").fill(NAME)
    page.get_by_title(NAME).click()
    expect(members.get_by_role("button", name=f"Remove {NAME}")).to_be_visible()


def come_in(page: Page, password: str) -> None:
    page.goto("/admin/users")
    page.get_by_label("User name").fill(NAME)
    page.get_by_label("Password", exact=True).fill(password)
    button(page, "Sign in")
    expect(page.get_by_role("heading", name="Set your own password")).to_be_visible()
    page.get_by_label("New password").fill(OWN_PASSWORD)
    button(page, "Set the password")


def look_around(page: Page, project_id: int) -> None:
    """Back where the sign-in began, now with the rights of the role."""
    expect(page.get_by_role("heading", name="Users", level=1)).to_be_visible()
    sections = page.locator("aside").get_by_role("navigation").get_by_role("link")
    expect(sections).to_have_text(["Projects", "Users"])
    button(page, f"Actions of {NAME}")
    expect(page.get_by_role("menuitem", name="Delete")).to_contain_text("You need the right “Users — Delete”.")
    page.keyboard.press("Escape")
    page.goto(f"/projects/{project_id}/datasets")
    expect(page.get_by_role("heading", name="No datasets yet")).to_be_visible()
    create = page.get_by_role("main").get_by_role("button", name=re.compile("dataset"))
    expect(create).to_be_disabled()
    create.focus()
    expect(page.get_by_role("tooltip")).to_contain_text("You need the right “Datasets — Create”.")
    expect(sections).to_have_text(["Overview", "Datasets", "Base models", "Machines", "Users"])
