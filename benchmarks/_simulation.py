"""A server whose engines are simulated, and its tables from inside. Import it first: it prepares the settings."""

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.test import Client
from django.utils import timezone

from _django import HOME
from modelwright.contract.run_dir import RunDir
from modelwright.sdk.server_process import READY
from modelwright.sdk.testing import draw_shapes
from modelwright.server.accounts.models import Project, User
from modelwright.server.datasets import checking
from modelwright.server.jobs.machines import register_this_machine
from modelwright.server.jobs.models import Job, Machine, Status
from modelwright.server.training.models import Process, Template
from modelwright.server.training.specs import spec_of
from modelwright.server.training.tests.fake_results import write_results

FOLDER: Final = HOME / "simulated"
SMALL: Final = {
    "training": {"classification": {"batch_size": 4, "max_iter": 1000}},
    "preprocessing": {"input_size": 16},
}


class World(NamedTuple):
    user: User
    project: Project
    template: Template
    machine: Machine
    client: Client


def prepare(slots: int, **plan: Any) -> World:
    """A project with data and a template, and a machine with so many slots; `plan` is that of the simulated engines."""
    user = User.objects.create_superuser("root", password="Wright-1")  # noqa: S106 - nobody else gets to it
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    project = Project.objects.get(pk=post(client, "/projects", {"name": "Load"})["id"])
    folder = str(draw_shapes(HOME / "shapes", count=8))
    dataset = post(client, f"/projects/{project.pk}/datasets", {"name": "Shapes", "paths": [folder]})
    while checking.run_pending(lambda: False):
        pass
    body = {"name": "Load", "parameters": SMALL, "training_datasets": [dataset["id"]]}
    template = Template.objects.get(pk=post(client, f"/projects/{project.pk}/templates", body)["id"])
    machine = register_this_machine()
    Machine.objects.update(slots=slots)
    (FOLDER / "marks").mkdir(parents=True)
    (FOLDER / "results").mkdir()
    (FOLDER / "plan.json").write_text(json.dumps(plan))
    write_results(RunDir(FOLDER / "results"), spec_of(template))
    return World(user, project, template, machine, client)


def post(client: Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(f"/api{path}", body, content_type="application/json")
    assert answer.status_code in (200, 201), answer.content
    told: dict[str, Any] = answer.json()
    return told


def add_processes(world: World, count: int, status: Status = Status.WAITING, **more: Any) -> list[Process]:
    """Rows as a start makes them."""
    last = Process.objects.order_by("-number").values_list("number", flat=True).first() or 0
    numbers = range(last + 1, last + 1 + count)
    facts = {"status": status, "queued_at": timezone.now(), "started_by": world.user, "machine": world.machine, **more}
    jobs = Job.objects.bulk_create(Job(kind="training", subject_id=number, **facts) for number in numbers)
    rows = (
        Process(pk=number, template=world.template, number=number, author=world.user, job=job)
        for number, job in zip(numbers, jobs, strict=True)
    )
    return Process.objects.bulk_create(rows)


class Server:
    """`modelwright serve` with simulated engines, on the tables of this program."""

    def __init__(self) -> None:
        self.log = HOME / "server.log"
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Returns when it says that it is ready."""
        (FOLDER / "die").unlink(missing_ok=True)
        command = [sys.executable, "-m", "modelwright.server.testing.simulated", str(FOLDER), "serve", "--port", "0"]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        for line in self._process.stdout or ():
            if line.startswith(READY):
                self.url = line.removeprefix(READY).strip()
                return
        raise RuntimeError(f"the server did not start: {self.log.read_text()}")

    def die_at(self, moment: str, number: int) -> None:
        partial = FOLDER / "die.partial"
        partial.write_text(f"{moment} {number}")
        partial.rename(FOLDER / "die")

    def is_dead_within(self, seconds: float) -> bool:
        assert self._process
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        """If it lives: as nobody can guard against."""
        if self._process and self._process.stdout:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            self._process = None


def written(run_dir: str) -> int:
    """Whole lines of events."""
    try:
        return RunDir(run_dir).events_file.read_bytes().count(b"\n")
    except OSError:
        return 0


def marks(name: str) -> list[int]:
    """Ids of the processes that have carried out the run directory of that name."""
    try:
        return [int(line) for line in (FOLDER / "marks" / name).read_text().split()]
    except FileNotFoundError:
        return []


def end_engines(jobs: Iterable[Job]) -> None:
    """Ask what still runs to stop, and wait a little for it."""
    directories = [RunDir(job.run_dir) for job in jobs if job.run_dir and Path(job.run_dir).exists()]
    for directory in directories:
        directory.request_stop()
    until = time.monotonic() + 20
    while any(one.process_id() and one.exit_code() is None for one in directories) and time.monotonic() < until:
        time.sleep(0.2)


assert settings.HOME == HOME
