"""Verbs of users: what an administrator does with other people's accounts (E12 to E15)."""

from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts import passwords
from modelwright.server.accounts.matrix import ENTITIES, covers
from modelwright.server.accounts.models import Role, User
from modelwright.server.accounts.presets import SUPER_ADMINISTRATOR
from modelwright.server.accounts.rights import held
from modelwright.server.accounts.roles import insist_on_covering
from modelwright.server.accounts.schemas import UserIn, UserOut
from modelwright.server.core import audit
from modelwright.server.core.changes import update_unless_changed
from modelwright.server.core.errors import Conflict, Forbidden, Invalid, Sentence
from modelwright.server.core.pagination import page
from modelwright.server.core.searching import has_words

Problems = dict[str, list[Sentence]]

_SORTS: Final = {"created_at": "date_joined", "username": "username", "last_login": "last_login"}
_STATES: Final = {"active": {"is_active": True}, "blocked": {"is_active": False}, "all": {}}
_DETAILS: Final = ("username", "first_name", "last_name", "email", "remark")


def list_users(*, search: str, state: str, role_id: int | None, sort: str, cursor: str, limit: int) -> dict[str, Any]:
    rows = _shown(User.objects.filter(has_words(search, _DETAILS), **_STATES[state]))
    if role_id is not None:
        rows = rows.filter(pk__in=User.roles.through.objects.filter(role=role_id).values("user"))
    return page(rows, sort=sort, sorts=_SORTS, cursor=cursor, limit=limit)


def user_out(user: User) -> User:
    known: User = _shown(User.objects.filter(pk=user.pk)).get()
    return known


@transaction.atomic
def create_user(actor: User, given: UserIn) -> tuple[User, str | None]:
    """The person, and the password where it was made here: it is told this once."""
    password = given.password or passwords.generated()
    roles = list(Role.objects.filter(pk__in=given.role_ids))
    problems: Problems = {
        "username": _wrong_name(given.username),
        "password": passwords.broken(passwords.of_passwords(), password),
        "role_ids": _wrong_roles(given.role_ids, roles),
        "email": passwords.wrong_email(given.email),
    }
    _insist(problems)
    insist_on_covering(actor, [role.cells for role in roles])
    details = {name: getattr(given, name) for name in _DETAILS}
    user = User(**details, must_set_password=given.must_change_password or not given.password, created_by=actor)
    user.set_password(password)
    user.save()
    _put_roles(user, roles)
    audit.record(actor, "user.created", user, details | {"roles": _names(roles)})
    return user_out(user), None if given.password else password


@transaction.atomic
def edit_user(
    actor: User, user: User, changes: dict[str, Any], *, role_ids: list[int] | None, modified_at: datetime | None
) -> User:
    """Raises Invalid with every broken rule, Changed when somebody else edited the person after `modified_at`."""
    insist_on_reach(actor, user)
    changes = {name: value for name, value in changes.items() if name in _DETAILS and value is not None}
    roles = None if role_ids is None else list(Role.objects.filter(pk__in=role_ids))
    renamed = changes.get("username", user.username) != user.username
    problems: Problems = {
        "username": _wrong_name(changes["username"], user) if renamed else [],
        "email": passwords.wrong_email(changes.get("email", "")),
        "role_ids": [] if roles is None else _wrong_roles(role_ids or [], roles),
    }
    _insist(problems)
    before = {name: getattr(user, name) for name in changes}
    seen = modified_at or user.modified_at
    update_unless_changed(user, changes, seen=seen, current=lambda: _as_json(user))
    if roles is not None:
        give_roles(actor, user, roles)
    audit.record(actor, "user.edited", user, {"username": user.username, "before": before, "after": changes})
    return user_out(user)


def give_roles(actor: User, user: User, roles: list[Role]) -> None:
    """Change what somebody else may do. Raises Forbidden or Conflict where that is not for the actor, or for nobody."""
    before = list(user.roles.all())
    if {role.pk for role in before} == {role.pk for role in roles}:
        return
    if actor.pk == user.pk:
        raise Conflict(_("You cannot change your own roles. Ask another administrator."))
    insist_on_covering(actor, [role.cells for role in (*before, *roles)])
    _put_roles(user, roles)
    _keep_an_administrator()
    detail = {"username": user.username, "before": _names(before), "after": _names(roles)}
    audit.record(actor, "user.roles_changed", user, detail)


@transaction.atomic
def follow_roles(user: User, roles: list[Role]) -> None:
    """What the provider of single sign-on says. The last administrator stays one, whatever it says."""
    before = list(user.roles.all())
    if {role.pk for role in before} == {role.pk for role in roles}:
        return
    try:
        with transaction.atomic():
            _put_roles(user, roles)
            _keep_an_administrator()
    except Conflict:
        user.refresh_from_db()
        return
    detail = {"username": user.username, "before": _names(before), "after": _names(roles), "by": "sso"}
    audit.record(None, "user.roles_changed", user, detail)


def make_administrator(user: User) -> None:
    """For the first one, whom nobody could make."""
    _put_roles(user, [Role.objects.get(preset=SUPER_ADMINISTRATOR)])


@transaction.atomic
def set_password(actor: User, user: User, password: str, *, must_change: bool) -> str | None:
    """Ends every session and token of theirs. Gives the password where it was made here: it is told this once."""
    insist_on_reach(actor, user)
    chosen = password or passwords.generated()
    _insist({"password": passwords.broken(passwords.of_passwords(), chosen)})
    user.set_password(chosen)
    user.must_set_password = must_change or not password
    user.save(update_fields=["password", "must_set_password", "modified_at"])
    shut_out(user)
    audit.record(actor, "user.password_reset", user, {"username": user.username})
    return None if password else chosen


@transaction.atomic
def block(actor: User, user: User) -> User:
    _insist_on_another(actor, user, _("You cannot block yourself."))
    insist_on_reach(actor, user)
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise Conflict(_("This person is blocked already."))
    _keep_an_administrator()
    shut_out(user)
    audit.record(actor, "user.blocked", user, {"username": user.username})
    return user_out(user)


@transaction.atomic
def unblock(actor: User, user: User) -> User:
    insist_on_reach(actor, user)
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise Conflict(_("This person is not blocked."))
    audit.record(actor, "user.unblocked", user, {"username": user.username})
    return user_out(user)


@transaction.atomic
def end_sessions(actor: User, user: User) -> None:
    insist_on_reach(actor, user)
    _end_sessions(user)
    audit.record(actor, "user.sessions_ended", user, {"username": user.username})


@transaction.atomic
def delete_user(actor: User, user: User) -> None:
    """What they made stays, without an owner."""
    _insist_on_another(actor, user, _("You cannot delete yourself."))
    insist_on_reach(actor, user)
    audit.record(actor, "user.deleted", user, {"username": user.username, "belongings": _counts(user)})
    user.delete()
    _keep_an_administrator()


def belongings(user: User) -> list[dict[str, Any]]:
    """What the person made, which stays without an owner when they are deleted."""
    return [
        {"entity": entity, "label": str(ENTITIES[entity].label), "count": count}
        for entity, count in _counts(user).items()
    ]


def shut_out(user: User) -> None:
    """No session, token or link of theirs works any more."""
    _end_sessions(user)
    user.tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
    user.onetimelink_set.all().delete()


def insist_on_reach(actor: User, user: User) -> None:
    """Whoever may edit accounts may not take over one that can do more than they can. Raises Forbidden."""
    if actor.pk != user.pk and not covers(held(actor), held(user)):
        sentence = _("%(name)s has rights that you do not have yourself. Ask somebody who has them.")
        raise Forbidden(sentence % {"name": user.username})


def _shown(rows: Any) -> Any:
    return rows.select_related("created_by").prefetch_related("roles")


def _as_json(user: User) -> dict[str, Any]:
    return UserOut.from_orm(user_out(user)).model_dump(mode="json")


def _put_roles(user: User, roles: list[Role]) -> None:
    """The only place that writes `roles` and, from them, `is_superuser`."""
    user.roles.set(roles)
    user.is_superuser = any(role.preset == SUPER_ADMINISTRATOR for role in roles)
    user.save(update_fields=["is_superuser"])
    user.held = None


def _names(roles: list[Role]) -> list[str]:
    return sorted(role.name for role in roles)


def _insist(problems: Problems) -> None:
    wrong = {field: sentences for field, sentences in problems.items() if sentences}
    if wrong:
        raise Invalid(next(iter(wrong.values()))[0], fields=dict(wrong))


def _wrong_name(name: str, user: User | None = None) -> list[Sentence]:
    """Names are compared without regard to case: two that differ by it only are too easily taken for each other."""
    wrong = passwords.broken(passwords.NAME, name)
    if User.objects.filter(username__iexact=name).exclude(pk=user.pk if user else 0).exists():
        wrong.append(_("There is a user named “%(name)s” already. Choose another name.") % {"name": name})
    return wrong


def _wrong_roles(ids: list[int], roles: list[Role]) -> list[Sentence]:
    if not ids:
        return [_("Choose at least one role.")]
    return [_("One of the roles does not exist any more. Choose again.")] if len(roles) < len(set(ids)) else []


def _insist_on_another(actor: User, user: User, sentence: Sentence) -> None:
    if actor.pk == user.pk:
        raise Conflict(sentence)


def _keep_an_administrator() -> None:
    """Raise Conflict if the change that was just made left nobody who may do everything."""
    Role.objects.filter(preset=SUPER_ADMINISTRATOR).update(preset=F("preset"))  # locks: two at once come here in turn
    if not User.objects.filter(is_superuser=True, is_active=True).exists():
        raise Conflict(_("This is the last administrator. Make somebody else an administrator first."))


def _end_sessions(user: User) -> None:
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


def _counts(user: User) -> dict[str, int]:
    """Rows that are whole things by entity, in the order of the matrix."""
    tables: list[Any] = [table for table in apps.get_models() if hasattr(table, "owned")]
    tables = [table for table in tables if not table.owned.is_part]
    counts = {table.owned.entity: table.objects.filter(**{table.owned.owner: user.pk}).count() for table in tables}
    return {entity: counts[entity] for entity in ENTITIES if counts.get(entity)}
