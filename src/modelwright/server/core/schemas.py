"""Shapes that every app's API shares."""

from typing import Generic, TypeVar

from ninja import Schema

Item = TypeVar("Item")


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
