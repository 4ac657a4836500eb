"""Routes of the dataset page: samples by filter, what is done to many of them at once, statistics, issues."""

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router

from modelwright.server.accounts.rights import Right, found, rule
from modelwright.server.core.schemas import Page
from modelwright.server.datasets import filters, gallery, issues, samples, statistics
from modelwright.server.datasets.filters import FilterCounts, SampleFilter
from modelwright.server.datasets.gallery import ExclusionIn, SelectedOut, SelectionIn
from modelwright.server.datasets.issues import IssuesOut
from modelwright.server.datasets.models import Dataset
from modelwright.server.datasets.schemas import SampleOut
from modelwright.server.datasets.statistics import StatisticsOut

router = Router(tags=["datasets"])


@router.get("/datasets/{dataset_id}/samples", response=Page[SampleOut])
@rule(Right.DATASETS_VIEW)
def list_samples(
    request: HttpRequest,
    dataset_id: int,
    wanted: Query[SampleFilter],
    sort: str = "id",
    cursor: str = "",
    limit: int = 200,
) -> Any:
    dataset = found(request, Dataset.objects.all(), dataset_id)
    return samples.list_samples(dataset, wanted, sort=sort, cursor=cursor, limit=limit)


@router.get("/datasets/{dataset_id}/samples/counts", response=FilterCounts)
@rule(Right.DATASETS_VIEW)
def count_samples(request: HttpRequest, dataset_id: int, wanted: Query[SampleFilter]) -> Any:
    """How many samples each value of each filter would leave."""
    return filters.counts(found(request, Dataset.objects.all(), dataset_id), wanted)


@router.get("/datasets/{dataset_id}/samples.zip", response={200: None})
@rule(Right.DATASETS_VIEW)
def download_samples(
    request: HttpRequest, dataset_id: int, wanted: Query[SampleFilter], ids: str = "", without: str = ""
) -> StreamingHttpResponse:
    """A zip of the samples that match, or of those whose numbers `ids` lists with commas, with a table of them."""
    dataset = found(request, Dataset.objects.all(), dataset_id)
    return gallery.download(dataset, gallery.selection(wanted, ids, without))


@router.post("/datasets/{dataset_id}/samples/exclude", response=SelectedOut)
@rule(Right.DATASETS_EDIT)
def exclude_samples(request: HttpRequest, dataset_id: int, body: ExclusionIn) -> Any:
    """Trainings leave the samples out from now on."""
    dataset = found(request, Dataset.objects.all(), dataset_id)
    return gallery.exclude(request.user, dataset, body.selection, body.reason)


@router.post("/datasets/{dataset_id}/samples/include", response=SelectedOut)
@rule(Right.DATASETS_EDIT)
def include_samples(request: HttpRequest, dataset_id: int, body: SelectionIn) -> Any:
    return gallery.include(request.user, found(request, Dataset.objects.all(), dataset_id), body)


@router.post("/datasets/{dataset_id}/samples/check", response=SelectedOut)
@rule(Right.DATASETS_EDIT)
def check_samples(request: HttpRequest, dataset_id: int, body: SelectionIn) -> Any:
    """The files are read again in the background, whether they seem changed or not."""
    return gallery.check_again(request.user, found(request, Dataset.objects.all(), dataset_id), body)


@router.get("/datasets/{dataset_id}/statistics", response=StatisticsOut)
@rule(Right.DATASETS_VIEW)
def get_statistics(request: HttpRequest, dataset_id: int) -> Any:
    return statistics.statistics(found(request, Dataset.objects.all(), dataset_id))


@router.get("/datasets/{dataset_id}/issues", response=IssuesOut)
@rule(Right.DATASETS_VIEW)
def list_issues(request: HttpRequest, dataset_id: int) -> Any:
    """What is worth putting right in the dataset, the most serious first."""
    return issues.issues(found(request, Dataset.objects.all(), dataset_id))
