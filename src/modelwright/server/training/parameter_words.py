"""What can be wrong with a parameter: sentences that name the value, its bound, and what to do."""

import difflib
from typing import Final

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from modelwright.contract import catalogue
from modelwright.contract.parameters import Parameters
from modelwright.contract.tasks import Network
from modelwright.server.core import validation
from modelwright.server.core.errors import Sentence
from modelwright.server.training.json_text import Path

_SENTENCES: Final[dict[str, Sentence]] = {
    **validation.SENTENCES,
    "string_type": _("%(value)s must be a text in double quotes."),
    "tuple_type": _("%(value)s must be a list in square brackets."),
    "model_type": _("%(value)s must be a block in curly brackets."),
    "code_named_twice": _("The code “%(code)s” is in the list twice. Remove one."),
    "too_few_codes": _("The list has %(count)s codes, but the number of classes is %(wanted)s. Add codes or lower it."),
    "smallest_above_largest": _("The smallest size %(low)s is above the largest %(high)s."),
}
_OTHERWISE: Final = _("%(value)s is not accepted here.")


def unknown_network(name: str) -> str:
    known = ", ".join(entry.name for entry in catalogue.BASE_MODELS)
    return now("There is no base model “%(name)s”. Choose one of: %(known)s.") % {"name": name, "known": known}


def not_of_its_kind(name: str, network: Network) -> str:
    known = ", ".join(entry.name for entry in catalogue.BASE_MODELS if entry.network is network)
    return now("“%(name)s” is a base model of another kind. Choose one of: %(known)s.") % {"name": name, "known": known}


def problems_of(error: ValidationError) -> dict[Path, str]:
    """A sentence for each wrong value, by its path."""
    return {_path(item): _sentence(item) for item in error.errors(include_url=False)}


def _path(item: ErrorDetails) -> Path:
    """Rules about several values are shown at one of them."""
    field = item.get("ctx", {}).get("field")
    return (*item["loc"], field) if field else item["loc"]


def _sentence(item: ErrorDetails) -> str:
    if item["type"] == "extra_forbidden":
        return _unknown_name(item["loc"])
    return str(_SENTENCES.get(item["type"], _OTHERWISE)) % validation.values_of(item)


def _unknown_name(path: Path) -> str:
    name = str(path[-1])
    close = difflib.get_close_matches(name, _names_at(path[:-1]), n=1)
    if not close:
        return now("There is no parameter “%(name)s” here. Remove it.") % {"name": name}
    return now("There is no parameter “%(name)s” here. Did you mean “%(close)s”?") % {"name": name, "close": close[0]}


def _names_at(path: Path) -> list[str]:
    """The names of the parameters in the block at `path`."""
    block: type[BaseModel] = Parameters
    for name in path:
        field = block.model_fields.get(str(name))
        if field is None or not isinstance(field.annotation, type) or not issubclass(field.annotation, BaseModel):
            return []
        block = field.annotation
    return list(block.model_fields)
