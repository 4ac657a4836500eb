"""Datasets: named, listed, changed, deleted. Paths and samples have rooms of their own and are offered here too."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from modelwright.contract.layout import Format
from modelwright.server.accounts.models import Project
from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict
from modelwright.server.core.names import check_name
from modelwright.server.core.pagination import page
from modelwright.server.core.schemas import PersonOut
from modelwright.server.datasets import environment, exports, manifests
from modelwright.server.datasets.models import DataPath, Dataset, PathStatus, Purpose
from modelwright.server.datasets.paths import (
    add_paths,
    cancel_check,
    check_again,
    checked,
    list_paths,
    look_at,
    put_paths,
    remove_path,
    remove_paths,
    touch,
)
from modelwright.server.datasets.places import list_folders
from modelwright.server.datasets.samples import image, mask, thumbnail
from modelwright.server.datasets.schemas import DatasetIn, DatasetOut, PlaceOut
from modelwright.server.datasets.storage import remove_uploaded

__all__ = [
    "USERS",
    "InUse",
    "add_paths",
    "cancel_check",
    "check_again",
    "create_dataset",
    "dataset_out",
    "delete_dataset",
    "edit_dataset",
    "image",
    "list_datasets",
    "list_folders",
    "list_paths",
    "look_at",
    "mask",
    "narrowed",
    "remove_path",
    "remove_paths",
    "thumbnail",
]

USERS: Final[list[Callable[[Dataset], list[str]]]] = []
"""Apps above add a function that names what uses a dataset, in the person's language."""

_SORTS: Final = {"name": "name", "paths": "path_count", "images": "image_count", "modified_at": "modified_at"}


class InUse(Conflict):
    """Something depends on it; `detail.used_by` lists what."""


def narrowed(
    user: Any, project: Project, *, search: str, purpose: Purpose | None, environment_id: int | None
) -> "QuerySet[Dataset]":
    """The project's datasets by name, purpose, and place with all below it (E33). Raises NotFound for a place that is gone."""
    rows: QuerySet[Dataset] = Dataset.objects.visible_to(user).filter(project=project, name__icontains=search)
    if purpose:
        rows = rows.filter(purpose=purpose)
    return rows if environment_id is None else environment.within(rows, environment_id)


def list_datasets(rows: "QuerySet[Dataset]", *, sort: str, cursor: str, limit: int) -> dict[str, Any]:
    """E31's columns."""
    total = rows.count()
    return page(_counted(rows), sort=sort, sorts=_SORTS, cursor=cursor, limit=limit, show=_shown, total=total)


def create_dataset(user: Any, project: Project, body: DatasetIn) -> DatasetOut:
    """The dataset and its paths, or nothing. Raises Invalid, Conflict or PathCheckFailed."""
    check_name(body.name)
    paths = checked(body.paths, present=[])
    places = environment.chosen(body.environment)
    with transaction.atomic():
        dataset = _created(user, project, body)
        dataset.environment.set(places)
        given = {"name": dataset.name, "purpose": body.purpose, "description": body.description}
        audit.record(
            user, "dataset.created", dataset, {"after": given | {"environment": [place.pk for place in places]}}
        )
        if paths:
            put_paths(user, dataset, paths)
    return dataset_out(dataset)


def _created(user: Any, project: Project, body: DatasetIn) -> Dataset:
    fields = {"purpose": body.purpose, "description": body.description, "created_by": user, "modified_by": user}
    try:
        with transaction.atomic():
            return Dataset.objects.create(project=project, name=body.name, **fields)
    except IntegrityError as error:
        raise _name_taken() from error


class ChangedMeanwhile(Conflict):
    """Somebody else edited it; `detail` says who, and what it is now."""


@transaction.atomic
def edit_dataset(user: Any, dataset: Dataset, changes: dict[str, Any], *, revision: int | None = None) -> DatasetOut:
    """Name, description, places. Raises ChangedMeanwhile when the revision is no longer the one that the person saw."""
    changes = {name: value for name, value in changes.items() if value is not None}
    check_name(changes.get("name", dataset.name))
    places = environment.chosen(changes["environment"]) if "environment" in changes else None
    _claim_revision(dataset, revision)
    before = {name: getattr(dataset, name) for name in changes if name != "environment"}
    for name in before:
        setattr(dataset, name, changes[name])
    try:
        with transaction.atomic():
            dataset.save(update_fields=list(before))
    except IntegrityError as error:
        raise _name_taken() from error
    if places is not None:
        before["environment"] = list(dataset.environment.order_by("pk").values_list("pk", flat=True))
        dataset.environment.set(places)
    touch(user, dataset)
    audit.record(user, "dataset.edited", dataset, audit.difference(before, changes))
    return dataset_out(dataset)


def _claim_revision(dataset: Dataset, seen: int | None) -> None:
    rows = Dataset.objects.filter(pk=dataset.pk)
    if (rows if seen is None else rows.filter(revision=seen)).update(revision=F("revision") + 1):
        return
    now = dataset_out(dataset)
    raise ChangedMeanwhile(
        _("%(person)s changed this dataset meanwhile. Look at what is different, then save again.")
        % {"person": (now.modified_by.name or now.modified_by.username) if now.modified_by else "?"},
        detail={
            "revision": now.revision,
            "name": now.name,
            "description": now.description,
            "environment": [place.model_dump() for place in now.environment],
        },
    )


@transaction.atomic
def delete_dataset(user: Any, dataset: Dataset, *, confirmed: bool) -> None:
    """Raises InUse with the list of what uses it, unless the person confirmed. Runs keep manifests of their own."""
    used_by = [text for users in USERS for text in users(dataset)]
    if used_by and not confirmed:
        message = _("The dataset is in use. Confirm to delete it all the same.")
        raise InUse(message, detail={"used_by": used_by})
    paths = list(dataset.paths.order_by("pk").values_list("path", flat=True))
    owner = dataset.created_by.username if dataset.created_by else None  # may be somebody else's (X23)
    before = {"purpose": dataset.purpose, "paths": paths, "created_by": owner}
    audit.record(user, "dataset.deleted", dataset, {"before": before, "used_by": used_by})
    number = dataset.pk
    zips = [exports.file_of(pk) for pk in dataset.exports.values_list("pk", flat=True)]
    dataset.delete()
    transaction.on_commit(lambda: _remove_files(number, zips))


def _remove_files(number: int, zips: list[Path]) -> None:
    remove_uploaded(number)
    manifests.remove(number)
    for file in zips:
        file.unlink(missing_ok=True)


def delete_datasets_of(user: Any, project: Project) -> None:
    """Before the project itself goes."""
    for dataset in project.datasets.order_by("pk"):
        delete_dataset(user, dataset, confirmed=True)


def dataset_out(dataset: Dataset) -> DatasetOut:
    return _shown(list(_counted(Dataset.objects.filter(pk=dataset.pk))))[0]


def _name_taken() -> Conflict:
    sentence = _("The project has a dataset of this name already.")
    return Conflict(sentence, fields={"name": sentence})


def _counted(rows: Any) -> Any:
    """Datasets with the numbers of their paths, in one query however many there are."""
    return (
        rows.select_related("created_by", "modified_by")
        .prefetch_related("paths", "environment")
        .annotate(
            path_count=_over_paths(Count("pk")),
            image_count=_over_paths(Sum("images")),
            unreadable_count=_over_paths(Sum("unreadable")),
            is_checking=Exists(DataPath.objects.filter(dataset=OuterRef("pk"), status=PathStatus.CHECKING)),
        )
    )


def _over_paths(number: Count | Sum) -> Coalesce:
    paths = DataPath.objects.filter(dataset=OuterRef("pk")).order_by().values("dataset")
    return Coalesce(Subquery(paths.annotate(number=number).values("number"), output_field=IntegerField()), 0)


def _shown(rows: list[Any]) -> list[DatasetOut]:
    places = environment.places_of(rows)
    return [_shape(row, places[row.pk]) for row in rows]


def _shape(row: Any, places: list[PlaceOut]) -> DatasetOut:
    paths = row.paths.all()
    classes = sum((Counter(path.class_counts) for path in paths), Counter[str]())
    regions = sum((Counter(path.region_counts) for path in paths), Counter[str]())
    return DatasetOut(
        id=row.pk,
        project_id=row.project_id,
        name=row.name,
        purpose=row.purpose,
        description=row.description,
        paths=row.path_count,
        images=row.image_count,
        unreadable=row.unreadable_count,
        checking=row.is_checking,
        formats=sorted({Format(path.format) for path in paths if path.format}),
        class_counts=classes,
        region_counts=regions,
        annotation_problems=sum(problem["count"] for path in paths for problem in path.annotation_problems),
        environment=places,
        revision=row.revision,
        created_by=PersonOut.from_orm(row.created_by) if row.created_by else None,
        modified_by=PersonOut.from_orm(row.modified_by) if row.modified_by else None,
        modified_at=row.modified_at,
        created_at=row.created_at,
    )
