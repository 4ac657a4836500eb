"""Where in the production environment a model is used (E42, E64): as datasets, one place or several side by side."""

from collections.abc import Sequence
from typing import Any, Final

from modelwright.server.core.errors import Invalid
from modelwright.server.datasets import environment
from modelwright.server.datasets.models import Dataset
from modelwright.server.masterdata.models import Node, NodeQuerySet
from modelwright.server.masterdata.usage import Usage
from modelwright.server.registry.lineage import Lineage
from modelwright.server.registry.models import Model, ModelQuerySet

_NAMED: Final = 5


def within(rows: ModelQuerySet, key: int) -> ModelQuerySet:
    """Models of the place or of any place below it. Raises NotFound."""
    return rows.filter(
        pk__in=Model.environment.through.objects.filter(node__in=environment.nodes_within(key)).values("model")
    )


def inherited(lineage: Lineage) -> list[Node]:
    """The places of the training data, where they are ones that a thing may be bound to; else none."""
    used = [of.dataset_id for of in lineage.datasets if of.purpose == "training"]
    places = Dataset.environment.through.objects.filter(dataset__in=used).values_list("node", flat=True)
    try:
        return environment.chosen(list(places))
    except Invalid:
        return []


def still_there(keys: Sequence[int]) -> list[Node]:
    """The places that were chosen earlier, as far as they still are ones that a thing may be bound to; else none."""
    try:
        return environment.chosen(list(Node.objects.filter(pk__in=keys).values_list("pk", flat=True)))
    except Invalid:
        return []


def users_of(nodes: NodeQuerySet) -> Usage:
    """The models that belong to these places, for who wants to remove them."""
    bound = Model.objects.filter(environment__in=nodes).distinct().order_by("name")
    return Usage("models", bound.count(), list(bound.values_list("name", flat=True)[:_NAMED]))


def chosen(keys: list[int]) -> list[Node]:
    """Raises Invalid unless they are one place, or several of the last level side by side."""
    return environment.chosen(keys)


def places_of(models: list[Model]) -> dict[int, list[Any]]:
    return environment.places_of(models)
