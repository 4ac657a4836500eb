"""The base of every shape in the contract: closed and frozen, so that a misspelt key is an error that names it."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def field(default: Any, title: str, hint: str, *, unit: str = "", advanced: bool = False, **bounds: Any) -> Any:
    """A parameter that a person edits: its default, bounds, unit and English words, stated here and nowhere else.

    The form is made from the JSON schema: `title`, `description`, `unit` and `advanced` (folded away) travel in it,
    and the server translates the words on the way out.
    """
    return Field(
        default, title=title, description=hint, json_schema_extra={"unit": unit, "advanced": advanced}, **bounds
    )
