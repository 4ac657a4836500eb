"""Masks and boxes in the browser: chosen in the template form, watched on each network's chart, seen on the samples."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from test_main_job import button, dialog, title
from tests.engine.data_of_tasks import write_coco, write_masks

from modelwright.contract.catalogue import merge

ITERATIONS = 4
SOLVER = {"max_iter": ITERATIONS, "batch_size": 4}
TINY = {
    "preprocessing": {"input_size": 32, "crop_size": 0},
    "run": {"evaluate_every": 1000, "log_every": 1, "device": "cpu", "precision": "float32"},
}


@pytest.fixture(scope="module")
def project(anna, server):
    """With a dataset of masks and one of boxes."""
    made = anna.projects.create("Tasks")
    for name, write in (("masked", write_masks), ("boxed", write_coco)):
        folder = write(server.home / name)
        anna.datasets.wait(anna.datasets.create(made, name, paths=[folder]))
    return made


def test_segmentation_with_classification_trains_two_networks_and_shows_masks(open_page, signed_in, project, tmp_path):
    watched = open_page(signed_in("anna"))
    page = watched.page
    training = {"segmentation": SOLVER, "classification": SOLVER}
    make_template(page, project.id, "Segmentation and classification", "masked", training)
    train(page, "masked", networks=["Segmentation", "Classification"])
    button(page, "Read the report").click()
    expect(page.get_by_text("Macro F1").first).to_be_visible()
    page.get_by_label("Network").get_by_text("Segmentation", exact=True).click()
    expect(page.get_by_text("Mean IoU").first).to_be_visible()
    viewer = look_at_sample(page, "[title*='/disc/']")
    expect(viewer.locator("canvas")).to_be_visible()
    expect(viewer.get_by_label("Regions shown")).to_be_visible()
    page.keyboard.press("Escape")
    take_home(page, tmp_path)
    watched.check()


def test_detection_shows_its_boxes(open_page, signed_in, project, tmp_path):
    watched = open_page(signed_in("anna"))
    page = watched.page
    make_template(page, project.id, "Field detection", "boxed", {"detection": SOLVER})
    train(page, "boxed", networks=["Detection"])
    button(page, "Read the report").click()
    expect(page.get_by_text("AP, IoU 0.50", exact=True).first).to_be_visible()
    viewer = look_at_sample(page, ":not([title$='/15.png'])[title*='/images/']")  # nothing is on the last
    for label in ("disc", "square"):
        expect(viewer.get_by_text(label).first).to_be_visible()
    page.keyboard.press("Escape")
    take_home(page, tmp_path)
    watched.check()


def make_template(page: Page, project: int, task: str, dataset: str, training: dict[str, dict[str, int]]) -> None:
    page.goto(f"/projects/{project}/templates")
    button(page, "New template").first.click()
    title(page, "New training template")
    card = page.get_by_role("radio", name=re.compile(f"^{task}"))
    card.click()
    expect(card).to_be_checked()
    page.get_by_label("Name", exact=True).fill(dataset)
    page.get_by_label("Training datasets").click()
    page.get_by_title(re.compile(f"^{dataset} ·")).click()
    page.keyboard.press("Escape")
    page.get_by_text("JSON", exact=True).click()
    text = page.get_by_label("Parameters as JSON")
    text.fill(json.dumps(merge(json.loads(text.input_value()), {**TINY, "training": training}), indent=2))
    expect(page.get_by_text("All values are accepted and are in the form.")).to_be_visible()
    button(page, "Save").click()
    expect(page.get_by_text("Ready to start")).to_be_visible()


def train(page: Page, template: str, *, networks: list[str]) -> None:
    """Each network has a chart and numbers of its own."""
    button(page, "Add training process").click()
    button(dialog(page, "Add a training process"), "Save").click()
    page.get_by_role("link", name=f"{template} · 1").click()
    title(page, f"{template} · 1")
    button(page, "Start").click()
    for network in networks:
        chart = page.get_by_role("region", name=f"Training curves · {network}")
        expect(chart.locator("canvas").first).to_be_visible()
    expect(page.get_by_text(f"{ITERATIONS} / {ITERATIONS}", exact=True)).to_have_count(len(networks))
    expect(page.get_by_text("The training is completed.")).to_be_visible()


def look_at_sample(page: Page, which: str) -> Locator:
    page.get_by_text(re.compile("^All measured")).click()
    page.locator(f"button{which}").first.click()
    return page.get_by_role("dialog")


def take_home(page: Page, folder: Path) -> None:
    button(page, "Select all shown").click()
    with page.expect_download() as download:
        button(page, "Download as zip").click()
    download.value.save_as(folder / "samples.zip")
    with zipfile.ZipFile(folder / "samples.zip") as samples:
        assert [name for name in samples.namelist() if name.endswith(".png")]
        assert [name for name in samples.namelist() if name.endswith(".csv")]
