"""The samples of a dataset: pages of them, and their images."""

from pathlib import Path
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from modelwright.server.core.pagination import page
from modelwright.server.datasets import pictures, places
from modelwright.server.datasets.models import Dataset, Sample
from modelwright.server.datasets.problems import annotation_sentence, sample_sentence
from modelwright.server.datasets.schemas import SampleOut


def list_samples(
    dataset: Dataset, *, label: str | None, problem: bool | None, path_id: int | None, cursor: str, limit: int
) -> dict[str, Any]:
    rows = dataset.samples.all()
    if label is not None:
        rows = rows.filter(Q(label=label) | Q(shows__contains=f"\n{label}\n"))
    if problem is not None:
        fine = Q(problem="", annotation_problem="")
        rows = rows.exclude(fine) if problem else rows.filter(fine)
    if path_id is not None:
        rows = rows.filter(data_path_id=path_id)
    return page(rows, sort="id", sorts={"id": "id"}, cursor=cursor, limit=limit, show=_shown)


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
    )


def thumbnail(request: HttpRequest, sample: Sample, side: int) -> HttpResponse:
    return pictures.thumbnail(request, file_of(sample), side)


def image(sample: Sample) -> HttpResponse:
    return pictures.image(file_of(sample))


def mask(sample: Sample) -> HttpResponse:
    """The sample's mask in colours over nothing. Raises FileGone or NotShowable."""
    folder = Path(sample.data_path.path)
    file = folder / sample.mask
    if not sample.mask or not places.may_be_read(file, folder):
        raise pictures.gone()
    return pictures.mask(file)


def file_of(sample: Sample) -> Path:
    """The sample's file, never one outside of the data path and the roots. Raises FileGone."""
    folder = Path(sample.data_path.path)
    file = folder / sample.path
    if not places.may_be_read(file, folder):
        raise pictures.gone()
    return file
