"""What the datasets API takes and gives."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from modelwright.contract.annotations import Region
from modelwright.contract.layout import Format
from modelwright.server.core.names import Name
from modelwright.server.core.schemas import Key, PersonOut, Shaped
from modelwright.server.datasets.models import PathStatus, Purpose


class PlaceNameOut(Schema):
    id: int
    name: str


class PlaceOut(Schema):
    """A place of the production environment."""

    id: int
    name: str
    ancestors: list[PlaceNameOut]
    """From the root to its parent."""


class DatasetIn(Schema):
    name: Name
    purpose: Purpose = Purpose.TRAINING
    description: str = Field("", max_length=2000)
    paths: list[str] = Field([], max_length=1000)
    environment: list[Key] = Field([], max_length=1000)
    """Keys of nodes: one, or several of the last level below one parent."""


class DatasetEdit(Schema):
    name: Name | None = None
    description: str | None = Field(None, max_length=2000)
    environment: list[Key] | None = Field(None, max_length=1000)
    revision: int | None = None
    """The one that the person saw: who edits an older one is told, with what has changed meanwhile."""


class DatasetOut(Schema):
    id: int
    project_id: int
    name: str
    purpose: Purpose
    description: str
    paths: int
    images: int
    unreadable: int
    checking: bool
    """A path is still being checked; ask again."""
    formats: list[Format]
    """Those of its data paths."""
    class_counts: dict[str, int]
    region_counts: dict[str, int]
    annotation_problems: int
    environment: list[PlaceOut]
    revision: int
    """Goes back with an edit."""
    created_by: PersonOut | None
    modified_by: PersonOut | None
    modified_at: datetime
    created_at: datetime


class PathsIn(Schema):
    paths: list[str] = Field(min_length=1, max_length=1000)


class PathIdsIn(Schema):
    ids: list[Key] = Field(min_length=1, max_length=1000)


class LookedAt(Schema):
    """Whether a folder can be added, before it is (E29)."""

    path: str
    """As it was given."""
    valid: bool
    message: str
    """Why not, in the person's language; the field is to be emptied then."""
    images: int
    is_more: bool
    """There are more: counting stopped."""
    description: str


class AnnotationProblemOut(Schema):
    """Annotations that are not used as they are given, for one reason."""

    reason: str
    message: str
    """The reason in the person's language."""
    count: int
    examples: list[str]
    """The first few: the file, and which annotation in it."""


class LeftOutOut(AnnotationProblemOut):
    """Objects of a bucket that are left out, for one reason; the examples are their keys."""


class FetchOut(Schema):
    """How far a fetch from S3 is. Objects that were there before count as fetched."""

    is_listing: bool
    """What there is to be fetched is still being counted in `of_objects`."""
    objects: int
    of_objects: int
    bytes: int
    of_bytes: int


class PathOut(Schema):
    id: int
    path: str
    is_upload: bool
    status: PathStatus
    message: str
    """Why it is invalid, in the person's language; empty otherwise."""
    images: int
    unreadable: int
    checked: int
    format: Format | None
    """How the folder says what is on its images; None before the first check."""
    class_counts: dict[str, int]
    """Images that show each class."""
    region_counts: dict[str, int]
    """Regions of each class, or images whose mask shows it."""
    annotation_problems: list[AnnotationProblemOut]
    description: str
    """Filled by the check (E29): what was found, in the person's language."""
    fetch: FetchOut | None
    """How far it is, while what S3 holds is fetched before the check."""
    left_out: list[LeftOutOut]
    """Objects that are not fetched from S3."""
    checked_at: datetime | None


class FolderOut(Schema):
    """One folder that can be chosen, for the picker."""

    path: str
    name: str
    images: int
    """Images directly in it, counted up to 1,000."""
    folders: int


class FoldersOut(Schema):
    path: str
    """Empty at the top, where `folders` are the allowed roots."""
    parent: str | None
    folders: list[FolderOut]
    buckets: list[str] = []
    """At the top: the buckets, and folders in them, below which `s3://…` paths may lie; `*` for any. Empty: S3 is off."""


class SampleOut(Shaped):
    id: int
    path: str
    label: str
    width: int | None
    height: int | None
    size: int
    problem: str
    message: str
    """The problem in the person's language; empty for a readable image."""
    mask: str
    """Path of the mask, relative to the data path; empty: there is none. GET /samples/{id}/mask shows it."""
    regions: list[Region]
    """In pixels of the upright image."""
    is_annotated: bool
    """Somebody said what is on the image, were it nothing."""
    annotation_problem: str
    annotation_message: str
    """What is wrong with the annotation, in the person's language; empty for nothing."""
    excluded_because: str
    """Why nothing is learned from it; empty for an image in use."""
    modified_at: datetime
    """Of the file."""
    brightness: int | None
    """Mean grey value, 0 to 255; None until it has been looked at."""
    contrast: int | None
    """Standard deviation of the grey values, 0 to 127."""
    near_group: int | None
    """Images with the same number show the same picture."""
    split: str
    """The part of the training data that it was given to; empty: none yet."""
