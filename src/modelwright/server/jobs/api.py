"""Routes of target machines."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import AwareDatetime, Field

from modelwright.server.accounts.rights import Right, found, rule
from modelwright.server.jobs import queue_outputs, services
from modelwright.server.jobs.models import Machine
from modelwright.server.jobs.schemas import LoadOut, MachineDetail, MachineEdit, MachineOut
from modelwright.server.jobs.schemas_queue import QueueOut

router = Router(tags=["machines"])


@router.get("/queue", response=QueueOut)
@rule(Right.MACHINES_VIEW)
def get_queue(request: HttpRequest) -> Any:
    """What runs and what waits, for each machine and each compute profile, in order."""
    return queue_outputs.queue_out(request.user)


@router.get("/machines", response=list[MachineOut])
@rule(Right.MACHINES_VIEW)
def list_machines(request: HttpRequest) -> Any:
    return services.list_machines(request.user)


@router.get("/machines/{machine_id}", response=MachineDetail)
@rule(Right.MACHINES_VIEW)
def get_machine(request: HttpRequest, machine_id: int) -> Any:
    return services.machine_out(found(request, Machine.objects.all(), machine_id), request.user)


@router.get("/machines/{machine_id}/load", response=LoadOut)
@rule(Right.MACHINES_VIEW)
def get_load(
    request: HttpRequest,
    machine_id: int,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    points: Annotated[int, Field(ge=2, le=1000)] = 300,
) -> Any:
    """Without times, the last hour. Steps of ten seconds are kept for a day, steps of five minutes for thirty."""
    return services.curves(found(request, Machine.objects.all(), machine_id), since, until, points)


@router.patch("/machines/{machine_id}", response=MachineDetail)
@rule(Right.MACHINES_EDIT)
def edit_machine(request: HttpRequest, machine_id: int, body: MachineEdit) -> Any:
    return services.edit_machine(request.user, found(request, Machine.objects.all(), machine_id), body)


@router.post("/machines/{machine_id}/enable", response=MachineDetail)
@rule(Right.MACHINES_MANAGE)
def enable_machine(request: HttpRequest, machine_id: int) -> Any:
    return services.set_enabled(request.user, found(request, Machine.objects.all(), machine_id), enabled=True)


@router.post("/machines/{machine_id}/disable", response=MachineDetail)
@rule(Right.MACHINES_MANAGE)
def disable_machine(request: HttpRequest, machine_id: int) -> Any:
    return services.set_enabled(request.user, found(request, Machine.objects.all(), machine_id), enabled=False)


@router.delete("/machines/{machine_id}", response={204: None})
@rule(Right.MACHINES_DELETE)
def remove_machine(request: HttpRequest, machine_id: int) -> Any:
    services.remove_machine(request.user, found(request, Machine.objects.all(), machine_id))
    return Status(204, None)
