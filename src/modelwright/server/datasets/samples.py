"""The samples of a dataset: pages of them, and their images."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.db.models import Expression
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse

from modelwright.server.core.pagination import page
from modelwright.server.datasets import pictures, places
from modelwright.server.datasets.filters import SampleFilter, matching
from modelwright.server.datasets.models import Dataset, Sample
from modelwright.server.datasets.problems import annotation_sentence, sample_sentence
from modelwright.server.datasets.schemas import SampleOut

SORTS: Final[dict[str, str | Expression]] = {
    "id": "id",
    "name": "path",
    "label": "label",
    "size": "size",
    "modified": "modified_ns",
    "side": Greatest("width", "height"),
    "brightness": "brightness",
    "contrast": "contrast",
    "copies": "sha256",
    "near": "near_group",
}
"""What the gallery can be sorted by; `copies` and `near` bring together what is the same."""


def list_samples(dataset: Dataset, wanted: SampleFilter, *, sort: str, cursor: str, limit: int) -> dict[str, Any]:
    rows = matching(dataset, wanted)
    return page(rows, sort=sort, sorts=SORTS, cursor=cursor, limit=limit, show=_shown)


def _shown(samples: list[Sample]) -> list[SampleOut]:
    return [sample_out(sample) for sample in samples]


def sample_out(sample: Sample) -> SampleOut:
    return SampleOut(
        id=sample.pk,
        path=sample.path,
        label=sample.label,
        width=sample.width,
        height=sample.height,
        size=sample.size,
        problem=sample.problem,
        message=sample_sentence(sample.problem),
        mask=sample.mask,
        regions=sample.regions,
        is_annotated=sample.is_annotated,
        annotation_problem=sample.annotation_problem,
        annotation_message=annotation_sentence(sample.annotation_problem),
        excluded_because=sample.excluded_because,
        modified_at=datetime.fromtimestamp(sample.modified_ns / 1e9, UTC),
        brightness=sample.brightness,
        contrast=sample.contrast,
        near_group=sample.near_group,
        split=sample.split,
    )


def thumbnail(request: HttpRequest, sample: Sample, side: int) -> HttpResponse:
    return pictures.thumbnail(request, file_of(sample), side)


def image(sample: Sample) -> HttpResponse:
    return pictures.image(file_of(sample))


def mask(sample: Sample) -> HttpResponse:
    """The sample's mask in colours over nothing. Raises FileGone or NotShowable."""
    folder = sample.data_path.folder
    file = folder / sample.mask
    if not sample.mask or not places.may_be_read(file, folder):
        raise pictures.gone()
    return pictures.mask(file)


def file_of(sample: Sample) -> Path:
    """The sample's file, never one outside of the data path and the roots. Raises FileGone."""
    folder = sample.data_path.folder
    file = folder / sample.path
    if not places.may_be_read(file, folder):
        raise pictures.gone()
    return file
