"""Routes of the wizard's drafts. They are the person's own: whoever asks for another's is told that it is not there."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Right, found, rule
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training import drafts
from modelwright.server.training.schemas_drafts import (
    DraftEdit,
    DraftIn,
    DraftOut,
    DraftRow,
    FinishedOut,
    FinishIn,
    StartDraftIn,
)
from modelwright.server.training.schemas_templates import TemplateIn, TemplateOut

router = Router(tags=["training"])


@router.get("/projects/{project_id}/drafts", response=list[DraftRow])
@rule(Right.TEMPLATES_CREATE)
def list_drafts(request: HttpRequest, project_id: int) -> Any:
    """The person's own, latest first."""
    return drafts.list_drafts(request.user, found(request, Project.objects.all(), project_id))


@router.post("/projects/{project_id}/drafts", response={201: DraftOut})
@rule(Right.TEMPLATES_CREATE)
def begin_draft(request: HttpRequest, project_id: int, body: DraftIn) -> Any:
    return Status(201, drafts.begin_draft(request.user, found(request, Project.objects.all(), project_id), body))


@router.post("/model-versions/{version_id}/draft", response=DraftOut)
@rule(Right.TEMPLATES_CREATE, Right.MODELS_VIEW)
def begin_retraining(request: HttpRequest, version_id: int) -> Any:
    """With the version's data, weights and parameters; the one that the person has begun already, if any."""
    versions = ModelVersion.objects.select_related("model__project")
    return drafts.begin_retraining(request.user, found(request, versions, version_id))


@router.get("/projects/{project_id}/drafts/{draft}", response=DraftOut)
@rule(Right.TEMPLATES_CREATE)
def get_draft(request: HttpRequest, project_id: int, draft: int) -> Any:
    return drafts.draft_out(request.user, found(request, Project.objects.all(), project_id), draft)


@router.put("/projects/{project_id}/drafts/{draft}", response=DraftOut)
@rule(Right.TEMPLATES_CREATE)
def save_draft(request: HttpRequest, project_id: int, draft: int, body: DraftEdit) -> Any:
    """What was typed so far. 409 where the person has gone on elsewhere, with how it is now."""
    return drafts.save_draft(request.user, found(request, Project.objects.all(), project_id), draft, body)


@router.delete("/projects/{project_id}/drafts/{draft}", response={204: None})
@rule(Right.TEMPLATES_CREATE)
def discard_draft(request: HttpRequest, project_id: int, draft: int) -> Any:
    drafts.discard_draft(request.user, found(request, Project.objects.all(), project_id), draft)
    return Status(204, None)


@router.put("/projects/{project_id}/drafts/{draft}/template", response=TemplateOut)
@rule(Right.TEMPLATES_CREATE)
def try_draft(request: HttpRequest, project_id: int, draft: int, body: TemplateIn) -> Any:
    """The choices as a template that only this person sees, to ask readiness, machines and rehearsals about."""
    return drafts.try_draft(request.user, found(request, Project.objects.all(), project_id), draft, body)


@router.post("/projects/{project_id}/drafts/{draft}/finish", response={201: FinishedOut})
@rule(Right.TEMPLATES_CREATE)
def finish_draft(request: HttpRequest, project_id: int, draft: int, body: FinishIn) -> Any:
    """Saves it as a template, without a start."""
    project = found(request, Project.objects.all(), project_id)
    return Status(201, drafts.finish_draft(request.user, project, draft, body.template))


@router.post("/projects/{project_id}/drafts/{draft}/start", response={201: FinishedOut})
@rule(Right.TEMPLATES_CREATE, Right.PROCESSES_CREATE, Right.PROCESSES_MANAGE)
def start_draft(request: HttpRequest, project_id: int, draft: int, body: StartDraftIn) -> Any:
    """The template and its process, which starts; all of it or nothing."""
    project = found(request, Project.objects.all(), project_id)
    return Status(201, drafts.start_draft(request.user, project, draft, body.template, body.process))
