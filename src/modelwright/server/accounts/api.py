"""Routes of sessions, the own account and projects."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from modelwright.server.accounts import members, projects, services
from modelwright.server.accounts.bearer import TokenAuth, anybody
from modelwright.server.accounts.csrf import WithToken
from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Access, Right, found, person, rule
from modelwright.server.accounts.schemas import (
    AccountIn,
    AccountOut,
    MemberIn,
    MemberOut,
    OneTimeIn,
    PasswordIn,
    ProjectEdit,
    ProjectIn,
    ProjectOut,
    SessionOut,
    SignInIn,
)
from modelwright.server.core.schemas import Page, PersonOut

router = Router(tags=["accounts"])


@router.get("/session", response=SessionOut, auth=[TokenAuth(), anybody])
@rule(Access.PUBLIC)
def get_session(request: HttpRequest) -> Any:
    return services.session_of(request)


@router.post("/session", response=SessionOut, auth=WithToken())
@rule(Access.PUBLIC)
def sign_in(request: HttpRequest, body: SignInIn) -> Any:
    services.sign_in(request, body.username, body.password)
    return services.session_of(request)


@router.post("/session/one-time", response=SessionOut, auth=WithToken())
@rule(Access.PUBLIC)
def sign_in_once(request: HttpRequest, body: OneTimeIn) -> Any:
    services.sign_in_once(request, body.token)
    return services.session_of(request)


@router.delete("/session", response={204: None})
@rule(Access.ACCOUNT)
def sign_out(request: HttpRequest) -> Any:
    services.sign_out(request)
    return Status(204, None)


@router.patch("/account", response=AccountOut)
@rule(Access.ACCOUNT)
def edit_account(request: HttpRequest, body: AccountIn) -> Any:
    return services.edit_account(person(request), body.model_dump(exclude_unset=True))


@router.post("/account/password", response={204: None})
@rule(Access.ACCOUNT)
def change_password(request: HttpRequest, body: PasswordIn) -> Any:
    """Ends every session and token of the person (E16)."""
    services.change_password(request, body.current, body.new)
    return Status(204, None)


@router.get("/projects", response=Page[ProjectOut])
@rule(Access.SIGNED_IN)
def list_projects(request: HttpRequest, search: str = "", cursor: str = "", limit: int = 50) -> Any:
    return projects.list_projects(person(request), search=search, cursor=cursor, limit=limit)


@router.post("/projects", response={201: ProjectOut})
@rule(Right.PROJECTS_CREATE)
def create_project(request: HttpRequest, body: ProjectIn) -> Any:
    return Status(201, projects.create_project(person(request), body.name, body.description))


@router.get("/projects/{project_id}", response=ProjectOut)
@rule(Right.PROJECTS_VIEW)
def get_project(request: HttpRequest, project_id: int) -> Any:
    return projects.project_with_counts(person(request), found(request, Project.objects.all(), project_id))


@router.patch("/projects/{project_id}", response=ProjectOut)
@rule(Right.PROJECTS_EDIT)
def edit_project(request: HttpRequest, project_id: int, body: ProjectEdit) -> Any:
    project = found(request, Project.objects.all(), project_id)
    return projects.edit_project(person(request), project, body.model_dump(exclude_unset=True))


@router.delete("/projects/{project_id}", response={204: None})
@rule(Right.PROJECTS_DELETE)
def delete_project(request: HttpRequest, project_id: int) -> Any:
    projects.delete_project(person(request), found(request, Project.objects.all(), project_id))
    return Status(204, None)


@router.get("/projects/{project_id}/members", response=Page[MemberOut])
@rule(Right.PROJECTS_VIEW)
def list_members(request: HttpRequest, project_id: int, search: str = "", cursor: str = "", limit: int = 50) -> Any:
    """For whom the project exists. Administrators see all projects, and are not in the list for that."""
    project = found(request, Project.objects.all(), project_id)
    return members.list_members(project, search=search, cursor=cursor, limit=limit)


@router.get("/projects/{project_id}/candidates", response=Page[PersonOut])
@rule(Right.PROJECTS_MANAGE)
def list_candidates(request: HttpRequest, project_id: int, search: str = "", cursor: str = "", limit: int = 50) -> Any:
    """Who could be added."""
    project = found(request, Project.objects.all(), project_id)
    return members.list_candidates(project, search=search, cursor=cursor, limit=limit)


@router.post("/projects/{project_id}/members", response={201: MemberOut})
@rule(Right.PROJECTS_MANAGE)
def add_member(request: HttpRequest, project_id: int, body: MemberIn) -> Any:
    project = found(request, Project.objects.all(), project_id)
    return Status(201, members.add_member(person(request), project, body.user_id))


@router.delete("/projects/{project_id}/members/{user_id}", response={204: None})
@rule(Right.PROJECTS_MANAGE)
def remove_member(request: HttpRequest, project_id: int, user_id: int) -> Any:
    project = found(request, Project.objects.all(), project_id)
    members.remove_member(person(request), project, user_id)
    return Status(204, None)
