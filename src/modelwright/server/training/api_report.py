"""Routes of the training's report (E61) and of the samples it measured (E66)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router

from modelwright.contract.report import BoxOutcome
from modelwright.server.accounts.rights import Right, found, rule
from modelwright.server.core.schemas import Page
from modelwright.server.training import reports
from modelwright.server.training.models import MeasuredSample, Process
from modelwright.server.training.schemas_reports import ArchiveIn, MeasuredDetail, MeasuredOut, ReportOut
from modelwright.server.training.turned import Turn

router = Router(tags=["reports"])


@router.get("/processes/{process_id}/report", response=ReportOut)
@rule(Right.PROCESSES_VIEW)
def get_report(request: HttpRequest, process_id: int) -> Any:
    return reports.report(found(request, Process.objects.all(), process_id))


@router.get("/processes/{process_id}/measured", response=Page[MeasuredOut])
@rule(Right.PROCESSES_VIEW)
def list_measured(
    request: HttpRequest,
    process_id: int,
    part: str = "validation",
    label: str | None = None,
    predicted: str | None = None,
    correct: bool | None = None,
    region_label: str | None = None,
    region_outcome: BoxOutcome | None = None,
    turn: Turn | None = None,
    non_compliant: bool = False,
    sort: str = "score",
    cursor: str = "",
    limit: int = 100,
) -> Any:
    """Measured samples of one set, the worst first; with `non_compliant`, the ones that were kept out.

    `turn`: those that the retrained version and this one judge differently, or both wrongly.
    `region_label` and `region_outcome`: those with a box or mask of that class, or one that was missed, falsely found …
    """
    process = found(request, Process.objects.all(), process_id)
    return reports.list_measured(
        process,
        part=part,
        label=label,
        predicted=predicted,
        correct=correct,
        region_label=region_label,
        region_outcome=region_outcome,
        turn=turn,
        non_compliant=non_compliant,
        sort=sort,
        cursor=cursor,
        limit=limit,
    )


@router.get("/measured/{measured_id}", response=MeasuredDetail)
@rule(Right.PROCESSES_VIEW)
def get_measured(request: HttpRequest, measured_id: int) -> Any:
    return reports.measured_detail(found(request, MeasuredSample.objects.all(), measured_id))


@router.get("/measured/{measured_id}/thumbnail", response={200: None})
@rule(Right.PROCESSES_VIEW)
def get_measured_thumbnail(request: HttpRequest, measured_id: int, side: int = 160) -> HttpResponse:
    return reports.thumbnail(request, found(request, MeasuredSample.objects.all(), measured_id), side)


@router.get("/measured/{measured_id}/image", response={200: None})
@rule(Right.PROCESSES_VIEW)
def get_measured_image(request: HttpRequest, measured_id: int, download: bool = False) -> HttpResponse:
    return reports.image(found(request, MeasuredSample.objects.all(), measured_id), download=download)


@router.post("/processes/{process_id}/measured/archive", response={200: None})
@rule(Right.PROCESSES_VIEW)
def download_measured(request: HttpRequest, process_id: int, body: ArchiveIn) -> StreamingHttpResponse:
    """A zip of the chosen samples, with a CSV of their classes and confidences."""
    return reports.archive(found(request, Process.objects.all(), process_id), body.ids)
