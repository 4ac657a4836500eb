"""Routes of uploads."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from modelwright.server.accounts.rights import Right, found, rule
from modelwright.server.core.schemas import Page
from modelwright.server.datasets import uploads
from modelwright.server.datasets.models import Dataset, Upload
from modelwright.server.datasets.schemas_uploads import UploadIn, UploadOut

router = Router(tags=["datasets"])


@router.get("/datasets/{dataset_id}/uploads", response=Page[UploadOut])
@rule(Right.DATASETS_VIEW)
def list_uploads(request: HttpRequest, dataset_id: int, cursor: str = "", limit: int = 50) -> Any:
    """Zips that are being taken in, and for a day how one's own ended."""
    dataset = found(request, Dataset.objects.all(), dataset_id)
    return uploads.list_uploads(request.user, dataset, cursor=cursor, limit=limit)


@router.post("/datasets/{dataset_id}/uploads", response={201: UploadOut})
@rule(Right.DATASETS_EDIT)
def begin_upload(request: HttpRequest, dataset_id: int, body: UploadIn) -> Any:
    """Begins an upload, or finds the interrupted one of the same name, size and person."""
    dataset = found(request, Dataset.objects.all(), dataset_id)
    return Status(201, uploads.begin_upload(request.user, dataset, body))


@router.get("/uploads/{upload_id}", response=UploadOut)
@rule(Right.DATASETS_VIEW)
def get_upload(request: HttpRequest, upload_id: int) -> Any:
    return uploads.upload_out(found(request, Upload.objects.all(), upload_id))


@router.put("/uploads/{upload_id}", response=UploadOut)
@rule(Right.DATASETS_EDIT)
def upload_chunk(request: HttpRequest, upload_id: int, offset: int) -> Any:
    """The body is the bytes from `offset`, at most 8 MiB; a wrong offset answers 409 with how much is here."""
    return uploads.receive_chunk(found(request, Upload.objects.all(), upload_id), offset, request.body)


@router.post("/uploads/{upload_id}/finish", response={200: UploadOut, 202: UploadOut})
@rule(Right.DATASETS_EDIT)
def finish_upload(request: HttpRequest, upload_id: int) -> Any:
    """200 with the result for an image; 202 for a zip, which is taken in afterwards: ask for the upload until it is over."""
    upload = uploads.finish_upload(request.user, found(request, Upload.objects.all(), upload_id))
    return Status(200 if upload.result else 202, upload)


@router.delete("/uploads/{upload_id}", response={204: None})
@rule(Right.DATASETS_EDIT)
def cancel_upload(request: HttpRequest, upload_id: int) -> Any:
    """Ends it, and nothing is taken in; one that is over leaves the list. 409 once its files are getting their places."""
    uploads.cancel_upload(request.user, found(request, Upload.objects.all(), upload_id))
    return Status(204, None)
