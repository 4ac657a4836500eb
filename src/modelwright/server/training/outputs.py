"""What the API says about one process: its row, its expanded row, the header of the monitoring page."""

from functools import cache
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from modelwright.contract.events import StageName, StageState
from modelwright.contract.tasks import Network
from modelwright.server.jobs.failures import failure_of, notice_out
from modelwright.server.jobs.models import Job, Status
from modelwright.server.training import adjustments, specs
from modelwright.server.training.models import Adjustment, Process
from modelwright.server.training.retrained import version_out
from modelwright.server.training.rows import Shared, numbers_of, row_out

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
    """With all that is told of them."""
    return rows.select_related("author", "job__machine", "job__profile", "template__project").prefetch_related(
        "template__retrains__model", "reproduces__model"
    )


def process_out(process: Process, user: Any) -> dict[str, Any]:
    """As it is in the database now."""
    return whole_out(shown(Process.objects.filter(pk=process.pk)).get(), user)


def whole_out(process: Process, user: Any) -> dict[str, Any]:
    job, template = process.job, process.template
    return {
        **row_out(process, Shared([process], user)),
        "reproduces": version_out(process.reproduces),
        "retrains": version_out(template.retrains),
        "compute_profile": job.profile,
        **_of_run(job, template.networks()),
    }


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
    spec = specs.told(process.job.run_dir)
    return spec.parameters.model_dump(mode="json") if spec else dict(process.template.parameters)


def _attempt(job: Job, numbers: dict[int, int], adjustment: Adjustment | None) -> dict[str, Any]:
    plain = ("id", "attempt", "status", "created_at", "started_at", "finished_at", "failure_code")
    return {
        **{name: getattr(job, name) for name in plain},
        "machine": job.machine_name(),
        "continues": numbers.get(job.continues_id) if job.continues_id else None,
        "failure": failure_of(job) if job.status == Status.FAILED else "",
        "changed": adjustments.told(adjustment),
    }


def _of_run(job: Job, expected: tuple[Network, ...]) -> dict[str, Any]:
    """`expected`: the networks that the template asks for, until the run has planned its own."""
    planned = job.plan.get("networks", {})
    trained = tuple(network for network in Network if network in planned or network in expected)
    stages = _stages(job, two=len(trained) > 1)
    return {
        "stages": stages,
        "notices": [notice_out(job, notice) for notice in job.notices if not _is_mark(notice)],
        "marks": [notice_out(job, notice) for notice in job.notices if _is_mark(notice)],
        "networks": [_network(job, network, stages, main=network is trained[-1]) for network in trained],
    }


def _is_mark(notice: dict[str, Any]) -> bool:
    """It has a place on a network's chart."""
    return notice.get("iteration") is not None and notice.get("network") is not None


def _network(job: Job, network: Network, stages: list[dict[str, Any]], *, main: bool) -> dict[str, Any]:
    now = job.progress.get("networks", {}).get(network, {})
    plan = job.plan.get("networks", {}).get(network, {})
    prefix = f"{plan.get('measured_on')}."
    stage = StageName.TRAINING if main else StageName.SEGMENTATION_TRAINING
    return {
        "network": network,
        "state": next(known["state"] for known in stages if known["name"] == stage),
        **numbers_of(job, network),
        "classes": plan.get("classes", ()),
        "measured": {name.removeprefix(prefix): value for name, value in now.items() if name.startswith(prefix)},
        "seconds_per_iteration": now.get("seconds_per_iteration"),
        **{name: plan.get(name) for name in ("images", "batch_size")},
        **{name: plan.get(name, "") for name in ("device", "precision")},
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
