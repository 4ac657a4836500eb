"""One real server with the real engine, one browser, a page that is watched, and a project that has been trained."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright
from watching import Watched

from modelwright.sdk.client import Client
from modelwright.sdk.records import Process, Project, Template, Version
from modelwright.sdk.testing import LIGHT, SMALL, RealServer, draw_shapes
from modelwright.server.testing import chromium
from modelwright.server.testing.migrated import migrated_database

WEB_BUILD = Path(__file__).parents[2] / "web" / "dist" / "index.html"
PASSWORD = "Wright-1"
PEOPLE = f"""
from modelwright.server.accounts.models import User
User.objects.create_superuser("anna", password="{PASSWORD}")
User.objects.create_user("otto", password="{PASSWORD}")
"""
LONG = {**SMALL, "training": {"classification": {"batch_size": 4, "max_iter": 5000}}}
"""Parameters of a training that is still running when its test ends it."""
WIDE = {"width": 1280, "height": 900}
TIMEOUT_MS = 30_000

expect.set_options(timeout=TIMEOUT_MS)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The project that has been trained is made by one process only."""
    for item in items:
        if "trained" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("trained"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    if not WEB_BUILD.exists():
        pytest.fail(f"{WEB_BUILD} is missing: run `make web/dist/index.html`, or `make test-e2e`, which does it first.")
    home = tmp_path_factory.mktemp("home")
    draw_shapes(home / "shapes")
    running = RealServer(home, migrated_database(), OMP_NUM_THREADS="1")
    running.manage("shell", "-c", PEOPLE)
    yield running
    running.end()
    assert "Traceback" not in running.log.read_text(), running.log.read_text()


@pytest.fixture(scope="session")
def anna(server: RealServer) -> Iterator[Client]:
    """The administrator anna, by the API."""
    with server.client(username="anna", password=PASSWORD) as client:
        yield client


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.FLAGS)
        yield launched
        launched.close()


Open = Callable[..., Watched]


@pytest.fixture
def open_page(browser: Browser, server: RealServer) -> Iterator[Open]:
    """`open_page(state, viewport=…)` is a new window; it must stay free of errors until the test ends."""
    opened: list[Watched] = []

    def open_one(state: StorageState | None = None, **options: Any) -> Watched:
        settings = {"locale": "en-GB", "viewport": WIDE, "reduced_motion": "reduce", **options}
        context = browser.new_context(base_url=server.url, storage_state=state, **settings)
        context.set_default_timeout(TIMEOUT_MS)
        opened.append(Watched(context.new_page()))
        return opened[-1]

    yield open_one
    try:
        for watched in opened:
            watched.check()
    finally:
        for watched in opened:
            watched.page.context.close()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, server: RealServer) -> Callable[[str], StorageState]:
    """The cookies of a person who has signed in; each person does it once."""
    states: dict[str, StorageState] = {}

    def state_of(name: str) -> StorageState:
        if name not in states:
            context = browser.new_context(base_url=server.url, locale="en-GB")
            page = context.new_page()
            page.goto("/sign-in")
            page.get_by_label("User name").fill(name)
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_role("heading", name="Projects", level=1)).to_be_visible()
            states[name] = context.storage_state()
            context.close()
        return states[name]

    return state_of


def make_template(
    client: Client, server: RealServer, name: str, parameters: dict[str, Any]
) -> tuple[Project, Template]:
    """A project of that name with the shapes as its dataset and a template of it."""
    project = client.projects.create(name)
    dataset = client.datasets.wait(client.datasets.create(project, "shapes", paths=[server.home / "shapes"]))
    template = client.templates.create(project, "shapes", training=[dataset], base_model=LIGHT, parameters=parameters)
    return project, template


@dataclass(frozen=True)
class Trained:
    """A project with one of everything: what the main job leaves behind."""

    project: Project
    template: Template
    process: Process
    version: Version

    @property
    def dataset_id(self) -> int:
        return int(self.template.model_extra["training_datasets"][0]["id"])


@pytest.fixture(scope="session")
def trained(anna: Client, server: RealServer) -> Trained:
    project, template = make_template(anna, server, "Line 3", SMALL)
    process = anna.processes.start(anna.processes.create(template))
    *_, process = anna.processes.follow(process)
    assert process.status == "completed", process
    return Trained(project, template, process, anna.processes.publish(process))


@pytest.fixture
def long_process(anna: Client, server: RealServer, request: pytest.FixtureRequest) -> Iterator[Process]:
    """A process of a long training, not started; stopped when the test is over."""
    _, template = make_template(anna, server, request.node.name[:60], LONG)
    process = anna.processes.create(template)
    yield process
    if anna.processes.get(process).status in ("waiting", "starting", "running"):
        anna.processes.stop(process)
        *_, last = anna.processes.follow(process)
        assert last.is_over, last
