"""Routes of the storage: what takes room, and the clean-up."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from modelwright.server.accounts.rights import Right, person, rule
from modelwright.server.training import storage
from modelwright.server.training.schemas_storage import CleanUpIn, CleanUpOut, StorageOut

router = Router(tags=["storage"])


@router.get("/storage", response=StorageOut)
@rule(Right.MACHINES_VIEW)
def get_storage(request: HttpRequest) -> Any:
    return storage.storage_out()


@router.post("/storage/cleanup", response=CleanUpOut)
@rule(Right.MACHINES_MANAGE)
def clean_up(request: HttpRequest, body: CleanUpIn) -> Any:
    """With `dry_run`, what would be freed."""
    return storage.clean_up(person(request), **body.model_dump())
