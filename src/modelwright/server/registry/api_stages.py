"""Routes of stages, of the gate before them, and of a model's bundle by stage."""

from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import Router

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Right, found, person, rule
from modelwright.server.core.schemas import Page
from modelwright.server.registry import gate_rules, services, shapes, stages
from modelwright.server.registry.models import Model, ModelVersion, Stage
from modelwright.server.registry.schemas import VersionOut
from modelwright.server.registry.schemas_gate import (
    GateOut,
    GateRulesIn,
    GateRulesOut,
    RollBackIn,
    StageChangeOut,
    StageIn,
)

router = Router(tags=["models"])
_VERSIONS = ModelVersion.objects.select_related("model__project", "published_by")


@router.get("/projects/{project_id}/gate", response=GateRulesOut)
@rule(Right.MODELS_VIEW)
def get_gate_rules(request: HttpRequest, project_id: int) -> Any:
    return gate_rules.rules_out(found(request, Project.objects.all(), project_id))


@router.put("/projects/{project_id}/gate", response=GateRulesOut)
@rule(Right.PROJECTS_EDIT)
def set_gate_rules(request: HttpRequest, project_id: int, body: GateRulesIn) -> Any:
    return gate_rules.set_rules(person(request), found(request, Project.objects.all(), project_id), body)


@router.get("/model-versions/{version_id}/gate", response=GateOut)
@rule(Right.MODELS_VIEW)
def judge_version(request: HttpRequest, version_id: int) -> Any:
    """What the gate would say if it went into production now."""
    return stages.gate_of(person(request), found(request, _VERSIONS.all(), version_id))


@router.post("/model-versions/{version_id}/stage", response=VersionOut)
@rule(Right.MODELS_MANAGE)
def set_stage(request: HttpRequest, version_id: int, body: StageIn) -> Any:
    return stages.set_stage(person(request), found(request, _VERSIONS.all(), version_id), body)


@router.post("/models/{model_id}/roll-back", response=VersionOut)
@rule(Right.MODELS_MANAGE)
def roll_back(request: HttpRequest, model_id: int, body: RollBackIn) -> Any:
    return stages.roll_back(person(request), found(request, Model.objects.all(), model_id), body)


@router.get("/models/{model_id}/stage-changes", response=Page[StageChangeOut])
@rule(Right.MODELS_VIEW)
def list_stage_changes(request: HttpRequest, model_id: int, cursor: str = "", limit: int = 50) -> Any:
    return stages.list_changes(found(request, Model.objects.all(), model_id), cursor=cursor, limit=limit)


@router.get("/models/{model_id}/version", response=VersionOut)
@rule(Right.MODELS_VIEW)
def get_version_of_stage(request: HttpRequest, model_id: int, stage: Stage = Stage.PRODUCTION) -> Any:
    """The newest version of that stage."""
    return shapes.version_out(stages.version_of_stage(found(request, Model.objects.all(), model_id), stage))


@router.get("/models/{model_id}/bundle.zip", response={200: None})
@rule(Right.MODELS_VIEW)
def download_bundle_of_stage(request: HttpRequest, model_id: int, stage: Stage = Stage.PRODUCTION) -> FileResponse:
    """An address that stays the same while versions come and go."""
    version = stages.version_of_stage(found(request, Model.objects.all(), model_id), stage)
    return services.download_bundle(request, version)
