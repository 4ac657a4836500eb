"""Which base models a task trains, and the values that a template starts with."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from modelwright.contract import catalogue
from modelwright.contract.parameters import Parameters
from modelwright.contract.tasks import MAIN_NETWORK, NETWORKS, Network, Task
from modelwright.server.core.errors import Invalid, NotFound
from modelwright.server.training.parameter_words import not_of_its_kind, unknown_network


def base_model_for(network: Network, name: str) -> catalogue.BaseModel:
    """The catalogue's entry, or the network's default where no name is given.

    Raises NotFound with the names that there are, Invalid for a network of another kind.
    """
    entry = known_base_model(name or catalogue.DEFAULT_BASE_MODELS[network])
    if entry.network is not network:
        sentence = not_of_its_kind(entry.name, network)
        raise Invalid(sentence, fields={"base_model": sentence})
    return entry


def defaults_of(task: Task, base_model: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a template of the task starts with: each of its networks as its base model likes it.

    `values` may name the second network's base model, which has a say in its own blocks only. Not to be changed: who asks
    for the same gets the same.
    """
    main = MAIN_NETWORK[task]
    return _started_with(
        task, *(base_model if network is main else name_in(values, network) for network in NETWORKS[task])
    )


@lru_cache(maxsize=256)
def _started_with(task: Task, *base_models: str) -> dict[str, Any]:
    """Of the task's networks, in order."""
    defaults = Parameters().model_dump(mode="json")
    for network, base_model in zip(NETWORKS[task], base_models, strict=True):
        liked, is_main = _liked_by(base_model), network is MAIN_NETWORK[task]
        own = {block: of for block, of in liked.items() if is_main or block in ("model", "training")}
        defaults = catalogue.merge(defaults, own)
    return defaults


def _liked_by(base_model: str) -> dict[str, Any]:
    try:
        return catalogue.base_model(base_model).defaults
    except KeyError:
        return {}  # the check names it


def name_in(values: Mapping[str, Any], network: Network) -> str:
    """The base model that values, full or partial, name for a network; else the default one."""
    place: Any = values
    for name in ("model", network.value, "name"):
        place = place.get(name) if isinstance(place, Mapping) else None
    return place if isinstance(place, str) else catalogue.DEFAULT_BASE_MODELS[network]


def known_base_model(name: str) -> catalogue.BaseModel:
    """Raises NotFound with the names that there are."""
    try:
        return catalogue.base_model(name)
    except KeyError as error:
        raise NotFound(unknown_network(name)) from error
