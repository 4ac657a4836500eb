"""What the API says about a process: a row of the table, its expanded row, the header of the monitoring page."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from modelwright.contract.events import StageName, StageState
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Network
from modelwright.server.jobs.failures import failure_of, notice_out
from modelwright.server.jobs.line import Line
from modelwright.server.jobs.matching import why_waiting
from modelwright.server.jobs.models import Job, Status
from modelwright.server.training import actions, adjustments
from modelwright.server.training.models import Adjustment, Process
from modelwright.server.training.retrained import model_name, version_out

STAGE_TITLES: Final[dict[StageName, Promise]] = {
    StageName.COMPLIANCE: _("Normalisation"),
    StageName.SPLIT: _("Data split"),
    StageName.AUGMENTATION: _("Augmentation"),
    StageName.SEGMENTATION_TRAINING: _("Training of the segmentation"),
    StageName.TRAINING: _("Training"),
    StageName.EVALUATION: _("Evaluation"),
    StageName.EXPORT: _("Export"),
}
_CUT_SHORT: Final[dict[str, StageState]] = {Status.FAILED: StageState.FAILED, Status.STOPPED: StageState.STOPPED}


def shown(rows: "QuerySet[Process]") -> "QuerySet[Process]":
    """With what a row tells: most rows of a page share their template, author and machine, which are read once."""
    return rows.select_related("job").prefetch_related(
        "template__project",
        "template__retrains__model",
        "reproduces__model",
        "author",
        "job__machine",
        "job__profile",
        "tags",
        "template__training_datasets",
    )


def processes_out(processes: list[Process], user: Any) -> list[dict[str, Any]]:
    """All at once: the waiting line is read once, where any of them waits."""
    waits = any(process.job.status == Status.WAITING for process in processes)
    line = Line.read() if waits else None
    missing = {process.author_id: actions.missing_rights(process, user) for process in _one_of_each_author(processes)}
    return [_out(process, missing[process.author_id], line) for process in processes]


def _one_of_each_author(processes: list[Process]) -> Iterable[Process]:
    return {process.author_id: process for process in processes}.values()


def process_out(process: Process, user: Any) -> dict[str, Any]:
    """As it is in the database now."""
    fresh = shown(Process.objects.filter(pk=process.pk)).get()
    return processes_out([fresh], user)[0]


def process_detail(user: Any, process: Process) -> dict[str, Any]:
    jobs = list(
        Job.objects.filter(kind="training", subject_id=process.pk).select_related("machine").order_by("-attempt")
    )
    numbers = {job.pk: job.attempt for job in jobs}
    adjusted = adjustments.of_all(jobs)
    return {
        **process_out(process, user),
        "attempts": [_attempt(job, numbers, adjusted.get(job.pk)) for job in jobs],
        "parameters": _parameters(process),
    }


def _parameters(process: Process) -> dict[str, Any]:
    """As the latest attempt's spec has them; before that, the template's."""
    try:
        return RunDir(process.job.run_dir).read_spec().parameters.model_dump(mode="json")
    except (OSError, ValueError):
        return dict(process.template.parameters)


def _attempt(job: Job, numbers: dict[int, int], adjustment: Adjustment | None) -> dict[str, Any]:
    plain = ("id", "attempt", "status", "created_at", "started_at", "finished_at", "failure_code")
    return {
        **{name: getattr(job, name) for name in plain},
        "machine": job.machine_name(),
        "continues": numbers.get(job.continues_id) if job.continues_id else None,
        "failure": failure_of(job) if job.status == Status.FAILED else "",
        "changed": adjustments.told(adjustment),
    }


def _out(process: Process, missing: Mapping[str, actions.Refusal], line: Line | None) -> dict[str, Any]:
    """`missing`: rights, by action; `line`: where any of the processes waits."""
    job, template = process.job, process.template
    return {
        "id": process.pk,
        "project_id": template.project_id,
        "template_id": template.pk,
        "template_name": template.name,
        "model_name": model_name(template),
        "reproduces": version_out(process.reproduces),
        "retrains": version_out(template.retrains),
        "number": process.number,
        "author": process.author,
        "machine": job.machine,
        "is_auto": job.is_auto,
        "compute_profile": job.profile,
        "base_model": template.base_model,
        "task": template.task,
        "datasets": [dataset.name for dataset in template.training_datasets.all()],
        "tags": sorted(tag.name for tag in process.tags.all()),
        "note": process.note,
        "note_version": process.note_version,
        "disabled": process.disabled,
        "scheduled_at": process.scheduled_at,
        "time_limit_s": process.time_limit_s,
        "published": process.published_name,
        "published_version_id": process.published_version_id,
        "created_at": process.created_at,
        **waiting_out(job, line),
        **_of_job(job, template.networks()),
        "actions": actions.of(process, missing),
    }


def waiting_out(job: Job, line: Line | None) -> dict[str, Any]:
    """Where it stands in the line, and when it is expected to begin."""
    if line is None or job.status != Status.WAITING:
        return {"queue_position": None, "expected_start": None, "expected_start_note": "", "waiting_reason": ""}
    beginning = line.beginning(job)
    return {
        "queue_position": line.position(job),
        "expected_start": beginning.at,
        "expected_start_note": beginning.note(),
        "waiting_reason": str(why_waiting(job, line.machines) or ""),
    }


def _of_job(job: Job, expected: tuple[Network, ...]) -> dict[str, Any]:
    """`expected`: the networks that the template asks for, until the run has planned its own."""
    failed = job.status == Status.FAILED
    planned = job.plan.get("networks", {})
    trained = tuple(network for network in Network if network in planned or network in expected)
    stages = _stages(job, two=len(trained) > 1)
    shown = [network_out(job, network, stages, main=network is trained[-1]) for network in trained]
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
        "stages": stages,
        "notices": [notice_out(notice) for notice in job.notices if not _is_mark(notice)],
        "marks": [notice_out(notice) for notice in job.notices if _is_mark(notice)],
        "networks": shown,
        **_current(job, shown),
        **_whole(job),
    }


def _is_mark(notice: dict[str, Any]) -> bool:
    """It has a place on a network's chart."""
    return notice.get("iteration") is not None and notice.get("network") is not None


_CURRENT: Final = (
    "network",
    "iteration",
    "iterations",
    "epoch",
    "epochs",
    "loss",
    "learning_rate",
    "metric",
    "metric_value",
    "measured_on",
    "measured_samples",
)


def _current(job: Job, shown: list[dict[str, Any]]) -> dict[str, Any]:
    """The numbers of the network that is in training, or was last."""
    name = job.progress.get("network")
    current = next((of for of in shown if of["network"] == name), {})
    return {column: current.get(column) for column in _CURRENT}


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


def network_out(job: Job, network: Network, stages: list[dict[str, Any]], *, main: bool) -> dict[str, Any]:
    """What the run last said of one of its networks."""
    now = job.progress.get("networks", {}).get(network, {})
    plan = job.plan.get("networks", {}).get(network, {})
    part, metric = plan.get("measured_on"), plan.get("metric")
    prefix = f"{part}."
    measured = {name.removeprefix(prefix): value for name, value in now.items() if name.startswith(prefix)}
    stage = StageName.TRAINING if main else StageName.SEGMENTATION_TRAINING
    return {
        "network": network,
        "state": next(known["state"] for known in stages if known["name"] == stage),
        "classes": plan.get("classes", ()),
        **{name: now.get(name) for name in ("iteration", "epoch", "loss", "learning_rate", "seconds_per_iteration")},
        **{name: plan.get(name) for name in ("iterations", "epochs", "images", "batch_size")},
        **{name: plan.get(name, "") for name in ("device", "precision")},
        "metric": metric,
        "metric_value": measured.get(metric),
        "measured": measured,
        "measured_on": part,
        "measured_samples": plan.get(f"{part}_images"),
    }


def _stages(job: Job, *, two: bool) -> list[dict[str, Any]]:
    """All of them, in order; those that the run has not come to are waiting. `two`: of a run that trains two networks."""
    known = {stage["name"]: stage for stage in job.stages}
    cut_short = _CUT_SHORT.get(job.status)
    stages = []
    for name, title in _titles(get_language()).items():
        if name is StageName.SEGMENTATION_TRAINING and not two:
            continue
        stage = {"state": StageState.WAITING, **known.get(name, {}), "name": name, "title": title}
        if stage["state"] == StageState.RUNNING and cut_short:
            stage["state"] = cut_short
        stages.append(stage)
    return stages


@cache
def _titles(language: str | None) -> dict[StageName, str]:
    """In the language that is active; translated once rather than for every row of every list."""
    return {name: str(title) for name, title in STAGE_TITLES.items()}
