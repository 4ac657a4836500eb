"""Routes of models and their versions."""

from typing import Any, Literal

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Router, Status, UploadedFile

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Right, found, person, rule
from modelwright.server.core.schemas import Key, Page
from modelwright.server.registry import cards, files, history, lineage, services, shapes, trying, version_lists
from modelwright.server.registry.models import Model, ModelVersion
from modelwright.server.registry.schemas import (
    HistoryOut,
    LineageOut,
    ManifestOut,
    ModelDetail,
    ModelEdit,
    ModelOut,
    PredictionOut,
    VersionDetail,
    VersionOut,
)

router = Router(tags=["models"])
_VERSIONS = ModelVersion.objects.select_related("model__project", "published_by")


@router.get("/projects/{project_id}/models", response=Page[ModelOut])
@rule(Right.MODELS_VIEW)
def list_models(
    request: HttpRequest,
    project_id: int,
    search: str = "",
    environment: Key | None = None,
    sort: str = "-modified_at",
    cursor: str = "",
    limit: int = 50,
) -> Any:
    project = found(request, Project.objects.all(), project_id)
    return services.list_models(
        person(request), project, search=search, environment_id=environment, sort=sort, cursor=cursor, limit=limit
    )


@router.get("/models/{model_id}", response=ModelDetail)
@rule(Right.MODELS_VIEW)
def get_model(request: HttpRequest, model_id: int) -> Any:
    return services.model_detail(found(request, Model.objects.all(), model_id))


@router.patch("/models/{model_id}", response=ModelDetail)
@rule(Right.MODELS_EDIT)
def edit_model(request: HttpRequest, model_id: int, body: ModelEdit) -> Any:
    return services.edit_model(person(request), found(request, Model.objects.all(), model_id), body)


@router.delete("/models/{model_id}", response={204: None})
@rule(Right.MODELS_DELETE)
def delete_model(request: HttpRequest, model_id: int) -> Any:
    services.delete_model(person(request), found(request, Model.objects.all(), model_id))
    return Status(204, None)


@router.get("/models/{model_id}/versions", response=list[VersionOut])
@rule(Right.MODELS_VIEW)
def list_versions(request: HttpRequest, model_id: int) -> Any:
    """Newest first, sorted by number."""
    return version_lists.list_versions(found(request, Model.objects.all(), model_id))


@router.get("/projects/{project_id}/model-versions", response=Page[VersionOut])
@rule(Right.MODELS_VIEW)
def list_versions_of_project(
    request: HttpRequest, project_id: int, base_model: str = "", search: str = "", cursor: str = "", limit: int = 50
) -> Any:
    """Of all models, latest first."""
    project = found(request, Project.objects.all(), project_id)
    return version_lists.versions_of_project(
        person(request), project, base_model=base_model, search=search, cursor=cursor, limit=limit
    )


@router.get("/model-versions/{version_id}", response=VersionDetail)
@rule(Right.MODELS_VIEW)
def get_version(request: HttpRequest, version_id: int) -> Any:
    return shapes.version_detail(found(request, _VERSIONS.all(), version_id))


@router.get("/model-versions/{version_id}/manifest", response=ManifestOut)
@rule(Right.MODELS_VIEW)
def get_manifest(request: HttpRequest, version_id: int, part: str = "", offset: int = 0, limit: int = 100) -> Any:
    version = found(request, _VERSIONS.all(), version_id)
    return services.manifest(version, part=part, offset=offset, limit=limit)


@router.get("/model-versions/{version_id}/manifest.{kind}", response={200: None})
@rule(Right.MODELS_VIEW)
def export_manifest(request: HttpRequest, version_id: int, kind: Literal["csv", "json"], generation: int = 0) -> Any:
    """Every file with its hash. Generation 1 is the version whose weights it started from, and so on."""
    return lineage.export_manifest(found(request, _VERSIONS.all(), version_id), generation, kind)


@router.get("/model-versions/{version_id}/lineage", response=LineageOut)
@rule(Right.MODELS_VIEW)
def get_lineage(request: HttpRequest, version_id: int) -> Any:
    return lineage.lineage_out(found(request, _VERSIONS.all(), version_id), request.user)


@router.get("/model-versions/{version_id}/card.html", response={200: None})
@rule(Right.MODELS_VIEW)
def get_card(request: HttpRequest, version_id: int, download: bool = False) -> HttpResponse:
    return cards.card(request, found(request, _VERSIONS.all(), version_id), download=download)


@router.get("/models/{model_id}/history", response=Page[HistoryOut])
@rule(Right.MODELS_VIEW)
def list_history(request: HttpRequest, model_id: int, cursor: str = "", limit: int = 50) -> Any:
    return history.list_history(found(request, Model.objects.all(), model_id), cursor=cursor, limit=limit)


@router.get("/model-versions/{version_id}/bundle.zip", response={200: None})
@rule(Right.MODELS_VIEW)
def download_bundle(request: HttpRequest, version_id: int) -> FileResponse:
    return services.download_bundle(request, found(request, _VERSIONS.all(), version_id))


@router.get("/model-versions/{version_id}/certificate.json", response={200: None})
@rule(Right.MODELS_VIEW)
def download_certificate(request: HttpRequest, version_id: int) -> FileResponse:
    return files.download(found(request, _VERSIONS.all(), version_id), files.CERTIFICATE)


@router.post("/model-versions/{version_id}/predict", response=PredictionOut)
@rule(Right.MODELS_VIEW)
def predict(request: HttpRequest, version_id: int, image: File[UploadedFile]) -> Any:
    """Try it: one image in, the prediction out. Nothing is kept."""
    return trying.predict(found(request, _VERSIONS.all(), version_id), image)
