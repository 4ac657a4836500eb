"""Routes of the production environment's tree."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from modelwright.server.accounts.rights import Right, person, rule
from modelwright.server.core.schemas import Page
from modelwright.server.masterdata import nodes, tree
from modelwright.server.masterdata.models import Node
from modelwright.server.masterdata.rows import one
from modelwright.server.masterdata.schemas import (
    AddedOut,
    ConfirmedRemovalIn,
    MoveIn,
    NodeEdit,
    NodeOut,
    NodesIn,
    RemovalIn,
    RemovalOut,
)

router = Router(tags=["environment"])


@router.get("/environment/nodes", response=Page[NodeOut])
@rule(Right.MASTER_DATA_VIEW)
def list_nodes(
    request: HttpRequest,
    industry: int,
    parent: int | None = None,
    search: str = "",
    level: int | None = None,
    cursor: str = "",
    limit: int = 200,
) -> Any:
    """Children of the parent, or the top; with `search` or `level` everything below that fits."""
    return nodes.list_nodes(
        industry_id=industry, parent_id=parent, search=search, level=level, cursor=cursor, limit=limit
    )


@router.get("/environment/nodes/{node}", response=NodeOut)
@rule(Right.MASTER_DATA_VIEW)
def get_node(request: HttpRequest, node: int) -> Any:
    return tree.node_out(node)


@router.post("/environment/nodes", response={200: AddedOut, 201: AddedOut})
@rule(Right.MASTER_DATA_CREATE)
def add_nodes(request: HttpRequest, body: NodesIn, dry_run: bool = False) -> Any:
    """Several names below several parents at once; `dry_run` only counts."""
    return Status(200 if dry_run else 201, tree.add_nodes(person(request), body, dry_run=dry_run))


@router.patch("/environment/nodes/{node}", response=NodeOut)
@rule(Right.MASTER_DATA_EDIT)
def rename_node(request: HttpRequest, node: int, body: NodeEdit) -> Any:
    return tree.rename_node(person(request), one(Node.objects.all(), node), body)


@router.post("/environment/moves", response=list[NodeOut])
@rule(Right.MASTER_DATA_EDIT)
def move_nodes(request: HttpRequest, body: MoveIn) -> Any:
    return tree.move_nodes(person(request), body)


@router.post("/environment/removals/count", response=RemovalOut)
@rule(Right.MASTER_DATA_DELETE)
def count_removal(request: HttpRequest, body: RemovalIn) -> Any:
    """What would go: changes nothing."""
    return tree.count_removal(body.ids)


@router.post("/environment/removals", response=RemovalOut)
@rule(Right.MASTER_DATA_DELETE)
def remove_nodes(request: HttpRequest, body: ConfirmedRemovalIn) -> Any:
    return tree.remove_nodes(person(request), body)
