"""What can be trained: the catalogue of the contract, in the person's language."""

from typing import Any

from django.utils.translation import gettext

from modelwright.contract.catalogue import BASE_MODELS, DEFAULT_BASE_MODELS, BaseModel, base_model
from modelwright.contract.tasks import Network, Task
from modelwright.server.core.errors import NotFound


def list_base_models(task: Task | None, network: Network | None) -> list[dict[str, Any]]:
    """All of them, those that can be a task's main network, or those of one kind of network."""
    fitting = [entry for entry in BASE_MODELS if task is None or task in entry.tasks]
    return [_shown(entry) for entry in fitting if network is None or network is entry.network]


def get_base_model(name: str) -> dict[str, Any]:
    """By name in any case of letters. Raises NotFound with the names that there are."""
    try:
        return _shown(base_model(name))
    except KeyError as error:
        sentence = gettext("There is no base model “%(name)s”. Choose one of: %(known)s.")
        known = ", ".join(entry.name for entry in BASE_MODELS)
        raise NotFound(sentence % {"name": name, "known": known}) from error


def _shown(entry: BaseModel) -> dict[str, Any]:
    return {
        **entry.model_dump(mode="json", exclude={"timm_name", "version", "summary", "defaults"}),
        "tasks": entry.tasks,
        "version": f"v{entry.version}.0",
        "summary": gettext(entry.summary),
        "defaults": entry.parameters().model_dump(mode="json"),
        "is_default": entry.name == DEFAULT_BASE_MODELS[entry.network],
    }
