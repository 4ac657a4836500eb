"""What the API takes and gives of uploads."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from modelwright.server.core.schemas import PersonOut
from modelwright.server.datasets.models import UploadStatus


class UploadIn(Schema):
    name: str = Field(max_length=255, min_length=1)
    size: int = Field(ge=1)
    label: str = Field("", max_length=255)


class UploadedFile(Schema):
    name: str
    label: str
    accepted: bool
    message: str


class UploadResult(Schema):
    accepted: int
    refused: int
    files: list[UploadedFile]
    """The image; of a zip, the refused files, at most 1,000."""


class UploadOut(Schema):
    id: int
    name: str
    label: str
    size: int
    received: int
    status: UploadStatus
    files: int
    """In the zip; 0 until it is opened."""
    done: int
    """How many of them are unpacked."""
    unpacked_size: int
    """Bytes of all files once they are unpacked."""
    unpacked: int
    """Bytes unpacked so far."""
    seconds_left: int | None
    """Until all are unpacked, by the pace so far."""
    message: str
    """Why it failed, in the person's language; empty otherwise."""
    can_be_tried_again: bool
    """The file is still here: finish it again once the cause is gone."""
    created_by: PersonOut | None
    finished_at: datetime | None
    result: UploadResult | None
    """Once it is over; a failed one has nothing, or what had its place already when the disk failed."""
