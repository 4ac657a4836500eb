"""What each person wants to be told of, and by which way."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project, User
from modelwright.server.core import audit
from modelwright.server.core.errors import Invalid, NotFound
from modelwright.server.notices.events import EVENTS
from modelwright.server.notices.models import Choice, Reach
from modelwright.server.notices.schemas import ChoiceIn

_DEFAULT: Final = {event: list(kind.channels) for event, kind in EVENTS.items()}


def of_person(user: User) -> dict[str, Any]:
    """What they have chosen, for all projects and for single ones."""
    rows = Choice.objects.filter(user=user).select_related("project")
    visible = set(Project.objects.visible_to(user).values_list("pk", flat=True))
    general = next((row for row in rows if row.project_id is None), None)
    return {
        "email": {"is_configured": bool(settings.EMAIL_HOST), "address": user.email},
        "events": [{"key": key, "label": str(event.label), "level": event.level} for key, event in EVENTS.items()],
        "general": _out(general),
        "projects": [
            {**_out(row), "project_id": row.project_id, "project_name": row.project.name}
            for row in sorted(rows, key=lambda row: row.project.name if row.project else "")
            if row.project and row.project_id in visible
        ],
    }


@transaction.atomic
def choose(user: User, body: ChoiceIn) -> dict[str, Any]:
    project = _project(user, body.project_id)
    if unknown := sorted(set(body.channels) - set(EVENTS)):
        sentence = _("There is no event %(names)s.") % {"names": ", ".join(unknown)}
        raise Invalid(sentence, fields={"channels": sentence})
    wanted = {"whose": body.whose, "channels": {event: sorted(set(ways)) for event, ways in body.channels.items()}}
    before = Choice.objects.filter(user=user, project=project).first()
    Choice.objects.update_or_create(user=user, project=project, defaults=wanted)
    _record(user, project, {"before": _out(before), "after": wanted})
    return of_person(user)


@transaction.atomic
def forget(user: User, project_id: int) -> dict[str, Any]:
    """In that project too, what they chose for all of them."""
    project = _project(user, project_id)
    Choice.objects.filter(user=user, project=project).delete()
    _record(user, project, {"after": {}})
    return of_person(user)


def ways_to(people: Iterable[User], project: Project | None, event: str, owners: frozenset[int]) -> dict[int, set[str]]:
    """By person: the channels by which they want to hear of this."""
    rows: dict[int, dict[int | None, Choice]] = defaultdict(dict)
    people = list(people)
    for row in Choice.objects.filter(user__in=people):
        rows[row.user_id][row.project_id] = row
    return {user.pk: _ways(rows[user.pk], project, event, user.pk in owners) for user in people}


def listeners(project: Project | None) -> set[int]:
    """Who wants to hear of what is not theirs."""
    rows = Choice.objects.filter(project__in=[project]) if project else Choice.objects.none()
    wanted = (rows | Choice.objects.filter(project=None)).filter(whose=Reach.EVERYONES)
    return set(wanted.values_list("user_id", flat=True))


def _ways(chosen: dict[int | None, Choice], project: Project | None, event: str, is_own: bool) -> set[str]:
    choice = chosen.get(project.pk if project else None) or chosen.get(None)
    if not is_own and (choice is None or choice.whose != Reach.EVERYONES):
        return set()
    return set((choice.channels if choice else {}).get(event, _DEFAULT[event]))


def _out(choice: Choice | None) -> dict[str, Any]:
    if choice is None:
        return {"whose": Reach.OWN, "channels": _DEFAULT}
    return {"whose": choice.whose, "channels": {**_DEFAULT, **choice.channels}}


def _project(user: User, project_id: int | None) -> Project | None:
    """Raises NotFound."""
    if project_id is None:
        return None
    project = Project.objects.visible_to(user).filter(pk=project_id).first()
    if project is None:
        raise NotFound(_("There is no such project, or you are not a member of it."))
    return project


def _record(user: User, project: Project | None, detail: dict[str, Any]) -> None:
    audit.record(user, "account.notices_chosen", user, {**detail, "project": project.name if project else ""})
