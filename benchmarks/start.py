"""From Start to the first iteration, and from an event of the engine to the browser, through a real server."""

import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from _serving import SMALL, new_process, serving
from _table import Figure, median_of, show
from modelwright.sdk.client import Client
from modelwright.sdk.records import Process

STREAMS = 50


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="modelwright-benchmark-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        with serving(home) as (client, _server):
            process = new_process(client, home, "Start", SMALL)
            quiet = 1000 * median_of(lambda: client.processes.get(process))
            first, delays = follow(client, process, home)
            busy = 1000 * with_streams(client, process)
    show(
        "Start and events",
        [
            Figure("from Start to the first iteration", first, "s", 4),
            Figure("event written to event in the client, median", statistics.median(delays), "s", 1),
            Figure("… the slowest of all", max(delays), "s"),
            Figure("a request", quiet, "ms"),
            Figure(f"a request while {STREAMS} streams are open", busy, "ms"),
        ],
    )


def follow(client: Client, process: Process, home: Path) -> tuple[float, list[float]]:
    """Seconds from Start to the first iteration as the engine wrote it, and each event's way to the client."""
    started = time.time()
    client.processes.start(process)
    arrived = [(number, time.time()) for number in numbers(client, process)]
    file = next((home / "runs").glob("*/events.jsonl"))
    events = [json.loads(line) for line in file.read_text().splitlines()]
    first = next(event["time"] for event in events if event["kind"] == "metrics")
    delays, after = [], 0
    for number, at in arrived:
        delays += [at - event["time"] for event in events[after:number]]
        after = max(after, number)
    return first - started, delays


def numbers(client: Client, process: Process) -> Iterator[int]:
    """The event number of each message, as it comes."""
    http = client.transport._http
    with http.stream("GET", f"/processes/{process.id}/stream", timeout=120) as answer:
        for line in answer.iter_lines():
            if line.startswith("id: "):
                yield int(line.rpartition(".")[2])
            if line == "event: end":
                return


def with_streams(client: Client, process: Process) -> float:
    """Seconds of a request while many watch a process that waits to be started."""
    waiting = client.processes.create(_template_of(client, process))
    over = Event()
    with ThreadPoolExecutor(STREAMS) as readers:
        opened = [Event() for _ in range(STREAMS)]
        for one in opened:
            readers.submit(_hold, client, waiting, one, over)
        for one in opened:
            assert one.wait(60)
        took = median_of(lambda: client.processes.get(process))
        over.set()
        client.processes.delete(waiting)
    return took


def _template_of(client: Client, process: Process) -> "object":
    return type("Template", (), {"id": client.transport.get(f"/processes/{process.id}")["template_id"]})


def _hold(client: Client, process: Process, opened: Event, over: Event) -> None:
    with client.transport._http.stream("GET", f"/processes/{process.id}/stream", timeout=120) as answer:
        for _line in answer.iter_lines():
            opened.set()
            if over.is_set():
                return


if __name__ == "__main__":
    main()
