"""One run of `busy.py`: RUNNING FINISHED SECONDS."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import httpx
from django.db import connection, connections
from django.utils import timezone

import _lists
import _simulation as simulation  # first of ours: it prepares the settings
from _people import session_of
from _simulation import FOLDER, Server, World
from _table import Figure, show
from modelwright.contract.run_dir import RunDir
from modelwright.server.core.models import ChainHead, JournalEntry
from modelwright.server.jobs import background, load
from modelwright.server.jobs.dispatcher import Dispatcher
from modelwright.server.jobs.executors.fake import FakeExecutor
from modelwright.server.jobs.models import Job, Status
from modelwright.server.notices import live as bell
from modelwright.server.notices.models import Happening, Notice
from modelwright.server.testing.simulated_engine import COMPLETED
from modelwright.server.training import live
from modelwright.server.training.models import MetricBlock, Process, StoredReport

TIMES: Final = 30
STREAMS: Final = 5
PAUSE_S: Final = 0.1
"""Between two pages of the person who pages."""
LARGE: Final = 2_000


def main() -> None:
    running, finished, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    world = simulation.prepare(running, lives_s=(3600, 3600), every_s=1.0, ends={COMPLETED: 1})
    show(f"Every second, with {finished:,} finished processes ({connection.vendor})", every_second(world, finished))
    server = Server()
    try:
        show(f"{running} processes at once ({connection.vendor})", at_once(world, server, running, seconds))
    finally:
        server.kill()
        simulation.end_engines(Job.objects.active())
        connections.close_all()


def every_second(world: World, finished: int) -> list[Figure]:
    works = dict(_works(world))
    before = {name: _cost_ms(work) for name, work in works.items()}
    finish(world, finished)
    after = {name: _cost_ms(work) for name, work in works.items()}
    figures = [Figure(f"{name} ({before[name]:.2f} ms with none)", after[name], "ms") for name in works]
    total = sum(after.values()) / sum(before.values())
    return [*figures, Figure("all of it, compared with none finished", total, "x", 1.5)]


def _works(world: World) -> Iterator[tuple[str, Callable[[], object]]]:
    """What looks at the tables again and again, whether somebody is there or not."""
    dispatcher, sampler = Dispatcher(FakeExecutor()), load.Sampler()
    process = simulation.add_processes(world, 1, Status.CREATED)[0]
    yield "the dispatcher's look", dispatcher.tick
    for work in background.WORK:
        yield _name(work), _asked(work)
    yield "a sample of the load", lambda: sampler.sample(timezone.now())
    yield "an open page of a process", lambda: live._look(process.pk)
    yield "open bells", lambda: bell._unread_of([world.user.pk])


def _name(work: background.Work) -> str:
    """Such as datasets.checking.run_pending."""
    kind = work if hasattr(work, "__qualname__") else type(work)
    return f"{kind.__module__.removeprefix('modelwright.server.')}.{kind.__qualname__}"


def _asked(work: background.Work) -> Callable[[], object]:
    return lambda: work(lambda: False)


def _cost_ms(work: Callable[[], object]) -> float:
    """Processor time of this thread, on PostgreSQL with the time that it waits for the database: the least of many, which
    says most about the work and least about what else the machine does."""
    clock = time.thread_time if connection.vendor == "sqlite" else time.perf_counter
    work()
    took = []
    for _ in range(TIMES):
        begun = clock()
        work()
        took.append(clock() - begun)
    return min(took) * 1000


def finish(world: World, count: int) -> None:
    """With all that a completed process leaves in the tables."""
    now = timezone.now()
    report = json.loads(RunDir(FOLDER / "results").report_file.read_text())
    facts: dict[str, Any] = {"started_at": now, "running_at": now, "finished_at": now, "handle": "1:0"}
    processes = simulation.add_processes(world, count, Status.COMPLETED, **facts)
    jobs = [process.job for process in processes]
    block = {"series": "classification.loss", "first_event": 1, "last_event": 512, "first_iteration": 1}
    points = {"last_iteration": 512, "count": 512, "points": bytes(16 * 512)}
    MetricBlock.objects.bulk_create((MetricBlock(job=job, **block, **points) for job in jobs), batch_size=LARGE)
    StoredReport.objects.bulk_create((StoredReport(job=job, report=report) for job in jobs), batch_size=LARGE)
    told = Happening.objects.bulk_create(
        Happening(
            key=f"old-{job.pk}",
            event="completed",
            topic="training_process",
            project=world.project,
            facts=_lists.facts(job.subject_id, world.project),
            spread_at=now,
        )
        for job in jobs
    )
    Notice.objects.bulk_create(Notice(happening=one, user=world.user, at=now, read_at=now) for one in told)
    _fill_journal(jobs)
    if connection.vendor == "postgresql":  # which does so by itself after a while; nobody does on SQLite
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _fill_journal(jobs: list[Job]) -> None:
    begun = JournalEntry.objects.filter(position__isnull=False).count()
    actions = ("started", "run_starting", "run_running", "run_completed")
    rows = [(job, f"training_process.{action}") for job in jobs for action in actions]
    entries = (
        JournalEntry(action=action, entity="training_process", entity_id=job.subject_id, position=number, searchable="")
        for number, (job, action) in enumerate(rows, begun + 1)
    )
    JournalEntry.objects.bulk_create(entries, batch_size=LARGE)
    ChainHead.objects.update(position=begun + len(rows))


def at_once(world: World, server: Server, running: int, seconds: float) -> list[Figure]:
    simulation.add_processes(world, running)
    server.start()
    _wait_until_running(running)
    (FOLDER / "looks").touch()
    watched = list(Process.objects.filter(job__status=Status.RUNNING).select_related("job")[:STREAMS])
    until = time.time() + seconds
    session = {"sessionid": session_of(world.user)}
    with httpx.Client(base_url=server.url, cookies=session, timeout=60) as client, ThreadPoolExecutor(STREAMS) as pool:
        following = [pool.submit(_follow, client, process, until) for process in watched]
        pages = sorted(_page(client, world, until))
        delays = [delay for one in following for delay in one.result()]
    looks = [tuple(map(float, line.split())) for line in (FOLDER / "looks").read_text().splitlines()]
    wall, own = (sorted(1000 * look[place] for look in looks) for place in (0, 1))
    return [
        Figure("the dispatcher's look, processor time, median", statistics.median(own), "ms", 50),
        Figure("… 95 of 100 within", _ninety_five(own), "ms"),
        Figure("… by the clock, median", statistics.median(wall), "ms"),
        Figure(f"event written to event in the client, median of {len(delays):,}", statistics.median(delays), "s", 1),
        Figure("… 95 of 100 within", _ninety_five(sorted(delays)), "s", 1),
        Figure("… the slowest", max(delays), "s"),
        Figure(f"a page of a list, 95 of 100 within, of {len(pages):,}", 1000 * _ninety_five(pages), "ms", 200),
        Figure("… median", 1000 * statistics.median(pages), "ms"),
    ]


def _wait_until_running(count: int) -> None:
    until = time.monotonic() + 600
    while Job.objects.filter(status=Status.RUNNING).count() < count:
        assert time.monotonic() < until, "they do not begin to run"
        time.sleep(0.2)


def _follow(client: httpx.Client, process: Process, until: float) -> list[float]:
    """Seconds from when the engine wrote an event to when it is here; the first message tells what was there before."""
    arrived: list[tuple[int, float]] = []
    with client.stream("GET", f"/api/processes/{process.pk}/stream") as answer:
        for line in answer.iter_lines():
            if line.startswith("id: "):
                arrived.append((int(line.rpartition(".")[2]), time.time()))
            if time.time() > until:
                break
    events = [event["time"] for _number, _end, event in RunDir(process.job.run_dir).events()]
    after, delays = arrived[0][0], []
    for number, at in arrived[1:]:
        delays += [at - written for written in events[after:number]]
        after = max(after, number)
    return delays


def _page(client: httpx.Client, world: World, until: float) -> Iterator[float]:
    """One person goes through the project's lists, page after page."""
    lists = [f"/api/projects/{world.project.pk}/{name}" for name in ("processes", "templates", "models", "datasets")]
    lists += ["/api/account/notices", "/api/projects"]
    cursors = dict.fromkeys(lists, "")
    while time.time() < until:
        for path in lists:
            begun = time.perf_counter()
            answer = client.get(path, params={"cursor": cursors[path]})
            yield time.perf_counter() - begun
            assert answer.status_code == 200, answer.text
            cursors[path] = answer.json()["next"] or ""
            time.sleep(PAUSE_S)


def _ninety_five(values: list[float]) -> float:
    return values[int(len(values) * 0.95)]


if __name__ == "__main__":
    main()
