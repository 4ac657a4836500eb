"""Routes of dataset versions, splits and exports."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from ninja import Router, Status

from modelwright.server.accounts.rights import Right, found, rule
from modelwright.server.core.schemas import Page
from modelwright.server.datasets import exports, splits, versions
from modelwright.server.datasets.models import Dataset, DatasetVersion, Export
from modelwright.server.datasets.schemas_versions import (
    DatasetVersionIn,
    DatasetVersionOut,
    DifferencesOut,
    ExportFormatOut,
    ExportIn,
    ExportOut,
    SplitIn,
    SplitOut,
)

router = Router(tags=["datasets"])


@router.get("/datasets/{dataset_id}/versions", response=Page[DatasetVersionOut])
@rule(Right.DATASETS_VIEW)
def list_dataset_versions(request: HttpRequest, dataset_id: int, cursor: str = "", limit: int = 50) -> Any:
    return versions.list_versions(found(request, Dataset.objects.all(), dataset_id), cursor=cursor, limit=limit)


@router.post("/datasets/{dataset_id}/versions", response=DatasetVersionOut)
@rule(Right.DATASETS_EDIT)
def make_dataset_version(request: HttpRequest, dataset_id: int, body: DatasetVersionIn) -> Any:
    """The version of what the dataset holds now: a new one, or the earlier one with the same content."""
    return versions.make_version(request.user, found(request, Dataset.objects.all(), dataset_id), body.note)


@router.get("/dataset-versions/{dataset_version_id}/differences", response=DifferencesOut)
@rule(Right.DATASETS_VIEW)
def compare_dataset_versions(
    request: HttpRequest, dataset_version_id: int, against: int, kind: str = "", cursor: str = "", limit: int = 50
) -> Any:
    """What is different in this version from the version `against`."""
    version = found(request, DatasetVersion.objects.all(), dataset_version_id)
    return versions.differences(version, against, kind, cursor, limit)


@router.get("/dataset-versions/{dataset_version_id}/manifest", response={200: None})
@rule(Right.DATASETS_VIEW)
def download_dataset_manifest(request: HttpRequest, dataset_version_id: int) -> HttpResponseBase:
    """JSON lines, compressed: a head, then key, folder, path, SHA-256, class, annotations and part of every sample."""
    return versions.download_manifest(found(request, DatasetVersion.objects.all(), dataset_version_id))


@router.post("/datasets/{dataset_id}/split", response=SplitOut)
@rule(Right.DATASETS_EDIT)
def give_split(request: HttpRequest, dataset_id: int, body: SplitIn) -> Any:
    """Give each image without a part one; those that have one keep it."""
    dataset = found(request, Dataset.objects.all(), dataset_id)
    return SplitOut(counts=splits.give_split(request.user, dataset, **body.model_dump()))


@router.get("/datasets/{dataset_id}/export-formats", response=list[ExportFormatOut])
@rule(Right.DATASETS_VIEW)
def list_export_formats(request: HttpRequest, dataset_id: int) -> Any:
    return exports.formats_of(found(request, Dataset.objects.all(), dataset_id))


@router.get("/datasets/{dataset_id}/exports", response=Page[ExportOut])
@rule(Right.DATASETS_VIEW)
def list_exports(request: HttpRequest, dataset_id: int, cursor: str = "", limit: int = 50) -> Any:
    return exports.list_exports(found(request, Dataset.objects.all(), dataset_id), cursor=cursor, limit=limit)


@router.post("/datasets/{dataset_id}/exports", response={201: ExportOut})
@rule(Right.DATASETS_EDIT)
def request_export(request: HttpRequest, dataset_id: int, body: ExportIn) -> Any:
    dataset = found(request, Dataset.objects.all(), dataset_id)
    return Status(201, exports.request_export(request.user, dataset, body.format))


@router.get("/exports/{export_id}/download", response={200: None})
@rule(Right.DATASETS_VIEW)
def download_export(request: HttpRequest, export_id: int) -> HttpResponseBase:
    """The zip; it answers Range requests."""
    return exports.download_export(request, found(request, Export.objects.all(), export_id))


@router.delete("/exports/{export_id}", response={204: None})
@rule(Right.DATASETS_EDIT)
def delete_export(request: HttpRequest, export_id: int) -> Any:
    """Also one that is still being made."""
    exports.delete_export(request.user, found(request, Export.objects.all(), export_id))
    return Status(204, None)
