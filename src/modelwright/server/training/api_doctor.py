"""Routes of the failure doctor."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from modelwright.server.accounts.rights import Right, found, rule
from modelwright.server.training import diagnosis, remedies
from modelwright.server.training.models import Process
from modelwright.server.training.schemas_doctor import DiagnosisOut, RemedyIn
from modelwright.server.training.schemas_processes import ProcessOut

router = Router(tags=["training"])


@router.get("/processes/{process_id}/failure", response=DiagnosisOut | None)
@rule(Right.PROCESSES_VIEW)
def get_failure(request: HttpRequest, process_id: int) -> Any:
    """Null while the latest attempt has not failed."""
    return diagnosis.diagnosis(request.user, found(request, Process.objects.all(), process_id))


@router.post("/processes/{process_id}/remedy", response=ProcessOut)
@rule(Right.PROCESSES_MANAGE)
def apply_remedy(request: HttpRequest, process_id: int, body: RemedyIn) -> Any:
    """Starts the next attempt with what the remedy changes; the template stays, unless asked otherwise."""
    process = found(request, Process.objects.all(), process_id)
    return remedies.apply_remedy(request.user, process, body.name, keep_in_template=body.keep_in_template)
