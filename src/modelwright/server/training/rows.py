"""A row of the list of processes: what its columns and its menu show, read with few queries whatever the list's length."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from modelwright.contract.tasks import Network
from modelwright.server.core.schemas import person_out
from modelwright.server.jobs.failures import failure_of
from modelwright.server.jobs.line import Line
from modelwright.server.jobs.matching import why_waiting
from modelwright.server.jobs.models import Job, Machine, Status
from modelwright.server.training import actions
from modelwright.server.training.models import Process, ProcessTag, Template
from modelwright.server.training.retrained import model_name

_READ: Final = (
    *("number", "author", "created_at", "disabled", "scheduled_at", "time_limit_s", "checkpoints_removed_at"),
    *("published_version_id", "published_name", "note", "note_version"),
    *(f"author__{name}" for name in ("username", "first_name", "last_name")),
    *(f"template__{name}" for name in ("project_id", "name", "task", "base_model", "retrains__model__name")),
    *(f"job__{name}" for name in ("attempt", "status", "is_auto", "least_cores", "needs_bytes", "continues_id")),
    *(f"job__{name}_at" for name in ("queued", "started", "running", "finished")),
    *(f"job__{name}" for name in ("failure_code", "failure_values", "failure_detail", "plan", "progress", "profile")),
    *(f"job__machine__{name}" for name in ("name", "address", "enabled", "last_seen", "removed_at")),
)
"""Columns of a row: the others are much larger, and only a process's own page shows them."""
_JOINED: Final = ("author", "template__retrains__model", "job__machine", "job__profile")


def rows_out(rows: "QuerySet[Process]", user: Any) -> list[dict[str, Any]]:
    """In no order."""
    processes = list(rows.select_related(*_JOINED).only(*_READ))
    page = Shared(processes, user)
    return [row_out(process, page) for process in processes]


class Shared:
    """What the rows of one page have in common: each is read once."""

    def __init__(self, processes: Sequence[Process], user: Any) -> None:
        one_of_each_author = {process.author_id: process for process in processes}
        self._missing = {key: actions.missing_rights(one, user) for key, one in one_of_each_author.items()}
        waits = any(process.job.status == Status.WAITING for process in processes)
        self.line = Line.read() if waits else None
        self.tags = _tags(processes)
        self.datasets = _datasets({process.template_id for process in processes})

    def missing_rights(self, process: Process) -> Mapping[str, actions.Refusal]:
        """By action."""
        return self._missing[process.author_id]


def _tags(processes: Sequence[Process]) -> Mapping[int, list[str]]:
    tags: dict[int, list[str]] = defaultdict(list)
    rows = ProcessTag.objects.filter(process__in=[process.pk for process in processes]).order_by("name")
    for process_id, name in rows.values_list("process_id", "name"):
        tags[process_id].append(name)
    return tags


def _datasets(template_ids: Iterable[int]) -> Mapping[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    links = Template.training_datasets.through.objects.filter(template__in=template_ids).order_by("dataset_id")
    for template_id, name in links.values_list("template_id", "dataset__name"):
        names[template_id].append(name)
    return names


def row_out(process: Process, page: Shared) -> dict[str, Any]:
    job, template = process.job, process.template
    return {
        "id": process.pk,
        "project_id": template.project_id,
        "template_id": template.pk,
        "template_name": template.name,
        "model_name": model_name(template),
        "number": process.number,
        "author": person_out(process.author),
        "machine": _machine(job.machine),
        "is_auto": job.is_auto,
        "base_model": template.base_model,
        "task": template.task,
        "datasets": page.datasets.get(template.pk, []),
        "tags": page.tags.get(process.pk, []),
        "note": process.note,
        "note_version": process.note_version,
        "disabled": process.disabled,
        "scheduled_at": process.scheduled_at,
        "time_limit_s": process.time_limit_s,
        "published": process.published_name,
        "published_version_id": process.published_version_id,
        "created_at": process.created_at,
        **_waiting(job, page.line),
        **_of_job(job),
        "actions": actions.of(process, page.missing_rights(process)),
    }


def _machine(machine: Machine | None) -> dict[str, Any] | None:
    return {"id": machine.pk, "name": machine.name, "address": machine.address} if machine else None


def _waiting(job: Job, line: Line | None) -> dict[str, Any]:
    """Where it stands in the line, and when it is expected to begin."""
    if line is None or job.status != Status.WAITING:
        return {"queue_position": None, "expected_start": None, "expected_start_note": "", "waiting_reason": ""}
    beginning = line.beginning(job.pk)
    return {
        "queue_position": line.position(job.pk),
        "expected_start": beginning.at,
        "expected_start_note": beginning.note(),
        "waiting_reason": str(why_waiting(job, line.machines, line.free_bytes) or ""),
    }


def _of_job(job: Job) -> dict[str, Any]:
    failed = job.status == Status.FAILED
    current = job.progress.get("network")
    return {
        "status": job.status,
        "status_label": str(Status(job.status).label),
        "attempt": job.attempt,
        "queued_at": job.queued_at if job.status != Status.CREATED else None,
        "started_at": job.started_at,
        "running_at": job.running_at,
        "finished_at": job.finished_at,
        "failure": failure_of(job) if failed else "",
        "failure_code": job.failure_code if failed else "",
        "network": current,
        **numbers_of(job, current),
        **_whole(job),
    }


def numbers_of(job: Job, network: Network | str | None) -> dict[str, Any]:
    """What the run last said of one of its networks."""
    now = job.progress.get("networks", {}).get(network, {})
    plan = job.plan.get("networks", {}).get(network, {})
    part, metric = plan.get("measured_on"), plan.get("metric")
    return {
        **{name: now.get(name) for name in ("iteration", "epoch", "loss", "learning_rate")},
        **{name: plan.get(name) for name in ("iterations", "epochs", "metric", "measured_on")},
        "metric_value": now.get(f"{part}.{metric}"),
        "measured_samples": plan.get(f"{part}_images"),
    }


def _whole(job: Job) -> dict[str, Any]:
    going = job.status in Job.ACTIVE
    return {
        "progress": 1.0 if job.status == Status.COMPLETED else job.progress.get("share", 0.0),
        "remaining_s": job.progress.get("remaining_s") if going else None,
        "expected_end": _expected_end(job.progress) if going else None,
    }


def _expected_end(progress: dict[str, Any]) -> datetime | None:
    if progress.get("remaining_s") is None or "at" not in progress:
        return None
    return datetime.fromtimestamp(progress["at"], UTC) + timedelta(seconds=progress["remaining_s"])
