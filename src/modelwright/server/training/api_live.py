"""Routes of monitoring: curves, the event stream, the log (A5, A22 to A27, E59, E60)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router

from modelwright.contract.tasks import Network
from modelwright.server.accounts.rights import Right, found, rule
from modelwright.server.training import actions, live, logs
from modelwright.server.training.models import Process
from modelwright.server.training.schemas_live import CurvesOut, LogOut

router = Router(tags=["monitoring"])


@router.get("/processes/{process_id}/stream", response={200: None})
@rule(Right.PROCESSES_VIEW)
def stream_process(request: HttpRequest, process_id: int, after: int = 0) -> StreamingHttpResponse:
    """Server-sent events. `id` is `attempt.number` of the engine's event; `Last-Event-ID`, or `after` with the latest
    attempt's number, resumes behind it.

    Event `update`: {"process": ProcessOut, "points": {series: [[iteration, value], …]}}; `end` once it is over.
    """
    return live.stream(request, _watched(request, process_id), after=after)


@router.get("/processes/{process_id}/curves", response=CurvesOut)
@rule(Right.PROCESSES_VIEW)
def get_curves(
    request: HttpRequest, process_id: int, width: int = 1000, first: int | None = None, last: int | None = None
) -> Any:
    """All series between two iterations, at most about 2 * width points each."""
    return live.curves(_watched(request, process_id), width=width, first=first, last=last)


@router.get("/processes/{process_id}/curves.csv", response={200: None})
@rule(Right.PROCESSES_VIEW)
def download_curves(request: HttpRequest, process_id: int, network: Network | None = None) -> HttpResponse:
    """Of one network; without a name, of the task's main one."""
    return live.curves_csv(_watched(request, process_id), network)


@router.get("/processes/{process_id}/log", response=LogOut)
@rule(Right.PROCESSES_VIEW)
def get_log(
    request: HttpRequest,
    process_id: int,
    after: int = 0,
    level: str = "",
    search: str = "",
    limit: int = 500,
    tail: bool = False,
    network: Network | None = None,
) -> Any:
    """The whole log, or what it says about the training of one network (E60)."""
    process = _watched(request, process_id)
    return logs.read(process, after=after, level=level, search=search, limit=limit, tail=tail, network=network)


@router.get("/processes/{process_id}/log.txt", response={200: None})
@rule(Right.PROCESSES_VIEW)
def download_log(request: HttpRequest, process_id: int, network: Network | None = None) -> HttpResponse:
    return logs.download(_watched(request, process_id), network)


def _watched(request: HttpRequest, process_id: int) -> Process:
    """The process, if the person may watch it (A16, X1)."""
    process = found(request, Process.objects.select_related("template__project", "job"), process_id)
    actions.insist_on_monitoring(process, request.user)
    return process
