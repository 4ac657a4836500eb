"""Route of runs beside each other."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Right, found, rule
from modelwright.server.training import comparisons
from modelwright.server.training.schemas_comparison import ComparisonOut

router = Router(tags=["training"])


@router.get("/projects/{project_id}/comparison", response=ComparisonOut)
@rule(Right.PROCESSES_VIEW)
def compare_runs(request: HttpRequest, project_id: int, runs: str = "", base: int | None = None) -> Any:
    """`runs`: ids of processes, separated by commas; their latest attempts are compared with that of `base`, else of the
    first. Those that cannot be shown are named in `missing`."""
    project = found(request, Project.objects.all(), project_id)
    return comparisons.compare(request.user, project, runs=runs, base=base)
