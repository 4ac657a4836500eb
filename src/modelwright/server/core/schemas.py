"""Shapes that every app's API shares."""

from typing import Annotated, Generic, TypeVar

from ninja import Schema
from pydantic import Field

Item = TypeVar("Item")
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
"""A row's key as a request names it: no more than databases can compare with."""


class Page(Schema, Generic[Item]):
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


class PersonOut(Schema):
    id: int
    username: str
    name: str = ""

    @staticmethod
    def resolve_name(user: object) -> str:
        """Of a user; an answer that was made already keeps the name that it has."""
        return user.get_full_name() if hasattr(user, "get_full_name") else getattr(user, "name", "")
