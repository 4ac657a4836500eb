"""Where in the production environment a dataset belongs (E27, E28): one place, or several of the last level side by side."""

from collections.abc import Iterable
from typing import Any, Final, Protocol

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Invalid, NotFound, Sentence
from modelwright.server.datasets.models import Dataset
from modelwright.server.datasets.schemas import PlaceNameOut, PlaceOut
from modelwright.server.masterdata.models import Level, Node, NodeQuerySet
from modelwright.server.masterdata.usage import Usage

_NAMED: Final = 5


def chosen(keys: list[int]) -> list[Node]:
    """The nodes with these keys. Raises Invalid unless they are one node, or several of the last level below one parent."""
    nodes = list(Node.objects.filter(pk__in=keys).select_related("level").order_by("sorting_key", "pk"))
    if len(nodes) < len(set(keys)):
        raise _refused(_("A chosen place does not exist any more. Choose again."))
    if len(nodes) > 1:
        _check_several(nodes)
    return nodes


def _check_several(nodes: list[Node]) -> None:
    last = Level.objects.filter(industry=nodes[0].industry_id).aggregate(last=Max("number"))["last"]
    if len({node.parent_id for node in nodes}) > 1 or len({node.industry_id for node in nodes}) > 1:
        raise _refused(_("Several places must lie below the same one. Choose places side by side."))
    if any(node.level.number != last for node in nodes):
        raise _refused(_("Only of the last level several places can be chosen. Choose one."))


def within(rows: "QuerySet[Dataset]", key: int) -> "QuerySet[Dataset]":
    """Datasets of the node or of any place below it (E33). Raises NotFound."""
    return rows.filter(pk__in=Dataset.environment.through.objects.filter(node__in=nodes_within(key)).values("dataset"))


def nodes_within(key: int) -> NodeQuerySet:
    """The node and all below it. Raises NotFound."""
    node = Node.objects.filter(pk=key).first()
    if node is None:
        raise NotFound(_("This place does not exist any more. Choose another one."))
    return Node.objects.within(node)


class Placed(Protocol):
    """A row that belongs to places, such as a dataset or a model."""

    pk: int
    environment: Any


def places_of(rows: Iterable[Placed]) -> dict[int, list[PlaceOut]]:
    """The places of each row, whose `environment` is fetched; their names from the root, in one query for all."""
    bound = {row.pk: sorted(row.environment.all(), key=lambda node: node.sorting_key) for row in rows}
    above = {key for nodes in bound.values() for node in nodes for key in node.ancestor_ids}
    names = dict(Node.objects.filter(pk__in=above).values_list("pk", "name")) if above else {}
    return {
        key: [
            PlaceOut(
                id=node.pk,
                name=node.name,
                ancestors=[PlaceNameOut(id=pk, name=names[pk]) for pk in node.ancestor_ids if pk in names],
            )
            for node in nodes
        ]
        for key, nodes in bound.items()
    }


def users_of(nodes: NodeQuerySet) -> Usage:
    """The datasets that belong to these places, for who wants to remove them."""
    bound = Dataset.objects.filter(environment__in=nodes).distinct().order_by("name")
    return Usage("datasets", bound.count(), list(bound.values_list("name", flat=True)[:_NAMED]))


def _refused(sentence: Sentence) -> Invalid:
    return Invalid(sentence, fields={"environment": sentence})
