"""Routes of a process in the waiting line."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from modelwright.server.accounts.rights import Right, found, rule
from modelwright.server.jobs.order import Move
from modelwright.server.training import places, queueing
from modelwright.server.training.models import Process
from modelwright.server.training.schemas_processes import MachineChoices, ProcessOut
from modelwright.server.training.schemas_queue import LineMoveIn, LineMoveOut, PlaceIn

router = Router(tags=["training"])


@router.get("/processes/{process_id}/machines", response=MachineChoices)
@rule(Right.PROCESSES_VIEW)
def list_places(request: HttpRequest, process_id: int) -> Any:
    """What if: when it would begin on each machine."""
    return places.places(request.user, found(request, Process.objects.all(), process_id))


@router.post("/processes/{process_id}/machine", response=ProcessOut)
@rule(Right.PROCESSES_MANAGE)
def move_to_machine(request: HttpRequest, process_id: int, body: PlaceIn) -> Any:
    process = found(request, Process.objects.all(), process_id)
    return queueing.move_to_machine(request.user, process, body.machine_id, body.compute_profile_id)


@router.post("/processes/{process_id}/move", response=LineMoveOut)
@rule(Right.PROCESSES_MANAGE)
def move_in_line(request: HttpRequest, process_id: int, body: LineMoveIn) -> Any:
    """Another place in the waiting line. Needs the right to manage machines where other people's would wait longer."""
    process = found(request, Process.objects.all(), process_id)
    return queueing.move_in_line(request.user, process, Move(**body.model_dump()))
