"""Routes of rehearsals: what a training will take and see, measured before it is started."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from modelwright.server.accounts.rights import Right, found, rule
from modelwright.server.training import rehearsals
from modelwright.server.training.models import Rehearsal, Template
from modelwright.server.training.schemas_templates import RehearsalIn, RehearsalOut

router = Router(tags=["rehearsals"])


@router.post("/templates/{template_id}/rehearsals", response={201: RehearsalOut})
@rule(Right.PROCESSES_MANAGE)
def start_rehearsal(request: HttpRequest, template_id: int, body: RehearsalIn) -> Any:
    """Renders eight augmented samples and measures two batches on the machine. Takes the place of an earlier one there."""
    template = found(request, Template.objects.all(), template_id)
    return Status(201, rehearsals.start_rehearsal(request.user, template, body.machine_id))


@router.get("/templates/{template_id}/rehearsals/latest", response=RehearsalOut | None)
@rule(Right.TEMPLATES_VIEW)
def get_latest_rehearsal(request: HttpRequest, template_id: int, machine_id: int | None = None) -> Any:
    """On that machine, or on any; null where there is none."""
    return rehearsals.latest(found(request, Template.objects.all(), template_id), machine_id)


@router.get("/rehearsals/{rehearsal_id}", response=RehearsalOut)
@rule(Right.TEMPLATES_VIEW)
def get_rehearsal(request: HttpRequest, rehearsal_id: int) -> Any:
    return rehearsals.rehearsal_out(found(request, Rehearsal.objects.all(), rehearsal_id))


@router.delete("/rehearsals/{rehearsal_id}", response={204: None})
@rule(Right.PROCESSES_MANAGE)
def delete_rehearsal(request: HttpRequest, rehearsal_id: int) -> Any:
    """One that is at work is stopped; it can be deleted once it has ended."""
    rehearsals.delete_rehearsal(request.user, found(request, Rehearsal.objects.all(), rehearsal_id))
    return Status(204, None)


@router.get("/rehearsals/{rehearsal_id}/previews/{file}", response={200: None})
@rule(Right.TEMPLATES_VIEW)
def get_preview(request: HttpRequest, rehearsal_id: int, file: str) -> HttpResponse:
    return rehearsals.preview(found(request, Rehearsal.objects.all(), rehearsal_id), file)
