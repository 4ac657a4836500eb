"""Datasets: named, listed, changed, deleted. Paths, samples, uploads have rooms of their own and are offered here too."""

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from modelwright.contract.layout import Format
from modelwright.server.accounts.models import Project
from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict
from modelwright.server.core.names import check_name
from modelwright.server.core.pagination import page
from modelwright.server.core.schemas import PersonOut
from modelwright.server.datasets.models import DataPath, Dataset, PathStatus, Purpose
from modelwright.server.datasets.paths import add_paths, check_again, checked, list_paths, put_paths, remove_path, touch
from modelwright.server.datasets.places import list_folders
from modelwright.server.datasets.samples import image, list_samples, mask, thumbnail
from modelwright.server.datasets.schemas import DatasetIn, DatasetOut
from modelwright.server.datasets.uploads import (
    begin_upload,
    cancel_upload,
    finish_upload,
    receive_chunk,
    remove_uploaded,
)

__all__ = [
    "USERS",
    "InUse",
    "add_paths",
    "begin_upload",
    "cancel_upload",
    "check_again",
    "create_dataset",
    "dataset_out",
    "delete_dataset",
    "edit_dataset",
    "finish_upload",
    "image",
    "list_datasets",
    "list_folders",
    "list_paths",
    "list_samples",
    "mask",
    "receive_chunk",
    "remove_path",
    "thumbnail",
]

USERS: Final[list[Callable[[Dataset], list[str]]]] = []
"""Apps above add a function that names what uses a dataset, in the person's language."""

_SORTS: Final = {"name": "name", "paths": "path_count", "images": "image_count", "modified_at": "modified_at"}


class InUse(Conflict):
    """Something depends on it; `detail.used_by` lists what."""


def list_datasets(
    project: Project, *, search: str, purpose: Purpose | None, sort: str, cursor: str, limit: int
) -> dict[str, Any]:
    """E31's columns."""
    rows = project.datasets.filter(name__icontains=search) if search else project.datasets.all()
    if purpose:
        rows = rows.filter(purpose=purpose)
    total = rows.count()
    return page(_counted(rows), sort=sort, sorts=_SORTS, cursor=cursor, limit=limit, show=_shown, total=total)


def create_dataset(user: Any, project: Project, body: DatasetIn) -> DatasetOut:
    """The dataset and its paths, or nothing. Raises Invalid, Conflict or PathCheckFailed."""
    check_name(body.name)
    folders = checked(body.paths, present=[])
    with transaction.atomic():
        dataset = _created(user, project, body)
        audit.record(user, "dataset.created", dataset, {"name": dataset.name, "purpose": body.purpose})
        if folders:
            put_paths(user, dataset, folders)
    return dataset_out(dataset)


def _created(user: Any, project: Project, body: DatasetIn) -> Dataset:
    fields = {"purpose": body.purpose, "description": body.description, "modified_by": user}
    try:
        with transaction.atomic():
            return Dataset.objects.create(project=project, name=body.name, **fields)
    except IntegrityError as error:
        raise _name_taken() from error


@transaction.atomic
def edit_dataset(user: Any, dataset: Dataset, changes: dict[str, Any]) -> DatasetOut:
    changes = {name: value for name, value in changes.items() if value is not None}
    check_name(changes.get("name", dataset.name))
    before = {name: getattr(dataset, name) for name in changes}
    for name, value in changes.items():
        setattr(dataset, name, value)
    try:
        with transaction.atomic():
            dataset.save(update_fields=list(changes))
    except IntegrityError as error:
        raise _name_taken() from error
    touch(user, dataset)
    audit.record(user, "dataset.edited", dataset, {"before": before, "after": changes})
    return dataset_out(dataset)


@transaction.atomic
def delete_dataset(user: Any, dataset: Dataset, *, confirmed: bool) -> None:
    """Raises InUse with the list of what uses it, unless the person confirmed. Runs keep manifests of their own."""
    used_by = [text for users in USERS for text in users(dataset)]
    if used_by and not confirmed:
        message = _("The dataset is in use. Confirm to delete it all the same.")
        raise InUse(message, detail={"used_by": used_by})
    audit.record(user, "dataset.deleted", dataset, {"name": dataset.name, "used_by": used_by})
    number = dataset.pk
    dataset.delete()
    transaction.on_commit(lambda: remove_uploaded(number))


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
        rows.select_related("modified_by")
        .prefetch_related("paths")
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
    return [_shape(row) for row in rows]


def _shape(row: Any) -> DatasetOut:
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
        modified_by=PersonOut.from_orm(row.modified_by) if row.modified_by else None,
        modified_at=row.modified_at,
        created_at=row.created_at,
    )
