"""Routes of the overview."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Right, found, person, rule
from modelwright.server.core.schemas import Page
from modelwright.server.overview import coverage, services
from modelwright.server.overview.schemas import CoverageOut, OverviewOut, Whose

router = Router(tags=["overview"])


@router.get("/projects/{project_id}/overview", response=OverviewOut)
@rule(Right.PROJECTS_VIEW)
def get_overview(request: HttpRequest, project_id: int, whose: Whose = Whose.MINE, timezone: str = "UTC") -> Any:
    """Own numbers; administrators may ask for everyone's. Days begin at midnight of the named time zone."""
    project = found(request, Project.objects.all(), project_id)
    return services.overview(person(request), project, whose=whose, zone_name=timezone)


@router.get("/projects/{project_id}/coverage", response=Page[CoverageOut])
@rule(Right.PROJECTS_VIEW)
def get_coverage(
    request: HttpRequest,
    project_id: int,
    whose: Whose = Whose.MINE,
    parent_id: int | None = None,
    cursor: str = "",
    limit: int = 100,
) -> Any:
    """The topmost places of the production environment, or those below one, with what the project has for them."""
    project = found(request, Project.objects.all(), project_id)
    return coverage.coverage(person(request), project, whose=whose, parent_id=parent_id, cursor=cursor, limit=limit)
