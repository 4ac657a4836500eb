"""Shapes that every app's API shares."""

from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field, ModelWrapValidatorHandler, ValidationInfo, model_validator

Item = TypeVar("Item")
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
"""A row's key as a request names it: no more than databases can compare with."""


class Shaped(Schema):
    """What a service has shaped already: a dictionary or an instance is taken as it is. Ninja's own way looks each value up
    through a wrapper that knows rows and resolvers, which takes a third of the time of a list. Rows still go that way."""

    @model_validator(mode="wrap")
    @classmethod
    def _run_root_validator(cls, values: Any, handler: ModelWrapValidatorHandler[Any], info: ValidationInfo) -> Any:
        if isinstance(values, dict | cls):
            return handler(values)
        return super()._run_root_validator(values, handler, info)  # type: ignore[operator] # a method once the class is made


class Page(Shaped, Generic[Item]):
    """One keyset page; `next` goes back as `cursor` to get the next, null at the end."""

    items: list[Item]
    next: str | None
    total: int


class FieldError(Schema):
    path: str
    message: str
    line: int | None = None
    column: int | None = None


class ErrorOut(Schema):
    code: str
    message: str
    fields: list[FieldError] = []
    detail: dict[str, object] = {}


class PersonOut(Shaped):
    id: int
    username: str
    name: str = ""

    @staticmethod
    def resolve_name(user: object) -> str:
        """Of a user; what was shaped already keeps the name that it has."""
        return user.get_full_name() if hasattr(user, "get_full_name") else getattr(user, "name", "")


def person_out(user: Any) -> dict[str, Any] | None:
    """A user, or nobody, in the shape of `PersonOut`: for lists, where the way of rows takes long."""
    return {"id": user.pk, "username": user.username, "name": user.get_full_name()} if user else None
