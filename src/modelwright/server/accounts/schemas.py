"""What the accounts API takes and gives."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from modelwright.server.accounts.matrix import Held, Right, Scope
from modelwright.server.accounts.models import SignInOutcome, TokenScope, User
from modelwright.server.accounts.rights import held
from modelwright.server.core.schemas import Key, PersonOut, Shaped


class RoleName(Schema):
    id: int
    name: str
    preset: str
    """Key by which the interface translates the name; empty for roles that people made."""


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
    roles: list[RoleName]
    rights: dict[Right, Scope]
    """What all roles add up to: the right, and whether it reaches everything or only what is one's own."""

    @staticmethod
    def resolve_rights(user: User) -> Held:
        return held(user)


class SsoOut(Schema):
    """Single sign-on, where it is switched on: GET /session/sso begins it."""

    name: str
    """Of the provider, for the button."""
    problem: str
    """Why the last attempt of this browser failed, in the person's language; said once."""


class SessionOut(Schema):
    """Who is signed in; the answer also sets the CSRF cookie."""

    account: AccountOut | None
    languages: dict[str, str]
    version: str
    sso: SsoOut | None


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


class ScreenOut(Schema):
    """How the person has arranged a screen; what they have not is as the interface has it."""

    view: str = Field("", max_length=20)
    """The one of its views that they use."""
    columns: dict[Annotated[str, Field(max_length=20)], list[Annotated[str, Field(max_length=40)]]] = Field(
        {}, max_length=10
    )
    """Of each view: the columns that they want to see."""


class ProjectIn(Schema):
    name: str = Field(max_length=60, min_length=1)
    description: str = Field("", max_length=2000)


class ProjectEdit(Schema):
    name: str | None = Field(None, max_length=60, min_length=1)
    description: str | None = Field(None, max_length=2000)


class ProjectOut(Shaped):
    id: int
    name: str
    description: str
    created_at: datetime
    created_by: PersonOut | None
    rights: dict[Right, Scope]
    """What the person who asks may do in it, and with whose things; rights on the project itself only where they hold."""
    datasets: int = 0
    processes: int = 0
    models: int = 0


class MemberOut(Schema):
    user: PersonOut
    roles: list[RoleName]
    is_creator: bool
    is_blocked: bool
    added_at: datetime
    added_by: PersonOut | None


class MemberIn(Schema):
    user_id: int


class UserOut(Schema):
    id: int
    username: str
    first_name: str
    last_name: str
    email: str
    remark: str
    roles: list[RoleName]
    is_blocked: bool
    must_set_password: bool
    is_administrator: bool = Field(validation_alias="is_superuser")
    created_at: datetime = Field(validation_alias="date_joined")
    created_by: PersonOut | None
    last_sign_in_at: datetime | None = Field(validation_alias="last_login")
    modified_at: datetime

    @staticmethod
    def resolve_is_blocked(user: User) -> bool:
        return not user.is_active


class UserMade(Schema):
    user: UserOut
    password: str | None
    """Where it was made by the server: shown this once."""


class UserIn(Schema):
    username: str = Field(max_length=150)
    password: str = Field("", max_length=4096, description="Empty: the server makes one, and shows it once.")
    role_ids: list[Key] = Field([], max_length=100)
    email: str = Field("", max_length=254)
    remark: str = Field("", max_length=2000)
    first_name: str = Field("", max_length=150)
    last_name: str = Field("", max_length=150)
    must_change_password: bool = True


class UserEdit(Schema):
    username: str | None = Field(None, max_length=150)
    first_name: str | None = Field(None, max_length=150)
    last_name: str | None = Field(None, max_length=150)
    email: str | None = Field(None, max_length=254)
    remark: str | None = Field(None, max_length=2000)
    role_ids: list[Key] | None = Field(None, max_length=100)
    modified_at: datetime | None = Field(None, description="As it was read: 409 when somebody changed it since.")


class PasswordResetIn(Schema):
    password: str = Field("", max_length=4096, description="Empty: the server makes one, and shows it once.")
    must_change_password: bool = True


class PasswordMade(Schema):
    password: str | None


class BelongingOut(Schema):
    entity: str
    label: str
    count: int


class SignInOut(Schema):
    id: int
    at: datetime
    outcome: SignInOutcome
    label: str
    """The outcome in the person's language."""
    address: str
    browser: str


class RuleOut(Schema):
    message: str
    kept: bool


class RulesIn(Schema):
    username: str = Field("", max_length=150)
    password: str = Field("", max_length=4096)


class RulesOut(Schema):
    """Each rule, and whether what was typed keeps it (E13)."""

    username: list[RuleOut]
    password: list[RuleOut]


class RoleOut(Schema):
    id: int
    name: str
    description: str
    preset: str
    cells: dict[str, Scope]
    users: int
    created_by: PersonOut | None
    created_at: datetime
    modified_at: datetime


class RoleIn(Schema):
    name: str = Field(max_length=60)
    description: str = Field("", max_length=2000)
    cells: dict[str, str] = Field({}, max_length=500)


class RoleEdit(Schema):
    name: str | None = Field(None, max_length=60)
    description: str | None = Field(None, max_length=2000)
    cells: dict[str, str] | None = Field(None, max_length=500)
    modified_at: datetime | None = Field(None, description="As it was read: 409 when somebody changed it since.")


class MatrixAction(Schema):
    key: str
    right: Right
    label: str
    scopes: list[Scope]


class MatrixEntity(Schema):
    """One line of the matrix. An action that makes no sense for the entity is not there."""

    key: str
    label: str
    in_projects: bool
    actions: list[MatrixAction]


class TokenOut(Schema):
    id: int
    name: str
    scope: TokenScope
    rights: list[str]
    prefix: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class TokenIn(Schema):
    name: str = Field(max_length=60)
    scope: TokenScope = TokenScope.READ
    rights: list[str] = Field([], max_length=200, description="Of the scope `chosen`.")
    days: int = Field(90, ge=1, le=365, description="How long it is valid.")


class TokenMade(Schema):
    token: TokenOut
    secret: str
    """Shown this once."""
