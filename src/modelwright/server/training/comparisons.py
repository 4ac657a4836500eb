"""Runs of a project beside each other: parameters, numbers, time, memory and data. Their curves come from `live`."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunSpec
from modelwright.contract.tasks import Network, Part
from modelwright.server.accounts.models import Project
from modelwright.server.core.errors import Invalid
from modelwright.server.jobs.models import Job, Status
from modelwright.server.training import specs
from modelwright.server.training.comparison_data import Summary, summaries
from modelwright.server.training.comparison_numbers import Sets, against, measured
from modelwright.server.training.models import Process, StoredReport

MOST: Final = 12
"""Runs in one comparison."""
_LONGEST_KEY: Final = 18
"""Digits: what is longer is nobody's key, and some databases cannot compare with it."""


def compare(user: Any, project: Project, *, runs: str, base: int | None) -> dict[str, Any]:
    """`runs`: keys of processes, separated by commas. Raises Invalid."""
    keys = _keys(runs)
    rows = Process.objects.visible_to(user).filter(pk__in=keys, template__project=project)
    known = rows.select_related("template", "job__machine").in_bulk()
    processes = [known[key] for key in keys if key in known]
    chosen = next((place for place, process in enumerate(processes) if process.pk == base), 0)
    return {
        "base": processes[chosen].pk if processes else None,
        "runs": _beside(processes, chosen) if processes else [],
        "missing": [key for key in keys if key not in known],
    }


def _keys(text: str) -> list[int]:
    """Each once, in the order in which they are named."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or not all(name.isascii() and name.isdecimal() and len(name) <= _LONGEST_KEY for name in names):
        raise _refused(_("Name the runs by their numbers, separated by commas, such as 12,15."))
    keys = list(dict.fromkeys(map(int, names)))
    if len(keys) > MOST:
        raise _refused(_("At most %(most)s runs can be compared at once. Leave some out.") % {"most": MOST})
    return keys


def _refused(sentence: Any) -> Invalid:
    return Invalid(sentence, fields={"runs": sentence})


def _beside(processes: Sequence[Process], base: int) -> list[dict[str, Any]]:
    stored = StoredReport.objects.filter(job__in=[process.job_id for process in processes])
    reports: dict[int, dict[str, Any]] = dict(stored.values_list("job_id", "report"))
    told = [reports.get(process.job_id, {}) for process in processes]
    runs = [
        (RunDir(process.job.run_dir), report.get("manifest_hash", ""))
        for process, report in zip(processes, told, strict=True)
    ]
    data = summaries(runs, base)
    sets: list[Sets] = [
        measured(report, used.prints if used else {}) if report else {} for report, used in zip(told, data, strict=True)
    ]
    return [
        {
            **_facts(process),
            **_cost(process.job, report),
            **_settings(process),
            "networks": _networks(process, report),
            "sets": _sets(report, own, used, against(own, None if place == base else sets[base], sets)),
            "data": _data(used),
        }
        for place, (process, report, own, used) in enumerate(zip(processes, told, sets, data, strict=True))
    ]


def _facts(process: Process) -> dict[str, Any]:
    job, template = process.job, process.template
    return {
        "id": process.pk,
        "template_id": template.pk,
        "template_name": template.name,
        "number": process.number,
        "task": template.task,
        "status": job.status,
        "status_label": str(Status(job.status).label),
        "published": process.published_name,
        "attempt": job.attempt,
        "machine": job.machine_name(),
        "created_at": process.created_at,
        "started_at": job.started_at,
    }


def _cost(job: Job, report: dict[str, Any]) -> dict[str, Any]:
    took = job.finished_at - job.started_at if job.finished_at and job.started_at else None
    return {
        "took_s": report.get("total_s", took.total_seconds() if took else None),
        **{name: report.get(name) for name in ("training_s", "peak_memory_mb", "peak_gpu_mb")},
    }


def _settings(process: Process) -> dict[str, Any]:
    """As the attempt's spec has them; before there is one, the template's."""
    template = process.template
    spec = specs.told(process.job.run_dir)
    if spec is None:
        return {
            "base_model": template.base_model,
            "weights": template.weights.get("kind", "none"),
            "parameters": template.parameters,
        }
    parameters = spec.parameters.model_dump(mode="json")
    return {"base_model": spec.base_model, "weights": _weights(spec), "parameters": parameters}


def _weights(spec: RunSpec) -> str:
    return getattr(spec.weights, "name", "") or spec.weights.kind


def _networks(process: Process, report: dict[str, Any]) -> list[dict[str, Any]]:
    job = process.job
    plans, now = job.plan.get("networks", {}), job.progress.get("networks", {})
    trained = {of["network"]: of for of in report.get("networks", ())}
    shown = [network for network in Network if network in plans or network in trained]
    return [
        _network(network, plans.get(network, {}), now.get(network, {}), trained.get(network, {})) for network in shown
    ]


def _network(network: Network, plan: dict[str, Any], now: dict[str, Any], trained: dict[str, Any]) -> dict[str, Any]:
    """What was planned, what it last said, and what the report says of it."""
    steps = plan.get("iterations")
    whole = trained["training_s"] / steps if trained and steps and not plan.get("first_iteration") else None
    return {
        "network": network,
        "base_model": trained.get("base_model", ""),
        "iterations": steps,
        "best_iteration": trained.get("iteration"),
        "images": plan.get("images"),
        "batch_size": plan.get("batch_size"),
        "seconds_per_iteration": whole or now.get("seconds_per_iteration"),
        "precision": plan.get("precision", ""),
        "device": plan.get("device", ""),
    }


def _sets(
    report: dict[str, Any], own: Sets, used: Summary | None, numbers: dict[tuple[str, str], list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    samples = {(of["kind"], of["part"]): of["samples"] for of in report.get("sets", ())}
    return [
        {
            "network": network,
            "part": part,
            "samples": samples[network, part],
            "data": used.prints.get(part, "") if used else "",
            "numbers": numbers[network, part],
        }
        for network, part in own
    ]


def _data(used: Summary | None) -> dict[str, Any] | None:
    if used is None:
        return None
    return {
        "hash": used.hash,
        "classes": used.classes,
        **{part.value: used.counts.get(part, 0) for part in Part},
        "difference": used.difference,
    }
