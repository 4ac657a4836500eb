"""Routes of the overview."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Right, found, person, rule
from modelwright.server.overview import services
from modelwright.server.overview.schemas import OverviewOut, Whose

router = Router(tags=["overview"])


@router.get("/projects/{project_id}/overview", response=OverviewOut)
@rule(Right.PROJECTS_VIEW)
def get_overview(request: HttpRequest, project_id: int, whose: Whose = Whose.MINE, timezone: str = "UTC") -> Any:
    """Own numbers; administrators may ask for everyone's. Days begin at midnight of the named time zone."""
    project = found(request, Project.objects.all(), project_id)
    return services.overview(person(request), project, whose=whose, zone_name=timezone)
