"""The dataset page at 100,000 samples: its pages, counts, statistics and issues at the server, and the gallery in the browser."""

import os
import time
from typing import Any

from django.test import Client
from playwright.sync_api import Page

import _browser
from _django import HOME
from _pictures import make_pictures
from _table import Figure, median_of, show
from modelwright.imaging.near import clusters
from modelwright.sdk.testing import RealServer
from modelwright.server.accounts.models import Project, User
from modelwright.server.datasets import looks, surveying
from modelwright.server.datasets.models import DataPath, Dataset, Sample, Survey

SAMPLES = int(os.environ.get("MODELWRIGHT_BENCH_SAMPLES", "100000"))
FILES = 200
"""Images that really lie on the disk: the samples share them."""
COMPARED = 5_000
IMAGES = HOME / "data" / "boxes" / "images"


def main() -> None:
    server = _browser.prepare(HOME)
    user = User.objects.create_superuser(_browser.NAME, password=_browser.PASSWORD)
    dataset = samples(Project.objects.create(name="Benchmark"))
    client = Client(headers={"host": "localhost"}, raise_request_exception=True)
    client.force_login(user)
    show(f"{SAMPLES:,} samples at the server", at_the_server(client, dataset))
    show(f"{SAMPLES:,} samples in the browser", in_the_browser(dataset, server))
    show("In the background", background())


def at_the_server(client: Client, dataset: Dataset) -> list[Figure]:
    def took(what: str, **query: Any) -> float:
        def ask() -> None:
            answer = client.get(f"/api/datasets/{dataset.pk}/{what}", query)
            assert answer.status_code == 200, answer.content

        return 1000 * median_of(ask, 5)

    def page(**query: Any) -> float:
        return took("samples", limit=200, **query)

    return [
        Figure("first page of the gallery", page(), "ms", 300),
        Figure(
            "… of one class, compliant, in use", page(label="class 7", problem="false", excluded="false"), "ms", 300
        ),
        Figure("… by name", page(sort="name"), "ms", 300),
        Figure("… the largest files first", page(sort="-size"), "ms", 300),
        Figure("… the newest first", page(sort="-modified"), "ms", 300),
        Figure("… of a brightness", page(brightness_from=64, brightness_to=80), "ms", 300),
        Figure("… of a part of the name", page(name="17."), "ms", 300),
        Figure("… of copies", page(copies="exact", sort="copies"), "ms", 300),
        Figure("… of near duplicates", page(copies="near", sort="near"), "ms", 300),
        Figure("counts of each filter's values", took("samples/counts"), "ms", 300),
        Figure("… within one class", took("samples/counts", label="class 7"), "ms", 300),
        Figure("statistics", took("statistics"), "ms"),
        Figure("issues", took("issues"), "ms"),
    ]


def in_the_browser(dataset: Dataset, server: RealServer) -> list[Figure]:
    with _browser.signed_in(server) as page:
        times = [painted(page, dataset) for _ in range(6)][1:]
    tiles, pictures = (sorted(values)[len(values) // 2] * 1000 for values in zip(*times, strict=True))
    return [
        Figure("from the click on the dataset to the first thumbnails' names", tiles, "ms", 300),
        Figure("… to the first thumbnail's picture", pictures, "ms"),
    ]


WATCH = """() => new Promise((done) => {
  const began = performance.now(), found = {}
  const look = () => {
    if (!found.tile && document.querySelector('[data-tile] button')) found.tile = performance.now() - began
    const picture = document.querySelector('[data-tile] img')
    if (found.tile && picture && picture.complete && picture.naturalWidth) return done([found.tile, performance.now() - began])
    requestAnimationFrame(look)
  }
  [...document.querySelectorAll('a')].find((link) => link.textContent === 'Large').click()
  look()
})"""


def painted(page: Page, dataset: Dataset) -> tuple[float, float]:
    """Seconds from the click in the list of datasets to the first tile, and to its picture."""
    page.goto(f"/projects/{dataset.project_id}/datasets")
    page.get_by_role("link", name=dataset.name).wait_for()
    page.wait_for_load_state("networkidle")
    tile, picture = page.evaluate(WATCH)
    return tile / 1000, picture / 1000


def background() -> list[Figure]:
    """Looking at images, and comparing them."""
    files = [IMAGES / f"{number}.jpg" for number in range(FILES)]
    start = time.perf_counter()
    prints = {f"{number:064x}": looks.look_at(file).fingerprint for number, file in enumerate(files)}
    looked = (time.perf_counter() - start) / FILES
    names = list(prints.values())
    many = {f"{number:064x}": bytes(names[number % FILES]) for number in range(COMPARED)}
    return [
        Figure("looking at one image of 640 x 480 pixels", looked * 1000, "ms"),
        Figure(f"comparing {COMPARED:,} images, each like 24 others", median_of(lambda: clusters(many), 3), "s"),
    ]


def samples(project: Project) -> Dataset:
    make_pictures(HOME / "data", FILES)
    dataset = Dataset.objects.create(project=project, name="Large")
    path = DataPath.objects.create(
        dataset=dataset,
        path=str(IMAGES),
        status="valid",
        images=SAMPLES,
        class_counts={f"class {number}": SAMPLES // 20 for number in range(20)},
    )
    rows = (_sample(dataset, path, number) for number in range(SAMPLES))
    Sample.objects.bulk_create(rows, batch_size=5_000)
    Survey.objects.create(dataset=dataset, stamp=surveying.stamp_of(dataset.pk))
    return dataset


def _sample(dataset: Dataset, path: DataPath, number: int) -> Sample:
    copied = number - 1 if number % 500 == 0 and number else number
    return Sample(
        dataset=dataset,
        data_path=path,
        path=f"{number % FILES}.jpg",
        label=f"class {number % 20}",
        size=10_000 + number * 7919 % 90_000,
        modified_ns=1_700_000_000_000_000_000 + number * 104_729 % 10_000_000,
        sha256=f"{copied:064x}",
        width=640 + number % 3 * 100,
        height=480,
        problem="truncated" if number % 1000 == 1 else "",
        excluded_because="Blurred" if number % 777 == 0 else "",
        brightness=number % 256,
        contrast=number % 64,
        near_group=number - number % 300 if number % 300 < 2 else None,
        key=number,
    )


if __name__ == "__main__":
    _browser.insist_on_chromium()
    main()
