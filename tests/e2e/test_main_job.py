"""The main job in the browser: from the one-time link to a published model that predicts, here and by its own runtime."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from modelwright.sdk.testing import RealServer

ITERATIONS = 40
BROKEN_JSON = '{\n  "training": {"classification": {"max_iter": 0}}\n}'


@pytest.mark.long
def test_from_the_one_time_link_to_a_published_model(open_page, server, tmp_path):
    """With everything that moves, which the other tests do without."""
    watched = open_page(reduced_motion="no-preference")
    page = watched.page
    come_in(page, server)
    choose_language_and_theme(page)
    create_project(page)
    with watched.expecting("answer 4.*folders", "status of 4.*folders"):
        create_dataset(page, server)
    look_at_images(page)
    make_template(page)
    add_process(page)
    watch_it_learn(page)
    watched.check()
    read_report(page, tmp_path)
    look_at_what_was_kept_out(page)
    publish(page)
    watched.check()
    try_model(page, server.home / "shapes" / "square" / "square-03.png")
    run_bundle(page, server.home / "shapes" / "bar" / "bar-04.png", tmp_path)


def button(place: Page | Locator, name: str) -> Locator:
    """By its words alone: icons add nothing to a name."""
    return place.get_by_role("button", name=name, exact=True)


def title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words, level=1, exact=True)).to_be_visible()


def dialog(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=name)


def come_in(page: Page, server: RealServer) -> None:
    page.goto(f"/welcome#token={server.first_token}")
    page.get_by_label("New password").fill("Wright-2")
    button(page, "Set the password").click()
    title(page, "Projects")


def choose_language_and_theme(page: Page) -> None:
    button(page, "Language").click()
    page.get_by_role("menuitem", name="Español").click()
    title(page, "Proyectos")
    button(page, "Idioma").click()
    page.get_by_role("menuitem", name="English").click()
    title(page, "Projects")
    button(page, "Theme").click()
    page.get_by_role("menuitem", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def create_project(page: Page) -> None:
    button(page, "Create project").click()
    form = dialog(page, "Create project")
    form.get_by_label("Name").fill("Bearings")
    button(form, "Create project").click()
    title(page, "Datasets")


def create_dataset(page: Page, server: RealServer) -> None:
    """A folder that does not exist is refused, and nothing that was filled in is lost."""
    button(page, "Create dataset").click()
    form = dialog(page, "Create dataset")
    form.get_by_label("Name").fill("shapes")
    first = form.get_by_role("textbox", name="Data path 1")
    first.fill(str(server.home / "absent"))
    first.press("Enter")
    expect(form.get_by_role("alert").filter(has_text="There is no such folder")).to_be_visible()
    expect(first).to_have_value("")
    button(form, "Choose on the server").click()
    picker = dialog(page, "Choose folders on the server")
    picker.get_by_label("Path on the server").fill(str(server.home / "missing"))
    button(picker, "Open").click()
    expect(picker.get_by_role("alert")).to_contain_text("There is no such folder on the server.")
    picker.get_by_label("Path on the server").fill(str(server.home / "shapes"))
    button(picker, "Open").click()
    expect(picker.get_by_role("listitem").filter(has_text="square")).to_contain_text("12 images")
    button(picker, "Add this folder").click()
    expect(form.get_by_text("Images: 37")).to_be_visible()
    expect(form.get_by_label("Name")).to_have_value("shapes")
    button(form, "Create dataset").click()
    title(page, "shapes")


def look_at_images(page: Page) -> None:
    """What cannot be read is counted and says why; the arrow keys lead through the images."""
    expect(page.get_by_text("37 images · 3 classes · 1 unreadable")).to_be_visible()
    page.get_by_role("tab", name="Paths").click()
    expect(page.get_by_role("table").get_by_text("Valid", exact=True)).to_be_visible()
    page.get_by_role("tab", name="Gallery").click()
    button(page, "State").click()
    page.get_by_role("menuitem", name="With a problem").click()
    expect(page.get_by_role("button", name=re.compile("circle-broken"))).to_be_visible()
    page.get_by_role("button", name=re.compile("State: With a problem")).click()
    page.get_by_role("menuitem", name="Compliant").click()
    page.get_by_role("button", name=re.compile("bar-00.png")).click()
    expect(page.get_by_role("dialog", name="bar: bar-00.png")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog", name="bar: bar-01.png")).to_be_visible()
    page.keyboard.press("Escape")


def make_template(page: Page) -> None:
    """By the form, and by the JSON text of the same values, whose errors have a line and a column."""
    page.get_by_role("link", name="Templates").click()
    button(page, "New template").first.click()
    title(page, "New training template")
    page.get_by_label("Name", exact=True).fill("shapes")
    page.get_by_label("Training datasets").click()
    page.get_by_title("shapes · 37 images, 3 classes").click()
    page.keyboard.press("Escape")
    page.get_by_label("Batch size").fill("4")
    page.get_by_label("Input size").fill("16")
    page.get_by_text("JSON", exact=True).click()
    text = page.get_by_label("Parameters as JSON")
    written = text.input_value()
    text.fill(BROKEN_JSON)
    expect(button(page, "Line 2, column 35")).to_be_visible()
    text.fill(json.dumps(with_iterations(json.loads(written)), indent=2))
    expect(page.get_by_text("All values are accepted and are in the form.")).to_be_visible()
    page.get_by_text("Form", exact=True).click()
    expect(page.get_by_label("Batch size")).to_have_value("4")
    expect(page.get_by_label("Iterations", exact=True)).to_have_value(str(ITERATIONS))
    button(page, "Save").click()
    expect(page.get_by_text("Ready to start")).to_be_visible()


def with_iterations(parameters: dict[str, dict[str, dict[str, int]]]) -> dict[str, dict[str, dict[str, int]]]:
    parameters["training"]["classification"]["max_iter"] = ITERATIONS
    return parameters


def add_process(page: Page) -> None:
    """On this machine, which has registered itself."""
    button(page, "Add training process").click()
    form = dialog(page, "Add a training process")
    expect(form.get_by_text(re.compile(r".+ \([\w.-]+\)$")).first).to_be_visible()
    button(form, "Save").click()
    page.get_by_role("link", name="shapes · 1").click()
    title(page, "shapes · 1")
    expect(page.get_by_text("Not started yet")).to_be_visible()


def watch_it_learn(page: Page) -> None:
    """Never reloaded: numbers, stages and the chart come by themselves."""
    page.evaluate("window.isStillTheSamePage = true")
    button(page, "Start").click()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    expect(number(page, "t_loss")).to_have_text(re.compile(r"\d"))
    expect(page.get_by_role("img", name="Training curves").locator("canvas").first).to_be_visible()
    expect(number(page, "iter")).to_have_text(f"{ITERATIONS} / {ITERATIONS}")
    stages = page.get_by_role("list", name="Stages of the run").locator("> li")
    expect(page.get_by_text("The training is completed.")).to_be_visible(timeout=60_000)
    for stage in stages.all():
        expect(stage.get_by_text("Completed")).to_be_visible()
    expect(number(page, "accuracy")).to_have_text(re.compile(r"\d %|\d%"))
    assert page.evaluate("window.isStillTheSamePage")


def number(page: Page, name: str) -> Locator:
    """Of the header: the value below the name."""
    names = {"accuracy": "Accuracy (AP)"}
    cell = page.locator("dl > div").filter(has=page.get_by_text(names.get(name, name), exact=True))
    return cell.locator("dd").first


def read_report(page: Page, folder: Path) -> None:
    """A cell of the matrix opens its samples; they are looked at by arrow keys and taken home as a zip."""
    button(page, "Read the report").click()
    matrix = page.get_by_role("grid", name="Confusion matrix")
    expect(matrix.get_by_role("gridcell")).to_have_count(9)
    filled = matrix.get_by_role("gridcell").filter(has_text=re.compile(r"[2-9]")).first
    true, predicted = re.findall(r"rue (\w+), predicted (\w+)", filled.get_attribute("aria-label") or "")[0]
    filled.click()
    tiles = page.get_by_role("button", name=re.compile(f"{true}-.*true {true} predicted {predicted}"))
    tiles.first.click()
    first = page.get_by_role("dialog").get_attribute("aria-label") or ""
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog")).not_to_have_attribute("aria-label", first)
    page.keyboard.press("Escape")
    button(page, "Select all shown").click()
    with page.expect_download() as download:
        button(page, "Download as zip").click()
    download.value.save_as(folder / "samples.zip")
    with zipfile.ZipFile(folder / "samples.zip") as samples:
        assert len([name for name in samples.namelist() if name.endswith(".png")]) == tiles.count()


def look_at_what_was_kept_out(page: Page) -> None:
    """Named, with the reason."""
    page.get_by_text("Non-compliant · 1").click()
    button(page, "Clear").click()
    expect(page.get_by_role("button", name=re.compile("circle-broken"))).to_be_visible()


def publish(page: Page) -> None:
    """Once: the second time the menu says why not."""
    button(page, "Publish").click()
    form = dialog(page, "Publish shapes")
    form.get_by_label("What is new in this version (optional)").fill("The first one.")
    button(form, "Publish").click()
    title(page, "shapes")
    expect(page.get_by_role("heading", name="Version v1.01")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Published as v1.01.")).to_be_visible()
    button(page, "Actions of shapes · 1").click()
    again = page.get_by_role("menuitem", name=re.compile("^Publish"))
    expect(again).to_contain_text("v1.01")
    expect(again.locator("[aria-disabled=true]")).to_be_visible()
    page.keyboard.press("Escape")


def try_model(page: Page, image: Path) -> None:
    page.get_by_role("link", name="To the version").click()
    page.get_by_role("tab", name="Try it").click()
    page.locator("input[type=file]").set_input_files(image)
    answer = page.get_by_role("article", name=image.name)
    expect(answer.get_by_text(re.compile(r"Predicted in .* by v1\.01"))).to_be_visible()
    expect(answer.get_by_text(re.compile("^(circle|square|bar)$")).first).to_be_visible()


def run_bundle(page: Page, image: Path, folder: Path) -> None:
    """The bundle's own runtime, without this product installed, gives an answer of its classes."""
    page.get_by_role("tab", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download bundle").click()
    download.value.save_as(folder / "bundle.zip")
    with zipfile.ZipFile(folder / "bundle.zip") as bundle:
        bundle.extractall(folder / "bundle")
    answer = subprocess.run(
        [sys.executable, "runtime/predict.py", str(image), "--json"],
        cwd=folder / "bundle",
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert re.search("circle|square|bar", answer.stdout), answer.stdout
