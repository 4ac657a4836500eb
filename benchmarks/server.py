"""The server under load: 100,000 points of one run in and out, lists with 2,000 processes and 100,000 samples."""

from typing import Any

from django.test import Client
from django.utils import timezone

import _lists
from _django import HOME
from _table import Figure, median_of, show
from modelwright.contract.events import Plan
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Part
from modelwright.server.accounts.models import Project, User
from modelwright.server.datasets.models import DataPath, Dataset, Sample
from modelwright.server.jobs.ingest import ingest_all
from modelwright.server.jobs.machines import register_this_machine
from modelwright.server.jobs.models import Job, Status
from modelwright.server.training.models import MetricBlock, Process, ProcessTag, Template

POINTS = 100_000
PROCESSES = 2_000
SAMPLES = 100_000
PLAN = Plan(
    time=0,
    classes=("a", "b"),
    images=50,
    validation_images=10,
    test_images=0,
    batch_size=8,
    iterations=100,
    epochs=16,
    device="cpu",
    precision="float32",
    measured_on=Part.VALIDATION,
).model_dump(mode="json", exclude={"kind", "time"})
LINE = '{"kind":"metrics","time":1.5,"iteration":%d,"epoch":%.4f,"values":{"loss":%.6f,"learning_rate":%.8f}}\n'


def main() -> None:
    user = User.objects.create(username="root", is_superuser=True)
    project = Project.objects.create(name="Benchmark")
    client = Client(headers={"host": "localhost"}, raise_request_exception=True)
    client.force_login(user)
    show("Points", points(client, project, user))
    show("Lists", lists(client, project, user))
    show("A page of each list, processor time", _lists.lists(client, project, user, get))


def points(client: Client, project: Project, user: User) -> list[Figure]:
    process = processes(project, user, 1)[0]
    write_events(RunDir(HOME / "run"), process.job)

    def take_in() -> None:
        MetricBlock.objects.all().delete()
        Job.objects.update(last_event=0, last_offset=0)
        process.job.refresh_from_db()
        ingest_all(process.job)

    taken_in = median_of(take_in, 3)
    path = f"/processes/{process.pk}/curves"
    curves = median_of(lambda: get(client, path, width=1500))
    part = median_of(lambda: get(client, path, width=1500, first=20_000, last=21_000))
    size = len(get(client, path, width=4000))
    return [
        Figure(f"{POINTS:,} points of one run taken in", taken_in, "s", 2),
        Figure("their chart at the server", curves * 1000, "ms", 100),
        Figure("a hundredth of it, zoomed in", part * 1000, "ms", 100),
        Figure("the chart on the wire, uncompressed, widest screen", size / 1000, "kB", 100),
        Figure("stored in the database", sum(len(block.points) for block in MetricBlock.objects.all()) / 1000, "kB"),
    ]


def get(client: Client, path: str, **query: Any) -> bytes:
    answer = client.get(f"/api{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.content


def write_events(run_dir: RunDir, job: Job) -> None:
    """Two series with half the points each."""
    run_dir.path.mkdir()
    rows = range(1, POINTS // 2 + 1)
    run_dir.events_file.write_text(
        "".join(LINE % (i, i / 50, 2 / i + i % 7 / 90, 0.02 * (1 - i / POINTS)) for i in rows)
    )
    job.run_dir = str(run_dir.path)
    job.save()


def lists(client: Client, project: Project, user: User) -> list[Figure]:
    processes(project, user, PROCESSES)
    dataset = samples(project)

    def page(path: str, **query: Any) -> float:
        return 1000 * median_of(lambda: get(client, path, **query))

    all_processes = f"/projects/{project.pk}/processes"
    return [
        Figure(f"first page of {PROCESSES:,} processes", page(all_processes), "ms", 100),
        Figure("… of those that failed, by template", page(all_processes, status="failed", sort="template"), "ms", 100),
        Figure("… found by a search", page(all_processes, search="root"), "ms", 100),
        Figure("… with a tag, the longest first", page(all_processes, tag="odd", sort="-duration"), "ms", 100),
        Figure("what they can be filtered by", page(f"{all_processes}/choices"), "ms", 100),
        Figure(f"first page of {SAMPLES:,} samples", page(f"/datasets/{dataset.pk}/samples"), "ms", 100),
        Figure("… of one class", page(f"/datasets/{dataset.pk}/samples", label="class 7"), "ms", 100),
        Figure("… with a problem", page(f"/datasets/{dataset.pk}/samples", problem="true"), "ms", 100),
    ]


def processes(project: Project, user: User, count: int) -> list[Process]:
    """Of a new template, in every state."""
    machine = register_this_machine()
    made = Template.objects.count()
    template = Template.objects.create(
        project=project, name=f"T{made}", base_model="ResNet18", parameters={}, weights={}
    )
    states = [Status.COMPLETED] if count == 1 else [Status.COMPLETED, Status.FAILED, Status.STOPPED, Status.WAITING]
    jobs = Job.objects.bulk_create(
        Job(
            kind="training",
            subject_id=made * 10_000 + number,
            machine=machine,
            status=states[number % len(states)],
            queued_at=timezone.now(),
            plan={"networks": {"classification": PLAN}},
            progress={
                "network": "classification",
                "networks": {
                    "classification": {"iteration": 50, "epoch": 3.5, "loss": 0.25, "validation.accuracy": 0.75}
                },
                "remaining_s": 9.5,
                "share": 0.5,
            },
            stages=[
                {"name": name, "state": "completed", "took_s": 1.5} for name in ("compliance", "split", "training")
            ],
        )
        for number in range(count)
    )
    rows = [Process(template=template, number=n + 1, author=user, job=job) for n, job in enumerate(jobs)]
    made_rows = Process.objects.bulk_create(rows)
    ProcessTag.objects.bulk_create(ProcessTag(process=row, name="odd") for row in made_rows[1::2])
    return made_rows


def samples(project: Project) -> Dataset:
    dataset = Dataset.objects.create(project=project, name="Large")
    path = DataPath.objects.create(dataset=dataset, path="/data", status="valid", images=SAMPLES)
    Sample.objects.bulk_create(
        (
            Sample(
                dataset=dataset,
                data_path=path,
                path=f"class {number % 20}/{number}.png",
                label=f"class {number % 20}",
                size=10_000,
                width=224,
                height=224,
                problem="truncated" if number % 1000 == 0 else "",
                key=number,
            )
            for number in range(SAMPLES)
        ),
        batch_size=5_000,
    )
    return dataset


if __name__ == "__main__":
    main()
