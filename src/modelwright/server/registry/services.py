"""Verbs of models and their versions."""

import json
from collections.abc import Sequence
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext_lazy as _

from modelwright.contract import catalogue
from modelwright.contract.report import Report
from modelwright.contract.run_dir import RunDir
from modelwright.server.accounts.models import Project, User
from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, Invalid
from modelwright.server.core.pagination import LARGEST_PAGE, page
from modelwright.server.jobs.models import Job
from modelwright.server.registry import environment, files, gates, headlines, stages
from modelwright.server.registry.lineage import UNKNOWN, Lineage, Origins
from modelwright.server.registry.models import Model, ModelVersion, Stage
from modelwright.server.registry.schemas import ModelEdit
from modelwright.server.registry.schemas_gate import RuleResult
from modelwright.server.registry.shapes import listed, models_out

_SORTS: Final = {"name": "name", "modified_at": "modified_at"}
_GONE: Final = _("The report of this training is gone. Run the training again to publish it.")


@transaction.atomic
def publish_version(
    user: User,
    project: Project,
    *,
    name: str,
    task: str,
    job: Job,
    source: dict[str, Any],
    base_model: str,
    parameters: dict[str, Any],
    run_dir: RunDir,
    origins: Origins = UNKNOWN,
    places: Sequence[int] = (),
    description: str = "",
    override: bool = False,
    reason: str = "",
) -> ModelVersion:
    """The next version of the project's model of that name, with copies of the run's files (E62, E63).

    A new model belongs to `places`, else to those of what it was trained on.

    Raises Conflict when the job was published already or files of the run are gone, GateRefused where the gate says no
    and is not overridden.
    """
    report = _report(run_dir)
    kept = files.sources(run_dir, [trained.network for trained in report.networks], origins.parent)
    judged = judged_run(run_dir)
    results = judge_run(project, name, judged)
    gate = gates.stored(results, stages.insist(user, project, results, override, reason))
    model = _model(user, project, name, task, places, origins.lineage)
    version = ModelVersion(
        model=model,
        job=job,
        source=source,
        base_model=base_model,
        description=description.strip(),
        parameters=parameters,
        gate=gate,
        parent=origins.parent,
        lineage=origins.lineage.model_dump(mode="json"),
        published_by=user,
        major=catalogue.base_model(base_model).version,
        **_told_by_the_run(run_dir, report, judged),
    )
    _number(version)
    version.folder = files.keep(kept, model.pk, version.name)
    version.save(update_fields=["folder"])
    overridden = {"gate_overridden": True, "reason": reason.strip()} if gate.get("override") else {}
    audit.record(user, "model_version.published", version, {"model": name, "version": version.name, **overridden})
    return version


def _told_by_the_run(run_dir: RunDir, report: Report, judged: gates.Judged) -> dict[str, Any]:
    """The version's columns that its files fill."""
    return {
        "report": judged.report,
        "certificate": files.certificate_of(run_dir),
        "headline": headlines.of(judged.report, certificate_passed=judged.certificate_passed),
        "manifest_hash": report.manifest_hash,
        "measured_hash": judged.measured_hash,
        "bundle_size": run_dir.bundle_file.stat().st_size,
        "bundle_sha256": files.sha256(run_dir.bundle_file),
    }


def gate_of_run(user: User, project: Project, name: str, run_dir: RunDir) -> dict[str, Any]:
    """What the gate would say if the run was published under that name now. Raises Conflict when its files are gone."""
    model = Model.objects.filter(project=project, name=name).first()
    return stages.gate_out(user, project, model, judge_run(project, name, judged_run(run_dir)))


def judge_run(project: Project, name: str, judged: gates.Judged) -> list[RuleResult]:
    rules = gates.rules_of(project)
    production = gates.in_production(Model.objects.filter(project=project, name=name).first()) if rules else None
    return gates.judge(rules, judged, production)


def judged_run(run_dir: RunDir) -> gates.Judged:
    report = _report(run_dir).model_dump(mode="json")
    try:
        manifest = json.loads(run_dir.manifest_file.read_bytes())
        passed = files.certificate_of(run_dir)["passed"]
    except OSError as error:
        raise Conflict(_GONE) from error
    part = gates.set_of_record(report)["part"]
    return gates.Judged(report, passed, gates.hash_of_part(manifest["samples"], part))


def _report(run_dir: RunDir) -> Report:
    """Raises Conflict when it is gone."""
    try:
        return Report.model_validate_json(run_dir.report_file.read_bytes())
    except OSError as error:
        raise Conflict(_GONE) from error


def list_models(
    user: User, project: Project, *, search: str, environment_id: int | None, sort: str, cursor: str, limit: int
) -> dict[str, Any]:
    """With a place: the models of it and of whatever is below it. Raises NotFound for a place that is gone."""
    wanted = Q(name__icontains=search.strip()) | Q(description__icontains=search.strip())
    rows = Model.objects.visible_to(user).filter(wanted, project=project).select_related("created_by", "modified_by")
    if environment_id is not None:
        rows = environment.within(rows, environment_id)
    return page(rows, sort=sort, sorts=_SORTS, cursor=cursor, limit=limit, show=models_out)


def model_out(model: Model) -> dict[str, Any]:
    return models_out([model])[0]


def model_detail(model: Model) -> dict[str, Any]:
    now = listed(model.versions.filter(stage=Stage.PRODUCTION)).first()
    before = stages.before_in_production(now) if now else None
    return {**model_out(model), "roll_back_to": before.name if before else ""}


class ChangedMeanwhile(Conflict):
    """Somebody else edited it; `detail` says what it is now."""


@transaction.atomic
def edit_model(user: User, model: Model, given: ModelEdit) -> dict[str, Any]:
    """Raises ChangedMeanwhile when the revision is no longer the one that the person saw."""
    places = None if given.environment is None else environment.chosen(given.environment)
    _claim_revision(model, given.revision)
    before: dict[str, Any] = {"description": model.description}
    after: dict[str, Any] = {
        "description": (model.description if given.description is None else given.description).strip()
    }
    if places is not None:
        before["environment"] = [place.pk for place in model.environment.order_by("pk")]
        after["environment"] = sorted(place.pk for place in places)
        model.environment.set(places)
    model.description, model.modified_by = after["description"], user
    model.save(update_fields=["description", "modified_by", "modified_at"])
    audit.record(user, "model.edited", model, audit.difference(before, after))
    return model_detail(Model.objects.get(pk=model.pk))


def _claim_revision(model: Model, seen: int | None) -> None:
    rows = Model.objects.filter(pk=model.pk)
    if (rows if seen is None else rows.filter(revision=seen)).update(revision=F("revision") + 1):
        return
    now = model_out(Model.objects.get(pk=model.pk))
    places = [place.model_dump() for place in now["environment"]]
    raise ChangedMeanwhile(
        _("Somebody else changed this meanwhile. Look at what is new, then save again."),
        detail={"revision": now["revision"], "description": now["description"], "environment": places},
    )


@transaction.atomic
def delete_model(user: User, model: Model) -> None:
    """With all its versions and their files."""
    hold_model(model)  # who begins something of it meanwhile waits and finds it gone; who was first is seen here
    folders = list(model.versions.values_list("folder", flat=True))
    audit.record(user, "model.deleted", model, {"before": {"task": model.task, "versions": len(folders)}})
    model.delete()
    transaction.on_commit(lambda: files.remove(folders))


def hold_model(model: Model) -> bool:
    """Until the transaction ends nobody deletes it; False where somebody has."""
    return bool(Model.objects.filter(pk=model.pk).update(revision=F("revision")))  # locks the row


def download_bundle(request: HttpRequest, version: ModelVersion) -> FileResponse:
    """Written into the journal: who took which version along."""
    response = files.download(version, files.BUNDLE)
    audit.record(request.user, "model_version.downloaded", version, {"sha256": version.bundle_sha256})
    return response


def manifest(version: ModelVersion, *, part: str, offset: int, limit: int) -> dict[str, Any]:
    """A page of the samples that the version was trained and measured on."""
    if not 1 <= limit <= LARGEST_PAGE or offset < 0:
        raise Invalid(_("A page holds 1 to %(largest)s entries.") % {"largest": LARGEST_PAGE})
    stored = files.read_json(version, files.MANIFEST)
    counts: dict[str, dict[str, int]] = {}
    for sample in stored["samples"]:
        of_part = counts.setdefault(sample["part"], {})
        of_part[sample["label"]] = of_part.get(sample["label"], 0) + 1
    rows = [sample for sample in stored["samples"] if part in ("", sample["part"])]
    items = [{**row, "regions": len(row.get("regions", ()))} for row in rows[offset : offset + limit]]
    return {"hash": stored["hash"], "counts": counts, "items": items, "total": len(rows)}


def _model(user: User, project: Project, name: str, task: str, places: Sequence[int], lineage: Lineage) -> Model:
    """A new one belongs to the places that were chosen for it, else to those of what it was trained on."""
    model, is_new = Model.objects.get_or_create(project=project, name=name, defaults={"task": task, "created_by": user})
    if is_new:
        model.environment.set(environment.still_there(places) or environment.inherited(lineage))
    model.modified_by = user
    model.save(
        update_fields=["modified_by", "modified_at"]
    )  # locks the row: versions of one model are numbered in turn
    return model


def _number(version: ModelVersion) -> None:
    """The next free minor of its major: v1.01, v1.02 … v1.99, v1.100. Raises Conflict for a job that has a version."""
    taken = ModelVersion.objects.filter(model=version.model, major=version.major)
    version.minor = (taken.aggregate(highest=Max("minor"))["highest"] or 0) + 1
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:
        raise Conflict(_("This training has been published already.")) from error


def delete_models_of(user: User, project: Project) -> None:
    """Before the project itself goes."""
    for model in project.models.order_by("pk"):
        delete_model(user, model)
