"""Every list that a team with 2,000 processes and 200 models opens: the processor time of a page at the server."""

import time
from collections.abc import Callable
from typing import Any, Final

from django.test import Client
from django.utils import timezone

import _django  # noqa: F401 - first of ours: it prepares the settings
from _table import Figure, median_of
from modelwright.contract.parameters import Parameters
from modelwright.contract.run_spec import NoWeights, RunData, RunSpec
from modelwright.contract.tasks import Task
from modelwright.server.accounts.models import Project, User
from modelwright.server.notices.models import Happening, Notice
from modelwright.server.registry import headlines
from modelwright.server.registry.models import Model, ModelVersion, Stage
from modelwright.server.schedules.models import Schedule
from modelwright.server.training.models import Process, Template
from modelwright.server.training.tests import fake_results

TEMPLATES = MODELS = SCHEDULES = VERSIONS = 200
PROJECTS: Final = 100
NOTICES: Final = 2_000
CLASSES: Final = 20
PAGES: Final = {"a page of 50": 50, "a page of 200": 200}
Get = Callable[..., bytes]


def lists(client: Client, project: Project, user: User, get: Get) -> list[Figure]:
    """The project has processes already."""
    fill(project, user)
    many = Model.objects.get(project=project, name="Many")
    own = f"/projects/{project.pk}"
    paths = {
        "projects": "/projects",
        "templates": f"{own}/templates",
        "processes": f"{own}/processes",
        "models": f"{own}/models",
        "schedules": f"{own}/schedules",
        "notices": "/account/notices",
    }
    figures = [
        Figure(f"{name}, {size}", cost_ms(get, client, path, limit=limit), "ms", 100)
        for name, path in paths.items()
        for size, limit in PAGES.items()
    ]
    versions = cost_ms(get, client, f"/models/{many.pk}/versions")
    return [*figures, Figure(f"all {VERSIONS} versions of a model", versions, "ms", 100)]


def cost_ms(get: Get, client: Client, path: str, **query: Any) -> float:
    """Processor time: it says the same whatever else the machine does."""
    return 1000 * median_of(lambda: get(client, path, **query), clock=time.thread_time)


def fill(project: Project, user: User) -> None:
    parameters = Parameters().model_dump(mode="json")
    shape = {"project": project, "base_model": "ResNet18", "parameters": parameters, "created_by": user}
    templates = Template.objects.bulk_create(Template(name=f"Template {n}", **shape) for n in range(TEMPLATES))
    Project.objects.bulk_create(Project(name=f"Project {number}", created_by=user) for number in range(PROJECTS))
    named = [*(f"Model {number}" for number in range(MODELS - 1)), "Many"]
    models = Model.objects.bulk_create(
        Model(project=project, name=name, task=Task.CLASSIFICATION, created_by=user) for name in named
    )
    for model in models:
        add_versions(model, user, parameters, VERSIONS if model.name == "Many" else 3)
    add_schedules(project, user, templates)
    told = Happening.objects.bulk_create(
        Happening(key=f"{n}", event="completed", topic="training_process", project=project, facts=facts(n, project))
        for n in range(NOTICES)
    )
    Notice.objects.bulk_create(Notice(happening=one, user=user, at=timezone.now()) for one in told)


def facts(number: int, project: Project) -> dict[str, Any]:
    measured = {"metric": "accuracy", "metric_value": 0.9, "measured_on": "test", "measured_samples": 100}
    return {"process_id": number, "project_id": project.pk, "name": f"Template {number} #1", **measured}


def add_versions(model: Model, user: User, parameters: dict[str, Any], count: int) -> None:
    report, certificate = measured()
    ModelVersion.objects.bulk_create(
        ModelVersion(
            model=model,
            major=1,
            minor=number + 1,
            source={"process_id": number, "process_number": 1, "attempt": 1, "template_id": 1, "template_name": "T"},
            base_model="ResNet18",
            description="As it was measured.",
            parameters=parameters,
            report=report,
            certificate=certificate,
            headline=headlines.of(report, certificate_passed=True),
            lineage={},
            manifest_hash="0" * 64,
            folder=f"{model.pk}/{number}",
            bundle_size=10**7,
            bundle_sha256="0" * 64,
            stage=Stage.CANDIDATE if number else Stage.PRODUCTION,
            published_by=user,
        )
        for number in range(count)
    )


def measured() -> tuple[dict[str, Any], dict[str, Any]]:
    """A report with so many classes, of a validation and of a test set."""
    spec = RunSpec(
        task=Task.CLASSIFICATION,
        base_model="ResNet18",
        weights=NoWeights(),
        parameters=Parameters(),
        data=RunData(train=("/data",)),
        cache_dir="/cache",
    )
    report = fake_results.report(spec).model_dump(mode="json")
    [one] = report["sets"]
    one["classes"] = [{**one["classes"][0], "label": f"class {number}"} for number in range(CLASSES)]
    one["confusion"] = [[7] * CLASSES] * CLASSES
    report["sets"] = [one, {**one, "part": "test"}]
    return report, fake_results.certificate(spec).model_dump(mode="json")


def add_schedules(project: Project, user: User, templates: list[Template]) -> None:
    """Half of them start one process, half a process of a template each week."""
    weekly = {"kind": "weekly", "days": [1, 3], "time": "08:30"}
    at = {"zone": "Europe/Moscow", "next_at": timezone.now(), "created_by": user, "project": project}
    Schedule.objects.bulk_create(
        Schedule(template=template, timing=weekly, **at) for template in templates[: SCHEDULES // 2]
    )
    once = {"kind": "once", "at": "2030-01-01T08:30:00"}
    processes = Process.objects.filter(template__project=project).order_by("pk")[: SCHEDULES // 2]
    Schedule.objects.bulk_create(Schedule(process=process, timing=once, **at) for process in processes)
