"""The same again: a process that repeats a version's run, and says whether the same came out."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from modelwright.contract.events import SpecProblem
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import GivenParts, RunSpec, VersionWeights
from modelwright.contract.tasks import Part
from modelwright.server.core.audit import record
from modelwright.server.core.errors import Conflict, Invalid
from modelwright.server.core.lists import listed
from modelwright.server.datasets.models import Dataset
from modelwright.server.registry import files, headlines
from modelwright.server.registry.lineage import lineage_of
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training.models import Process, Template

_SHOWN: Final = 20
_CLOSE: Final = 0.01
"""Metrics that differ by no more are what another machine may give with the same data and seed."""


def insist_on_whole(version: ModelVersion) -> None:
    """Raises Conflict for a version from before specs were kept, Invalid or NotFound where something is gone by now."""
    if not files.has(version, files.SPEC):
        raise Conflict(_("This version was published before all that a repetition needs was kept. Retrain it instead."))
    spec_of(version)


def template_for(user: Any, version: ModelVersion) -> Template:
    """Where the process stands: in the template that the version came from, or in one made for it."""
    project = version.model.project
    kept = Template.objects.filter(pk=version.source.get("template_id"), project=project, task=version.model.task)
    return kept.first() or _made(user, version)


def _made(user: Any, version: ModelVersion) -> Template:
    name = f"{version.model.name[:40]}-{version.name.replace('.', '-')}-again"
    template, is_new = Template.objects.finished().get_or_create(
        project=version.model.project,
        name=name,
        defaults={
            "task": version.model.task,
            "base_model": version.base_model,
            "parameters": version.parameters,
            "created_by": user,
        },
    )
    if is_new:
        record(user, "training_template.created", template, {"reproduces": f"{version.model.name} {version.name}"})
    return template


def spec_of(version: ModelVersion) -> RunSpec:
    """The spec of the version's run, with the parts that its samples had. Raises Invalid where something is gone."""
    spec = _folder(version).read_spec()
    weights = spec.weights
    if isinstance(weights, VersionWeights) and not Path(weights.checkpoint).is_file():
        raise Invalid(_("The model version to continue from has been deleted"))
    gone = [folder for folder in (*spec.data.train, *spec.data.test) if not Path(folder).is_dir()]
    if gone:
        sentence = _("Folders that it was trained on are gone: %(names)s") % {"names": listed(gone[:3])}
        raise Invalid(sentence, detail={"problem": SpecProblem.FOLDERS_GONE.value, "names": gone[:3]})
    return spec.model_copy(
        update={
            "data": spec.data.model_copy(update={"parts": _parts(version)}),
            "cache_dir": str(settings.CACHE_DIR / "packed"),
            "cache_limit_gb": settings.PACKED_CACHE_GB,
            "resume_from": None,
            "forecast_s": None,
        }
    )


def datasets_of(version: ModelVersion) -> Iterable[Dataset]:
    """Those of the version's run that are still there."""
    keys = [used.dataset_id for used in lineage_of(version).datasets]
    return Dataset.objects.filter(pk__in=keys).order_by("pk")


def list_reproductions(version: ModelVersion, user: Any) -> list[dict[str, Any]]:
    """Newest first."""
    rows = Process.objects.visible_to(user).filter(reproduces=version).select_related("template", "job", "author")
    return [_out(process) for process in rows.order_by("-pk")]


def _out(process: Process) -> dict[str, Any]:
    plain = {name: getattr(process, name) for name in ("number", "created_at", "author")}
    facts = {"process_id": process.pk, "template_name": process.template.name, "status": process.job.status}
    return {**plain, **facts, "result": process.reproduction}


def _folder(version: ModelVersion) -> RunDir:
    """It has the names of a run directory."""
    return RunDir(settings.MODELS_DIR / version.folder)


def _parts(version: ModelVersion) -> GivenParts:
    """Pinned: data that was added since learns no place of what was there."""
    samples = files.read_json(version, files.MANIFEST)["samples"]
    given = {part: sorted({one["sha256"] for one in samples if one["part"] == part}) for part in Part}
    return GivenParts(train=tuple(given[Part.TRAIN]), validation=tuple(given[Part.VALIDATION]))


def compare(process: Process, run_dir: RunDir) -> None:
    """Keep with the process what is the same and what is not. Safe to call again."""
    version = process.reproduces
    if version is None or not (files.has(version, files.EVENTS) and files.has(version, files.MANIFEST)):
        return
    before = _folder(version)
    losses, metrics = (
        _losses(before, run_dir),
        list(_metrics(version.report, json.loads(run_dir.report_file.read_bytes()))),
    )
    data = _data(files.read_json(version, files.MANIFEST)["samples"], files.manifest_of_run(run_dir))
    result = {"verdict": _verdict(data, losses, metrics), "data": data, "losses": losses, "metrics": metrics}
    Process.objects.filter(pk=process.pk).update(reproduction=result)


def _verdict(data: dict[str, Any], losses: list[dict[str, Any]], metrics: list[dict[str, Any]]) -> str:
    """`same`: point for point; `close`: the same data and no metric further off than another machine may put it."""
    is_same = all(of["same"] == of["points"] for of in losses) and all(of["before"] == of["now"] for of in metrics)
    if data["is_same"] and is_same:
        return "same"
    is_close = all(abs(of["before"] - of["now"]) <= _CLOSE for of in metrics)
    return "close" if data["is_same"] and is_close else "different"


def _data(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> dict[str, Any]:
    """By content, class and part: which samples are there no more, came anew, or have another content under the same path."""
    old, new = Counter(map(_said, before)), Counter(map(_said, now))
    lost, come = old - new, new - old
    came_at = {one["path"] for one in now if _said(one) in come}
    differing = [{"kind": _kind(one["path"], came_at), "path": one["path"]} for one in before if _said(one) in lost]
    changed = {one["path"] for one in differing if one["kind"] == "changed"}
    differing += [
        {"kind": "added", "path": one["path"]} for one in now if _said(one) in come and one["path"] not in changed
    ]
    counted = Counter(one["kind"] for one in differing)
    return {
        "is_same": not differing,
        **{kind: counted[kind] for kind in ("missing", "changed", "added")},
        "examples": differing[:_SHOWN],
    }


def _said(sample: dict[str, Any]) -> tuple[str, str, str, str]:
    return sample["sha256"], sample["label"], sample["part"], sample.get("mask_sha256", "")


def _kind(path: str, came_at: set[str]) -> str:
    return "changed" if path in came_at else "missing"


def _losses(before: RunDir, now: RunDir) -> list[dict[str, Any]]:
    """Of each network: how many points are the same to the last digit, where the first other one is, how far they part."""
    old, new = dict(_points(before)), dict(_points(now))
    networks = sorted({network for network, _iteration in old})
    return [_loss(network, old, new) for network in networks]


def _loss(network: str, old: dict[tuple[str, int], float], new: dict[tuple[str, int], float]) -> dict[str, Any]:
    both = [(key[1], old[key], new[key]) for key in sorted(old) if key[0] == network and key in new]
    other = [(iteration, abs(was - now)) for iteration, was, now in both if was != now]
    return {
        "network": network,
        "points": sum(1 for key in old if key[0] == network),
        "same": len(both) - len(other),
        "first_other": other[0][0] if other else None,
        "largest": max((difference for _iteration, difference in other), default=0.0),
    }


def _points(run_dir: RunDir) -> Iterator[tuple[tuple[str, int], float]]:
    for _number, _offset, event in run_dir.events():
        if event["kind"] == "metrics" and "loss" in event["values"]:
            yield (event.get("network", "classification"), event["iteration"]), event["values"]["loss"]


def _metrics(before: dict[str, Any], now: dict[str, Any]) -> Iterator[dict[str, Any]]:
    known = {(of["kind"], of["part"]): of for of in now["sets"]}
    for old in before["sets"]:
        new = known.get((old["kind"], old["part"]), {})
        for name in headlines.NUMBERS:
            if name in old and name in new:
                yield {
                    "network": old["kind"],
                    "part": old["part"],
                    "number": name,
                    "before": old[name],
                    "now": new[name],
                }
