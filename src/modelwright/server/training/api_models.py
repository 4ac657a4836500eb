"""Routes that train versions of models again: further, or the same once more."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from modelwright.server.accounts.rights import Right, found, rule
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training import repeats, reproductions, retrains
from modelwright.server.training.schemas_models import ReproduceIn, ReproductionOut
from modelwright.server.training.schemas_processes import ProcessOut
from modelwright.server.training.schemas_templates import TemplateOut

router = Router(tags=["training"])
_VERSIONS = ModelVersion.objects.select_related("model__project")


@router.post("/model-versions/{version_id}/retrain", response={201: TemplateOut})
@rule(Right.TEMPLATES_CREATE, Right.MODELS_VIEW)
def retrain_version(request: HttpRequest, version_id: int) -> Any:
    """A template with the version's data, weights and parameters, to change and start."""
    return Status(201, retrains.retrain(request.user, found(request, _VERSIONS.all(), version_id)))


@router.post("/model-versions/{version_id}/reproduce", response={201: ProcessOut})
@rule(Right.PROCESSES_CREATE, Right.PROCESSES_MANAGE, Right.MODELS_VIEW)
def reproduce_version(request: HttpRequest, version_id: int, body: ReproduceIn) -> Any:
    """The same run once more, started at once."""
    version = found(request, _VERSIONS.all(), version_id)
    return Status(201, repeats.reproduce_version(request.user, version, body))


@router.get("/model-versions/{version_id}/reproductions", response=list[ReproductionOut])
@rule(Right.PROCESSES_VIEW, Right.MODELS_VIEW)
def list_reproductions(request: HttpRequest, version_id: int) -> Any:
    return reproductions.list_reproductions(found(request, _VERSIONS.all(), version_id), request.user)
