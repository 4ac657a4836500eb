"""Routes of the list of processes: filters, several at once, notes, tags, copies."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Right, found, rule
from modelwright.server.core.schemas import Page
from modelwright.server.training import annotating, bulk, cloning, listing
from modelwright.server.training.listing import ProcessFilter
from modelwright.server.training.models import Process
from modelwright.server.training.schemas_list import (
    BulkIn,
    BulkOut,
    CloneIn,
    CloneOfferOut,
    NoteIn,
    ProcessChoices,
    TagsIn,
)
from modelwright.server.training.schemas_processes import ProcessOut, ProcessRow

router = Router(tags=["training"])


@router.get("/projects/{project_id}/processes", response=Page[ProcessRow])
@rule(Right.PROCESSES_VIEW)
def list_processes(
    request: HttpRequest,
    project_id: int,
    wanted: Query[ProcessFilter],
    sort: str = "-created_at",
    cursor: str = "",
    limit: int = 50,
) -> Any:
    project = found(request, Project.objects.all(), project_id)
    return listing.list_processes(request.user, project, wanted, sort=sort, cursor=cursor, limit=limit)


@router.get("/projects/{project_id}/processes/choices", response=ProcessChoices)
@rule(Right.PROCESSES_VIEW)
def list_process_choices(request: HttpRequest, project_id: int) -> Any:
    """What the list could be narrowed by."""
    return listing.filter_choices(request.user, found(request, Project.objects.all(), project_id))


@router.post("/projects/{project_id}/processes/bulk", response=BulkOut)
@rule(Right.PROCESSES_VIEW)
def act_on_processes(request: HttpRequest, project_id: int, body: BulkIn) -> Any:
    """Each takes the rights that it takes alone; the answer says of each what was done, or why not."""
    return bulk.act_on_several(request.user, found(request, Project.objects.all(), project_id), body)


@router.get("/processes/{process_id}/clone", response=CloneOfferOut)
@rule(Right.PROCESSES_VIEW)
def get_clone_offer(request: HttpRequest, process_id: int) -> Any:
    """Where a copy of it could be."""
    return cloning.clone_offer(found(request, Process.objects.all(), process_id))


@router.post("/processes/{process_id}/clone", response={201: ProcessOut})
@rule(Right.PROCESSES_CREATE, Right.TEMPLATES_CREATE)
def clone_process(request: HttpRequest, process_id: int, body: CloneIn) -> Any:
    """A process with the same settings, which is not started: in a template of that name, or in the same one."""
    process = found(request, Process.objects.all(), process_id)
    return Status(201, cloning.clone_process(request.user, process, body.name))


@router.put("/processes/{process_id}/note", response=ProcessOut)
@rule(Right.PROCESSES_MANAGE)
def set_process_note(request: HttpRequest, process_id: int, body: NoteIn) -> Any:
    process = found(request, Process.objects.all(), process_id)
    return annotating.set_note(request.user, process, body.note, body.note_version)


@router.post("/processes/{process_id}/tags", response=ProcessOut)
@rule(Right.PROCESSES_MANAGE)
def change_process_tags(request: HttpRequest, process_id: int, body: TagsIn) -> Any:
    process = found(request, Process.objects.all(), process_id)
    return annotating.change_tags(request.user, process, add=body.add, remove=body.remove)
