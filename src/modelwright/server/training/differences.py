"""What differs in a template from its own last run, else from the version that it starts from, else from the defaults."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from modelwright.contract.run_spec import RunData, RunSpec, VersionWeights
from modelwright.contract.tasks import NETWORKS, Network, Task
from modelwright.server.accounts.rights import Right, refusal
from modelwright.server.core.names import process_name
from modelwright.server.datasets.models import DataPath
from modelwright.server.jobs.models import Job
from modelwright.server.registry import files
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training import base_models, specs
from modelwright.server.training.jobs import KIND
from modelwright.server.training.models import Process, Template

_TRIED: Final = 5
"""Attempts that are looked at for one whose run directory can still be read."""


class _Before(NamedTuple):
    against: dict[str, Any]
    base_model: str
    weights: str | None
    """None: nothing is said of them."""
    parameters: Mapping[str, Any]
    data: RunData | None


def differences(user: Any, template: Template) -> dict[str, Any]:
    """Parameters, base model, weights and data paths that are not the same, and what they are compared with."""
    before = _last_run(user, template) or _version(user, template) or _defaults(template)
    values = [*_settings(template, before), *_changed(before.parameters, template.parameters, _others(template))]
    return {"against": before.against, "values": values, "data": list(_data(template, before.data))}


def is_as_told(template: Template, spec: RunSpec) -> bool:
    """Whether a run of the template would be told the same settings; its data may have changed."""
    before = _of_spec(spec, {})
    changed = [*_settings(template, before), *_changed(before.parameters, template.parameters, _others(template))]
    return spec.task == template.task and not changed


def _last_run(user: Any, template: Template) -> _Before | None:
    """The latest attempt of its processes, of those that the person may see, that was told what to do, as it was told."""
    if refusal(user, Right.PROCESSES_VIEW):
        return None
    processes = {process.pk: process for process in Process.objects.visible_to(user).filter(template=template)}
    keys = [key for key, process in processes.items() if process.reproduces_id is None]
    rows = Job.objects.filter(kind=KIND, subject_id__in=keys, started_at__isnull=False)
    for job in rows.order_by("-started_at", "-pk")[:_TRIED]:
        spec = specs.told(job.run_dir)
        if spec is not None:
            name = process_name(template.name, processes[job.subject_id].number)
            return _of_spec(spec, _against("run", name, process_id=job.subject_id, at=job.started_at))
    return None


def _version(user: Any, template: Template) -> _Before | None:
    key = template.retrains_id or template.weights.get("version_id")
    if key is None or refusal(user, Right.MODELS_VIEW):
        return None
    version = ModelVersion.objects.visible_to(user).filter(pk=key).select_related("model").first()
    if version is None:
        return None
    spec = specs.told(settings.MODELS_DIR / version.folder) if files.has(version, files.SPEC) else None
    against = _against(
        "version", f"{version.model.name} {version.name}", version_id=version.pk, at=version.published_at
    )
    return _Before(against, version.base_model, None, version.parameters, spec.data if spec else None)


def _defaults(template: Template) -> _Before:
    defaults = base_models.defaults_of(Task(template.task), template.base_model, template.parameters)
    return _Before(_against("defaults", template.base_model), template.base_model, None, defaults, None)


def _of_spec(spec: RunSpec, against: dict[str, Any]) -> _Before:
    weights = spec.weights.name if isinstance(spec.weights, VersionWeights) else spec.weights.kind
    return _Before(against, spec.base_model, weights, spec.parameters.model_dump(mode="json"), spec.data)


def _against(
    kind: str, name: str, process_id: int | None = None, version_id: int | None = None, at: datetime | None = None
) -> dict[str, Any]:
    return {"kind": kind, "name": name, "process_id": process_id, "version_id": version_id, "at": at}


def _settings(template: Template, before: _Before) -> Iterator[dict[str, Any]]:
    if before.base_model != template.base_model:
        yield {"path": "base_model", "before": before.base_model, "now": template.base_model}
    now = _weights(template)
    if before.weights not in (None, now):
        yield {"path": "weights", "before": before.weights, "now": now}


def _weights(template: Template) -> str:
    """`none`, `pretrained`, or the version's name."""
    kind: str = template.weights.get("kind", "none")
    if kind != "version":
        return kind
    version = ModelVersion.objects.filter(pk=template.weights["version_id"]).select_related("model").first()
    return f"{version.model.name} {version.name}" if version else _("a version that has been deleted")


def _others(template: Template) -> set[str]:
    """Blocks of networks that the task does not train."""
    networks = set(Network) - set(NETWORKS[Task(template.task)])
    return {f"{section}.{network}" for section in ("model", "training") for network in networks}


def _changed(
    before: Mapping[str, Any], now: Mapping[str, Any], others: set[str], prefix: str = ""
) -> Iterator[dict[str, Any]]:
    """In the order of what is now; what was not known before is not told."""
    for name, value in now.items():
        path = f"{prefix}{name}"
        if path in others or name not in before:
            continue
        if isinstance(value, dict) and isinstance(before[name], dict):
            yield from _changed(before[name], value, others, f"{path}.")
        elif before[name] != value:
            yield {"path": path, "before": before[name], "now": value}


def _data(template: Template, before: RunData | None) -> Iterator[dict[str, Any]]:
    """Data paths that came or went."""
    if before is None:
        return
    known = {str(row.folder): row.path for row in DataPath.objects.filter(dataset__project=template.project_id)}
    tests = DataPath.objects.filter(dataset=template.test_dataset_id)
    for part, rows, then in (("training", template.training_paths(), before.train), ("test", tests, before.test)):
        now = {str(row.folder) for row in rows}
        yield from _moved("added", part, now - set(then), known)
        yield from _moved("removed", part, set(then) - now, known)


def _moved(change: str, part: str, folders: set[str], known: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for path in sorted(known.get(folder, folder) for folder in folders):
        yield {"change": change, "part": part, "path": path}
