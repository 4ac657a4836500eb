"""What the API of dataset versions, splits and exports takes and gives."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from modelwright.server.core.schemas import PersonOut
from modelwright.server.datasets.models import TransferStatus, VersionReason


class DatasetVersionIn(Schema):
    note: str = Field("", max_length=500)


class VersionUseOut(Schema):
    kind: VersionReason
    subject_id: int
    """Of the training process or the export."""
    name: str
    at: datetime


class DatasetVersionOut(Schema):
    id: int
    number: int
    hash: str
    """Over the content: path, SHA-256, class, annotations and part of every sample."""
    images: int
    annotated: int
    class_counts: dict[str, int]
    split_counts: dict[str, int]
    """Images per part; those without one are under an empty name."""
    reason: VersionReason
    note: str
    uses: int
    used_by: list[VersionUseOut]
    """The latest few."""
    created_by: PersonOut | None
    created_at: datetime


class DifferenceOut(Schema):
    kind: str
    path: str
    path_before: str
    """Empty where it is the same."""
    label_before: str
    label: str
    annotations_differ: bool
    split_before: str
    split: str
    sample_id: int | None
    """The sample that has the content now, for its thumbnail."""


class DifferencesOut(Schema):
    counts: dict[str, int]
    """By kind: added, removed, relabelled, changed, moved, split."""
    items: list[DifferenceOut]
    next: str | None
    total: int
    """Of the chosen kind."""


class SplitIn(Schema):
    validation_share: float = Field(0.2, gt=0, lt=1)
    seed: int = Field(0, ge=0, lt=2**31)


class SplitOut(Schema):
    counts: dict[str, int]
    """Readable images per part."""


class ExportIn(Schema):
    format: str = Field(max_length=20)


class ExportOut(Schema):
    id: int
    format: str
    status: TransferStatus
    done: int
    images: int
    left_out: int
    """Images of which the format cannot say what is known, or whose file is gone."""
    size: int
    message: str
    """Why it failed, in the person's language."""
    version: int | None
    """Number of the version that it holds."""
    created_by: PersonOut | None
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None
    """The zip is removed then."""


class ExportFormatOut(Schema):
    format: str
    images: int
    """Images of which the format can say what is known."""
