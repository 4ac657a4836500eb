"""The demo as a newcomer gets it: first page, idle memory, the training's time and its accuracy on held-out digits."""

import tempfile
import time
from datetime import datetime
from pathlib import Path

import httpx
import psutil

from _table import Figure, show
from modelwright.sdk.client import Client
from modelwright.sdk.commands.demo import prepared
from modelwright.sdk.digits import write_digits
from modelwright.sdk.records import Process
from modelwright.sdk.testing import RealServer


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="modelwright-benchmark-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        training, test = write_digits(home / "digits")
        began = time.monotonic()
        server = RealServer(home)
        try:
            httpx.get(server.url).raise_for_status()
            first_page = time.monotonic() - began
            idle = memory_mb(server.process.pid)
            with server.client() as client:
                process = trained(client, prepared(client, training, test))
                held_out = next(one for one in client.processes.report(process)["sets"] if one["part"] == "test")
        finally:
            server.end()
    show(
        "The demo",
        [
            Figure("prepared environment to first page", first_page, "s", 10),
            Figure("server, idle, all its processes (PSS)", idle, "MB", 250),
            Figure("training, from Start to Completed", seconds(process), "s", 120),
            Figure(f"accuracy on {held_out['samples']} held-out digits", held_out["accuracy"], "", at_least=0.975),
        ],
    )


def trained(client: Client, process: Process) -> Process:
    for _ in client.processes.follow(process):
        pass
    return client.processes.get(process)


def seconds(process: Process) -> float:
    """From the click to the end, by the server's clock."""
    times = process.model_dump()
    start, end = (datetime.fromisoformat(times[name]) for name in ("queued_at", "finished_at"))
    return (end - start).total_seconds()


def memory_mb(pid: int) -> float:
    server = psutil.Process(pid)
    return sum(one.memory_full_info().pss for one in (server, *server.children(recursive=True))) / 1e6


if __name__ == "__main__":
    main()
