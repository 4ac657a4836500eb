"""Routes of users and roles."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Status

from modelwright.server.accounts import people, roles, sign_ins, tokens
from modelwright.server.accounts.models import Role, User
from modelwright.server.accounts.rights import Right, found, person, rule
from modelwright.server.accounts.schemas import (
    BelongingOut,
    MatrixEntity,
    PasswordMade,
    PasswordResetIn,
    RoleEdit,
    RoleIn,
    RoleOut,
    SignInOut,
    TokenOut,
    UserEdit,
    UserIn,
    UserMade,
    UserOut,
)
from modelwright.server.core.schemas import Page

router = Router(tags=["people"])


@router.get("/users", response=Page[UserOut])
@rule(Right.USERS_VIEW)
def list_users(
    request: HttpRequest,
    search: str = "",
    state: Literal["active", "blocked", "all"] = "all",
    role_id: int | None = None,
    sort: str = "-created_at",
    cursor: str = "",
    limit: int = 50,
) -> Any:
    return people.list_users(search=search, state=state, role_id=role_id, sort=sort, cursor=cursor, limit=limit)


@router.post("/users", response={201: UserMade})
@rule(Right.USERS_CREATE)
def create_user(request: HttpRequest, body: UserIn) -> Any:
    user, password = people.create_user(person(request), body)
    return Status(201, {"user": user, "password": password})


@router.get("/users/{user_id}", response=UserOut)
@rule(Right.USERS_VIEW)
def get_user(request: HttpRequest, user_id: int) -> Any:
    return people.user_out(found(request, User.objects.all(), user_id))


@router.patch("/users/{user_id}", response=UserOut)
@rule(Right.USERS_EDIT)
def edit_user(request: HttpRequest, user_id: int, body: UserEdit) -> Any:
    user = found(request, User.objects.all(), user_id)
    changes = body.model_dump(exclude_unset=True)
    return people.edit_user(person(request), user, changes, role_ids=body.role_ids, modified_at=body.modified_at)


@router.delete("/users/{user_id}", response={204: None})
@rule(Right.USERS_DELETE)
def delete_user(request: HttpRequest, user_id: int) -> Any:
    """What they made stays, without an owner."""
    people.delete_user(person(request), found(request, User.objects.all(), user_id))
    return Status(204, None)


@router.get("/users/{user_id}/belongings", response=list[BelongingOut])
@rule(Right.USERS_VIEW)
def get_belongings(request: HttpRequest, user_id: int) -> Any:
    """What the person made, and what therefore stays without an owner when they are deleted."""
    return people.belongings(found(request, User.objects.all(), user_id))


@router.post("/users/{user_id}/password", response=PasswordMade)
@rule(Right.USERS_MANAGE)
def reset_password(request: HttpRequest, user_id: int, body: PasswordResetIn) -> Any:
    """Ends every session and token of theirs."""
    user = found(request, User.objects.all(), user_id)
    made = people.set_password(person(request), user, body.password, must_change=body.must_change_password)
    return {"password": made}


@router.post("/users/{user_id}/block", response=UserOut)
@rule(Right.USERS_MANAGE)
def block_user(request: HttpRequest, user_id: int) -> Any:
    return people.block(person(request), found(request, User.objects.all(), user_id))


@router.post("/users/{user_id}/unblock", response=UserOut)
@rule(Right.USERS_MANAGE)
def unblock_user(request: HttpRequest, user_id: int) -> Any:
    return people.unblock(person(request), found(request, User.objects.all(), user_id))


@router.post("/users/{user_id}/end-sessions", response={204: None})
@rule(Right.USERS_MANAGE)
def end_sessions(request: HttpRequest, user_id: int) -> Any:
    people.end_sessions(person(request), found(request, User.objects.all(), user_id))
    return Status(204, None)


@router.get("/users/{user_id}/sign-ins", response=Page[SignInOut])
@rule(Right.USERS_VIEW)
def list_sign_ins(request: HttpRequest, user_id: int, cursor: str = "", limit: int = 50) -> Any:
    return sign_ins.history(found(request, User.objects.all(), user_id), cursor=cursor, limit=limit)


@router.get("/users/{user_id}/tokens", response=list[TokenOut])
@rule(Right.USERS_MANAGE)
def list_tokens_of(request: HttpRequest, user_id: int) -> Any:
    return tokens.list_tokens(found(request, User.objects.all(), user_id))


@router.delete("/users/{user_id}/tokens/{token_id}", response={204: None})
@rule(Right.USERS_MANAGE)
def revoke_token_of(request: HttpRequest, user_id: int, token_id: int) -> Any:
    tokens.revoke(person(request), found(request, User.objects.all(), user_id), token_id)
    return Status(204, None)


@router.get("/roles", response=list[RoleOut])
@rule(Right.ROLES_VIEW)
def list_roles(request: HttpRequest) -> Any:
    return roles.list_roles()


@router.get("/roles/matrix", response=list[MatrixEntity])
@rule(Right.ROLES_VIEW)
def get_matrix(request: HttpRequest) -> Any:
    """Entities and actions in their order. Manage includes the other actions of its entity."""
    return roles.matrix()


@router.post("/roles", response={201: RoleOut})
@rule(Right.ROLES_CREATE)
def create_role(request: HttpRequest, body: RoleIn) -> Any:
    return Status(201, roles.create_role(person(request), **body.model_dump()))


@router.get("/roles/{role_id}", response=RoleOut)
@rule(Right.ROLES_VIEW)
def get_role(request: HttpRequest, role_id: int) -> Any:
    return roles.role_out(found(request, Role.objects.all(), role_id))


@router.patch("/roles/{role_id}", response=RoleOut)
@rule(Right.ROLES_EDIT)
def edit_role(request: HttpRequest, role_id: int, body: RoleEdit) -> Any:
    role = found(request, Role.objects.all(), role_id)
    changes = body.model_dump(exclude={"modified_at"}, exclude_unset=True)
    return roles.edit_role(person(request), role, changes, modified_at=body.modified_at)


@router.delete("/roles/{role_id}", response={204: None})
@rule(Right.ROLES_DELETE)
def delete_role(request: HttpRequest, role_id: int) -> Any:
    """Refused while people have it."""
    roles.delete_role(person(request), found(request, Role.objects.all(), role_id))
    return Status(204, None)
