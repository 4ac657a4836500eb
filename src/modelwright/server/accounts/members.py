"""Verbs of a project's members: for whom it exists."""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Membership, Project, User
from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, Invalid, NotFound
from modelwright.server.core.pagination import page
from modelwright.server.core.searching import has_words

_NAMES: Final = ("username", "first_name", "last_name")


def list_members(project: Project, *, search: str, cursor: str, limit: int) -> dict[str, Any]:
    rows = project.memberships.filter(has_words(search, [f"user__{name}" for name in _NAMES])).select_related(
        "user", "added_by"
    )
    rows = rows.prefetch_related("user__roles")
    show = lambda found: [_out(project, row) for row in found]  # noqa: E731
    return page(rows, sort="username", sorts={"username": "user__username"}, cursor=cursor, limit=limit, show=show)


def list_candidates(project: Project, *, search: str, cursor: str, limit: int) -> dict[str, Any]:
    """Who could be added: everybody who is not blocked and not in it."""
    rows = User.objects.filter(has_words(search, _NAMES), is_active=True).exclude(memberships__project=project)
    return page(rows, sort="username", sorts={"username": "username"}, cursor=cursor, limit=limit)


@transaction.atomic
def add_member(actor: User, project: Project, user_id: int) -> dict[str, Any]:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        sentence = _("There is no such person, or they are blocked.")
        raise Invalid(sentence, fields={"user_id": sentence})
    try:
        with transaction.atomic():
            row = Membership.objects.create(project=project, user=user, added_by=actor)
    except IntegrityError as error:
        raise Conflict(_("%(name)s is a member already.") % {"name": user.username}) from error
    audit.record(actor, "project.member_added", project, {"name": project.name, "username": user.username})
    return _out(project, row)


@transaction.atomic
def remove_member(actor: User, project: Project, user_id: int) -> None:
    """Raises Conflict for the last one: the project would be lost to everybody but administrators."""
    Project.objects.filter(pk=project.pk).update(name=F("name"))  # locks the row: two removals come here in turn
    row = project.memberships.filter(user=user_id).select_related("user").first()
    if row is None:
        raise NotFound(_("This person is not a member of the project."))
    if project.memberships.count() == 1:
        raise Conflict(_("This is the last member. Add somebody else first, or delete the project."))
    audit.record(actor, "project.member_removed", project, {"name": project.name, "username": row.user.username})
    row.delete()


def _out(project: Project, row: Membership) -> dict[str, Any]:
    return {
        "user": row.user,
        "roles": row.user.roles.all(),
        "is_creator": row.user_id == project.created_by_id,
        "is_blocked": not row.user.is_active,
        "added_at": row.added_at,
        "added_by": row.added_by,
    }
