"""Coverage by place: how many samples and which models there are for each place of the production environment."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project, User
from modelwright.server.core.errors import NotFound
from modelwright.server.core.pagination import page
from modelwright.server.datasets.models import DataPath, Dataset
from modelwright.server.masterdata.models import Industry, Node
from modelwright.server.masterdata.nodes import nodes_out
from modelwright.server.overview.schemas import Whose
from modelwright.server.overview.services import check_whose, models_of, weakest_of
from modelwright.server.registry.models import Model
from modelwright.server.registry.shapes import models_out
from modelwright.server.training.models import Template

_SORTS: Final = {"name": "sorting_key"}


class _Found(NamedTuple):
    """What the project has: images of each dataset, datasets of each place, models trained on each dataset."""

    images: dict[int, int]
    places: list[tuple[int, Node]]
    models: dict[int, list[dict[str, Any]]]


def coverage(
    user: User, project: Project, *, whose: Whose, parent_id: int | None, cursor: str, limit: int
) -> dict[str, Any]:
    """The places below one, or the topmost of the default industry. A dataset of several places counts at each of them."""
    check_whose(user, whose)
    if parent_id is not None and not Node.objects.filter(pk=parent_id).exists():
        raise NotFound(_("This place does not exist any more. Choose another one."))
    industry = Industry.objects.filter(is_default=True).first()
    rows = Node.objects.filter(industry=industry, parent_id=parent_id).select_related("level")
    found = _found(project, None if whose is Whose.EVERYONES else user)
    return page(rows, sort="name", sorts=_SORTS, cursor=cursor, limit=limit, show=lambda nodes: _covered(nodes, found))


def _covered(nodes: list[Node], found: _Found) -> list[dict[str, Any]]:
    here: dict[int, set[int]] = defaultdict(set)
    for dataset_id, place in found.places:
        for key in (*place.ancestor_ids, place.pk):
            here[key].add(dataset_id)
    return [
        {**{name: row[name] for name in ("id", "name", "level_name", "children")}, **_numbers(here[row["id"]], found)}
        for row in nodes_out(nodes)
    ]


def _numbers(datasets: set[int], found: _Found) -> dict[str, Any]:
    models = {model["id"]: model for dataset in datasets for model in found.models.get(dataset, ())}
    latest = [model["latest"] for model in models.values()]
    return {
        "datasets": len(datasets),
        "samples": sum(found.images.get(dataset, 0) for dataset in datasets),
        "models": len(models),
        "weakest": weakest_of(latest),
        "evaluated_at": max((version["published_at"] for version in latest), default=None),
    }


def _found(project: Project, user: User | None) -> _Found:
    bound = Dataset.environment.through.objects.filter(dataset__project=project).select_related("node")
    counted = DataPath.objects.filter(dataset__project=project).values_list("dataset").annotate(Sum("images"))
    return _Found(
        images=dict(counted),
        places=[(row.dataset_id, row.node) for row in bound],
        models=_models_by_dataset(models_of(project, user)),
    )


def _models_by_dataset(models: Iterable[Model]) -> dict[int, list[dict[str, Any]]]:
    """By what the template that the latest version came from is trained on."""
    shown = [model for model in models_out(list(models)) if model["latest"]]
    templates = {model["latest"]["source"].get("template_id") for model in shown}
    learned = defaultdict(list)
    for template_id, dataset_id in Template.training_datasets.through.objects.filter(
        template__in=[key for key in templates if key]
    ).values_list("template_id", "dataset_id"):
        learned[template_id].append(dataset_id)
    by_dataset: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for model in shown:
        for dataset_id in learned[model["latest"]["source"].get("template_id")]:
            by_dataset[dataset_id].append(model)
    return by_dataset
