"""Verbs of models and their versions."""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from modelwright.contract import catalogue
from modelwright.contract.report import Report
from modelwright.contract.run_dir import RunDir
from modelwright.server.accounts.models import Project, User
from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, Invalid
from modelwright.server.core.pagination import LARGEST_PAGE, page
from modelwright.server.jobs.models import Job
from modelwright.server.registry import files
from modelwright.server.registry.models import Model, ModelVersion
from modelwright.server.registry.schemas import ModelEdit
from modelwright.server.registry.shapes import models_out, version_out

_SORTS: Final = {"name": "name", "modified_at": "modified_at"}


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
    description: str = "",
) -> ModelVersion:
    """The next version of the project's model of that name, with copies of the run's files (E62, E63).

    Raises Conflict when the job was published already or files of the run are gone.
    """
    report = _report(run_dir)
    kept = files.sources(run_dir, [trained.network for trained in report.networks])
    model = _model(user, project, name, task)
    version = ModelVersion(
        model=model,
        job=job,
        source=source,
        base_model=base_model,
        description=description.strip(),
        parameters=parameters,
        report=report.model_dump(mode="json"),
        certificate=files.certificate_of(run_dir),
        manifest_hash=report.manifest_hash,
        bundle_size=run_dir.bundle_file.stat().st_size,
        bundle_sha256=files.sha256(run_dir.bundle_file),
        published_by=user,
        major=catalogue.base_model(base_model).version,
    )
    _number(version)
    version.folder = files.keep(kept, model.pk, version.name)
    version.save(update_fields=["folder"])
    audit.record(user, "model_version.published", version, {"model": name, "version": version.name})
    return version


def _report(run_dir: RunDir) -> Report:
    """Raises Conflict when it is gone."""
    try:
        return Report.model_validate_json(run_dir.report_file.read_bytes())
    except OSError as error:
        raise Conflict(_("The report of this training is gone. Run the training again to publish it.")) from error


def list_models(user: User, project: Project, *, search: str, sort: str, cursor: str, limit: int) -> dict[str, Any]:
    wanted = Q(name__icontains=search.strip()) | Q(description__icontains=search.strip())
    rows = Model.objects.visible_to(user).filter(wanted, project=project).select_related("created_by", "modified_by")
    return page(rows, sort=sort, sorts=_SORTS, cursor=cursor, limit=limit, show=models_out)


def model_out(model: Model) -> dict[str, Any]:
    return models_out([model])[0]


@transaction.atomic
def edit_model(user: User, model: Model, changes: ModelEdit) -> dict[str, Any]:
    before = model.description
    model.description = (before if changes.description is None else changes.description).strip()
    model.modified_by = user
    model.save()
    audit.record(
        user, "model.edited", model, audit.difference({"description": before}, {"description": model.description})
    )
    return model_out(model)


@transaction.atomic
def delete_model(user: User, model: Model) -> None:
    """With all its versions and their files."""
    folders = list(model.versions.values_list("folder", flat=True))
    audit.record(user, "model.deleted", model, {"before": {"task": model.task, "versions": len(folders)}})
    model.delete()
    transaction.on_commit(lambda: files.remove(folders))


def list_versions(model: Model) -> list[dict[str, Any]]:
    rows = model.versions.select_related("model", "published_by").order_by("-major", "-minor")
    return [version_out(version) for version in rows]


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


def _model(user: User, project: Project, name: str, task: str) -> Model:
    model, _made = Model.objects.get_or_create(project=project, name=name, defaults={"task": task, "created_by": user})
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
