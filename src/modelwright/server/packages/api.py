"""Routes of base models."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from modelwright.contract.tasks import Network, Task
from modelwright.server.accounts.rights import Access, rule
from modelwright.server.packages import services
from modelwright.server.packages.schemas import BaseModelOut

router = Router(tags=["base models"])


@router.get("/base-models", response=list[BaseModelOut])
@rule(Access.SIGNED_IN)
def list_base_models(request: HttpRequest, task: Task | None = None, network: Network | None = None) -> Any:
    return services.list_base_models(task, network)


@router.get("/base-models/{name}", response=BaseModelOut)
@rule(Access.SIGNED_IN)
def get_base_model(request: HttpRequest, name: str) -> Any:
    return services.get_base_model(name)
