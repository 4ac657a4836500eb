"""Routes of datasets, data paths and samples."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Access, Right, found, rule
from modelwright.server.core.schemas import Page
from modelwright.server.datasets import services
from modelwright.server.datasets.models import DataPath, Dataset, Purpose, Sample
from modelwright.server.datasets.schemas import (
    DatasetEdit,
    DatasetIn,
    DatasetOut,
    FoldersOut,
    LookedAt,
    PathIdsIn,
    PathOut,
    PathsIn,
)

router = Router(tags=["datasets"])


@router.get("/projects/{project_id}/datasets", response=Page[DatasetOut])
@rule(Right.DATASETS_VIEW)
def list_datasets(
    request: HttpRequest,
    project_id: int,
    search: str = "",
    purpose: Purpose | None = None,
    environment: int | None = None,
    sort: str = "-modified_at",
    cursor: str = "",
    limit: int = 50,
) -> Any:
    project = found(request, Project.objects.all(), project_id)
    narrowed = services.narrowed(request.user, project, search=search, purpose=purpose, environment_id=environment)
    return services.list_datasets(narrowed, sort=sort, cursor=cursor, limit=limit)


@router.post("/projects/{project_id}/datasets", response={201: DatasetOut})
@rule(Right.DATASETS_CREATE)
def create_dataset(request: HttpRequest, project_id: int, body: DatasetIn) -> Any:
    project = found(request, Project.objects.all(), project_id)
    return Status(201, services.create_dataset(request.user, project, body))


@router.get("/datasets/{dataset_id}", response=DatasetOut)
@rule(Right.DATASETS_VIEW)
def get_dataset(request: HttpRequest, dataset_id: int) -> Any:
    return services.dataset_out(found(request, Dataset.objects.all(), dataset_id))


@router.patch("/datasets/{dataset_id}", response=DatasetOut)
@rule(Right.DATASETS_EDIT)
def edit_dataset(request: HttpRequest, dataset_id: int, body: DatasetEdit) -> Any:
    dataset = found(request, Dataset.objects.all(), dataset_id)
    changes = body.model_dump(exclude_unset=True, exclude={"revision"})
    return services.edit_dataset(request.user, dataset, changes, revision=body.revision)


@router.delete("/datasets/{dataset_id}", response={204: None})
@rule(Right.DATASETS_DELETE)
def delete_dataset(request: HttpRequest, dataset_id: int, confirmed: bool = False) -> Any:
    """Refused with the list of what uses it, unless confirmed."""
    services.delete_dataset(request.user, found(request, Dataset.objects.all(), dataset_id), confirmed=confirmed)
    return Status(204, None)


@router.get("/datasets/{dataset_id}/paths", response=list[PathOut])
@rule(Right.DATASETS_VIEW)
def list_paths(request: HttpRequest, dataset_id: int) -> Any:
    return services.list_paths(found(request, Dataset.objects.all(), dataset_id))


@router.post("/datasets/{dataset_id}/paths", response={201: list[PathOut]})
@rule(Right.DATASETS_EDIT)
def add_paths(request: HttpRequest, dataset_id: int, body: PathsIn) -> Any:
    dataset = found(request, Dataset.objects.all(), dataset_id)
    return Status(201, services.add_paths(request.user, dataset, body.paths))


@router.post("/datasets/{dataset_id}/paths/remove", response={204: None})
@rule(Right.DATASETS_EDIT)
def remove_paths(request: HttpRequest, dataset_id: int, body: PathIdsIn) -> Any:
    """Several at once, all or none."""
    services.remove_paths(request.user, found(request, Dataset.objects.all(), dataset_id), body.ids)
    return Status(204, None)


@router.post("/folders/look", response=list[LookedAt])
@rule(Access.SIGNED_IN)
def look_at_folders(request: HttpRequest, body: PathsIn) -> Any:
    """Whether each can be added as a data path, and what it holds; nothing is stored."""
    return services.look_at(body.paths)


@router.post("/paths/{path_id}/cancel", response=PathOut)
@rule(Right.DATASETS_EDIT)
def cancel_check(request: HttpRequest, path_id: int) -> Any:
    """End the check under way; the path is invalid until it is checked again."""
    return services.cancel_check(request.user, found(request, DataPath.objects.all(), path_id))


@router.post("/paths/{path_id}/check", response=PathOut)
@rule(Right.DATASETS_EDIT)
def check_path(request: HttpRequest, path_id: int) -> Any:
    return services.check_again(request.user, found(request, DataPath.objects.all(), path_id))


@router.delete("/paths/{path_id}", response={204: None})
@rule(Right.DATASETS_EDIT)
def remove_path(request: HttpRequest, path_id: int) -> Any:
    services.remove_path(request.user, found(request, DataPath.objects.all(), path_id))
    return Status(204, None)


@router.get("/folders", response=FoldersOut)
@rule(Access.SIGNED_IN)
def list_folders(request: HttpRequest, path: str = "") -> Any:
    """Folders inside the allowed roots, for choosing a data path."""
    return services.list_folders(path)


@router.get("/samples/{sample_id}/thumbnail", response={200: None})
@rule(Right.DATASETS_VIEW)
def get_thumbnail(request: HttpRequest, sample_id: int, side: int = 160) -> HttpResponse:
    """A WebP that fits a square of `side` pixels (96, 160, 256 or 512)."""
    return services.thumbnail(request, found(request, Sample.objects.all(), sample_id), side)


@router.get("/samples/{sample_id}/image", response={200: None})
@rule(Right.DATASETS_VIEW)
def get_image(request: HttpRequest, sample_id: int) -> HttpResponse:
    """The file as it is, or as PNG where browsers cannot show it."""
    return services.image(found(request, Sample.objects.all(), sample_id))


@router.get("/samples/{sample_id}/mask", response={200: None})
@rule(Right.DATASETS_VIEW)
def get_mask(request: HttpRequest, sample_id: int) -> HttpResponse:
    """The mask as PNG: a colour for each value, the background transparent."""
    return services.mask(found(request, Sample.objects.all(), sample_id))
