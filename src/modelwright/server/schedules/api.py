"""Routes of schedules."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Access, Right, found, rule
from modelwright.server.core.schemas import Page
from modelwright.server.schedules import services
from modelwright.server.schedules.models import Schedule
from modelwright.server.schedules.outputs import schedule_out
from modelwright.server.schedules.schemas import (
    OnceIn,
    ScheduleDetail,
    ScheduleEdit,
    ScheduleIn,
    ScheduleOut,
    TimingIn,
    TimingOut,
)
from modelwright.server.training.models import Process, Template

router = Router(tags=["schedules"])


@router.get("/projects/{project_id}/schedules", response=Page[ScheduleOut])
@rule(Right.PROCESSES_VIEW)
def list_schedules(
    request: HttpRequest, project_id: int, sort: str = "next_at", cursor: str = "", limit: int = 50
) -> Any:
    project = found(request, Project.objects.all(), project_id)
    return services.list_schedules(request.user, project, sort=sort, cursor=cursor, limit=limit)


@router.post("/schedules/preview", response=TimingOut)
@rule(Access.SIGNED_IN)
def preview_schedule(request: HttpRequest, body: TimingIn) -> Any:
    """What a timing means in words, and its next five times. Nothing is stored."""
    return services.preview(body)


@router.post("/templates/{template_id}/schedules", response={201: ScheduleDetail})
@rule(Right.PROCESSES_CREATE, Right.PROCESSES_MANAGE)
def create_schedule(request: HttpRequest, template_id: int, body: ScheduleIn) -> Any:
    """Recurring: makes and starts a process of the template each time."""
    template = found(request, Template.objects.finished().select_related("project"), template_id)
    return Status(201, services.create_schedule(request.user, template, body))


@router.post("/processes/{process_id}/schedule", response={201: ScheduleDetail})
@rule(Right.PROCESSES_MANAGE)
def schedule_process(request: HttpRequest, process_id: int, body: OnceIn) -> Any:
    """Starts the process once, at that time."""
    process = found(request, Process.objects.select_related("template__project", "job"), process_id)
    return Status(201, services.schedule_process(request.user, process, body))


@router.get("/schedules/{schedule_id}", response=ScheduleDetail)
@rule(Right.PROCESSES_VIEW)
def get_schedule(request: HttpRequest, schedule_id: int) -> Any:
    return schedule_out(_schedule(request, schedule_id))


@router.patch("/schedules/{schedule_id}", response=ScheduleDetail)
@rule(Right.PROCESSES_MANAGE)
def edit_schedule(request: HttpRequest, schedule_id: int, body: ScheduleEdit) -> Any:
    return services.edit_schedule(request.user, _schedule(request, schedule_id), body)


@router.post("/schedules/{schedule_id}/pause", response=ScheduleDetail)
@rule(Right.PROCESSES_MANAGE)
def pause_schedule(request: HttpRequest, schedule_id: int) -> Any:
    return services.set_paused(request.user, _schedule(request, schedule_id), paused=True)


@router.post("/schedules/{schedule_id}/resume", response=ScheduleDetail)
@rule(Right.PROCESSES_MANAGE)
def resume_schedule(request: HttpRequest, schedule_id: int) -> Any:
    return services.set_paused(request.user, _schedule(request, schedule_id), paused=False)


@router.delete("/schedules/{schedule_id}", response={204: None})
@rule(Right.PROCESSES_MANAGE)
def delete_schedule(request: HttpRequest, schedule_id: int) -> Any:
    """What it started goes on."""
    services.delete_schedule(request.user, _schedule(request, schedule_id))
    return Status(204, None)


def _schedule(request: HttpRequest, schedule_id: int) -> Schedule:
    return found(request, Schedule.objects.select_related("project", "template", "process__template"), schedule_id)
