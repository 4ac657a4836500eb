"""Routes of target machines."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from modelwright.server.accounts.rights import Access, rule
from modelwright.server.jobs import services
from modelwright.server.jobs.schemas import MachineOut

router = Router(tags=["machines"])


@router.get("/machines", response=list[MachineOut])
@rule(Access.SIGNED_IN)
def list_machines(request: HttpRequest) -> Any:
    return services.list_machines()
