"""A real server with the real engine on a free port, and a small data set for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from modelwright.sdk import testing
from modelwright.sdk.client import Client
from modelwright.sdk.records import Process

SMALL: dict[str, Any] = {**testing.SMALL, "training": {"classification": {"batch_size": 4, "max_iter": 60}}}


@contextmanager
def serving(home: Path) -> Iterator[tuple[Client, testing.RealServer]]:
    """A client of the first administrator, and the server."""
    server = testing.RealServer(home)
    try:
        with server.client() as client:
            yield client, server
    finally:
        server.end()


def new_process(client: Client, home: Path, name: str, parameters: dict[str, Any]) -> Process:
    project = client.projects.create(name)
    folder = testing.draw_shapes(home / name, count=16)
    dataset = client.datasets.wait(client.datasets.create(project, name, paths=[folder]))
    return client.processes.create(client.templates.create(project, name, training=[dataset], parameters=parameters))
