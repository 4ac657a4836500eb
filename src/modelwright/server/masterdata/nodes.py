"""The environment's tree, read: children when a place is opened, and the search."""

from typing import Any, Final

from django.db.models import Count

from modelwright.server.core.pagination import page
from modelwright.server.masterdata.models import Node, NodeQuerySet
from modelwright.server.masterdata.names import folded
from modelwright.server.masterdata.schemas import Shown

_SORTS: Final = {"name": "sorting_key"}


def list_nodes(
    *, industry_id: int, parent_id: int | None, search: str, level: int | None, cursor: str, limit: int
) -> Shown:
    """A place's children, or those at the top; with a search or a level, what there is of it anywhere below."""
    rows = Node.objects.filter(industry_id=industry_id)
    if wanted := folded(search.strip()):
        rows = rows.filter(folded__contains=wanted)
    if level is not None:
        rows = rows.filter(level__number=level)
    is_flat = bool(wanted) or level is not None
    rows = _below(rows, parent_id) if is_flat else rows.filter(parent_id=parent_id)
    return page(rows.select_related("level"), sort="name", sorts=_SORTS, cursor=cursor, limit=limit, show=nodes_out)


def nodes_out(nodes: list[Node]) -> list[Shown]:
    """In two queries however many there are."""
    names = _names({key for node in nodes for key in node.ancestor_ids})
    counted = Node.objects.filter(parent__in=nodes).order_by().values_list("parent").annotate(Count("pk"))
    children = dict(counted)
    return [
        {
            **{name: getattr(node, name) for name in ("id", "industry_id", "parent_id", "name", "modified_at")},
            "level": node.level.number,
            "level_name": node.level.name,
            "children": children.get(node.pk, 0),
            "ancestors": [{"id": key, "name": names[key]} for key in node.ancestor_ids if key in names],
        }
        for node in nodes
    ]


def _below(rows: NodeQuerySet, parent_id: int | None) -> NodeQuerySet:
    parent = Node.objects.filter(pk=parent_id).first() if parent_id is not None else None
    if parent_id is None:
        return rows
    return rows.below(parent) if parent else rows.none()


def _names(keys: set[int]) -> dict[int, Any]:
    return dict(Node.objects.filter(pk__in=keys).values_list("pk", "name"))
