"""Routes of industries, task types, compute profiles and the first-use guide."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from modelwright.server.accounts.rights import Right, person, rule
from modelwright.server.core.schemas import Page
from modelwright.server.masterdata import guide, industries, profiles, task_types
from modelwright.server.masterdata.models import ComputeProfile, Industry, TaskType
from modelwright.server.masterdata.rows import one
from modelwright.server.masterdata.schemas import (
    GuideOut,
    IndustryEdit,
    IndustryIn,
    IndustryOut,
    LevelsIn,
    ProfileEdit,
    ProfileIn,
    ProfileOut,
    TaskTypeEdit,
    TaskTypeIn,
    TaskTypeOut,
)

router = Router(tags=["master data"])


@router.get("/industries", response=Page[IndustryOut])
@rule(Right.MASTER_DATA_VIEW)
def list_industries(request: HttpRequest, search: str = "", cursor: str = "", limit: int = 100) -> Any:
    return industries.list_industries(search=search, cursor=cursor, limit=limit)


@router.post("/industries", response={201: IndustryOut})
@rule(Right.MASTER_DATA_CREATE)
def create_industry(request: HttpRequest, body: IndustryIn) -> Any:
    return Status(201, industries.create_industry(person(request), body))


@router.patch("/industries/{industry}", response=IndustryOut)
@rule(Right.MASTER_DATA_EDIT)
def rename_industry(request: HttpRequest, industry: int, body: IndustryEdit) -> Any:
    return industries.rename_industry(person(request), one(Industry.objects.all(), industry), body)


@router.post("/industries/{industry}/default", response=IndustryOut)
@rule(Right.MASTER_DATA_EDIT)
def make_default_industry(request: HttpRequest, industry: int) -> Any:
    return industries.make_default(person(request), one(Industry.objects.all(), industry))


@router.put("/industries/{industry}/levels", response=IndustryOut)
@rule(Right.MASTER_DATA_EDIT)
def set_levels(request: HttpRequest, industry: int, body: LevelsIn) -> Any:
    return industries.set_levels(person(request), one(Industry.objects.all(), industry), body)


@router.delete("/industries/{industry}", response={204: None})
@rule(Right.MASTER_DATA_DELETE)
def delete_industry(request: HttpRequest, industry: int) -> Any:
    industries.delete_industry(person(request), one(Industry.objects.all(), industry))
    return Status(204, None)


@router.get("/task-types", response=Page[TaskTypeOut])
@rule(Right.MASTER_DATA_VIEW)
def list_task_types(request: HttpRequest, cursor: str = "", limit: int = 100) -> Any:
    return task_types.list_task_types(cursor=cursor, limit=limit)


@router.post("/task-types", response={201: TaskTypeOut})
@rule(Right.MASTER_DATA_CREATE)
def create_task_type(request: HttpRequest, body: TaskTypeIn) -> Any:
    return Status(201, task_types.create_task_type(person(request), body))


@router.patch("/task-types/{task_type}", response=TaskTypeOut)
@rule(Right.MASTER_DATA_EDIT)
def rename_task_type(request: HttpRequest, task_type: int, body: TaskTypeEdit) -> Any:
    return task_types.rename_task_type(person(request), one(TaskType.objects.all(), task_type), body)


@router.delete("/task-types/{task_type}", response={204: None})
@rule(Right.MASTER_DATA_DELETE)
def delete_task_type(request: HttpRequest, task_type: int) -> Any:
    task_types.delete_task_type(person(request), one(TaskType.objects.all(), task_type))
    return Status(204, None)


@router.get("/compute-profiles", response=Page[ProfileOut])
@rule(Right.MASTER_DATA_VIEW)
def list_compute_profiles(
    request: HttpRequest, search: str = "", sort: str = "name", cursor: str = "", limit: int = 100
) -> Any:
    return profiles.list_profiles(search=search, sort=sort, cursor=cursor, limit=limit)


@router.post("/compute-profiles", response={201: ProfileOut})
@rule(Right.MASTER_DATA_CREATE)
def create_compute_profile(request: HttpRequest, body: ProfileIn) -> Any:
    return Status(201, profiles.create_profile(person(request), body))


@router.get("/compute-profiles/{profile}", response=ProfileOut)
@rule(Right.MASTER_DATA_VIEW)
def get_compute_profile(request: HttpRequest, profile: int) -> Any:
    return one(ComputeProfile.objects.all(), profile)


@router.patch("/compute-profiles/{profile}", response=ProfileOut)
@rule(Right.MASTER_DATA_EDIT)
def edit_compute_profile(request: HttpRequest, profile: int, body: ProfileEdit) -> Any:
    return profiles.edit_profile(person(request), one(ComputeProfile.objects.all(), profile), body)


@router.delete("/compute-profiles/{profile}", response={204: None})
@rule(Right.MASTER_DATA_DELETE)
def delete_compute_profile(request: HttpRequest, profile: int) -> Any:
    profiles.delete_profile(person(request), one(ComputeProfile.objects.all(), profile))
    return Status(204, None)


@router.get("/guide", response=GuideOut)
@rule(Right.MASTER_DATA_EDIT)
def get_guide(request: HttpRequest) -> Any:
    return guide.guide_of(person(request))


@router.post("/guide/dismissal", response=GuideOut)
@rule(Right.MASTER_DATA_EDIT)
def dismiss_guide(request: HttpRequest) -> Any:
    return guide.dismiss(person(request))


@router.delete("/guide/dismissal", response=GuideOut)
@rule(Right.MASTER_DATA_EDIT)
def bring_back_guide(request: HttpRequest) -> Any:
    return guide.bring_back(person(request))
