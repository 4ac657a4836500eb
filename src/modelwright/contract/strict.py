"""The base of every shape in the contract: closed and frozen, so that a misspelt key is an error that names it."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from modelwright.contract.tasks import Network


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def field(
    default: Any,
    title: str,
    hint: str,
    *,
    unit: str = "",
    advanced: bool = False,
    networks: tuple[Network, ...] = (),
    **bounds: Any,
) -> Any:
    """A parameter that a person edits: its default, bounds, unit and English words, stated here and nowhere else.

    The form is made from the JSON schema: `title`, `description`, `unit`, `advanced` (folded away) and `networks` (those
    that it concerns; empty: all) travel in it, and the server translates the words on the way out.
    """
    extra: dict[str, Any] = {"unit": unit, "advanced": advanced, "networks": [network.value for network in networks]}
    return Field(default, title=title, description=hint, json_schema_extra=extra, **bounds)


def block(default: Any, title: str, *, networks: tuple[Network, ...] = ()) -> Any:
    """A block of parameters under a heading of its own."""
    return Field(default, title=title, json_schema_extra={"networks": [network.value for network in networks]})
