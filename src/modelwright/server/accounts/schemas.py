"""What the accounts API takes and gives."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from modelwright.server.core.schemas import PersonOut


class AccountOut(Schema):
    id: int
    username: str
    first_name: str
    last_name: str
    email: str
    language: str
    theme: str
    is_administrator: bool = Field(validation_alias="is_superuser")
    must_set_password: bool


class SessionOut(Schema):
    """Who is signed in; the answer also sets the CSRF cookie."""

    account: AccountOut | None
    languages: dict[str, str]
    version: str


class SignInIn(Schema):
    username: str = Field(max_length=254)
    password: str = Field(max_length=4096)


class OneTimeIn(Schema):
    token: str = Field(max_length=200)


class AccountIn(Schema):
    first_name: str | None = Field(None, max_length=150)
    last_name: str | None = Field(None, max_length=150)
    email: str | None = Field(None, max_length=254)
    language: str | None = None
    theme: str | None = None


class PasswordIn(Schema):
    current: str = Field("", max_length=4096, description="Not needed where none was set yet.")
    new: str = Field(max_length=4096)


class ProjectIn(Schema):
    name: str = Field(max_length=60, min_length=1)
    description: str = Field("", max_length=2000)


class ProjectEdit(Schema):
    name: str | None = Field(None, max_length=60, min_length=1)
    description: str | None = Field(None, max_length=2000)


class ProjectOut(Schema):
    id: int
    name: str
    description: str
    created_at: datetime
    created_by: PersonOut | None
    rights: list[str]
    """What the person who asks may do in it."""
    datasets: int = 0
    processes: int = 0
    models: int = 0
