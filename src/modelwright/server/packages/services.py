"""What can be trained: the catalogue of the contract, in the person's language."""

from typing import Any

from django.utils.translation import gettext

from modelwright.contract.catalogue import BASE_MODELS, BaseModel, base_model
from modelwright.server.core.errors import NotFound

_DEFAULT = BASE_MODELS[0]


def list_base_models() -> list[dict[str, Any]]:
    return [_shown(entry) for entry in BASE_MODELS]


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
        "version": f"v{entry.version}.0",
        "summary": gettext(entry.summary),
        "defaults": entry.parameters().model_dump(mode="json"),
        "is_default": entry == _DEFAULT,
    }
