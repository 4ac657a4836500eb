"""Schedules as people are told of them: what was skipped, late or refused."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from modelwright.server.accounts.models import User
from modelwright.server.core.sentences import in_the_readers
from modelwright.server.notices.models import Happening
from modelwright.server.notices.topics import Gathered, Told
from modelwright.server.schedules.models import Schedule
from modelwright.server.schedules.words import moment


class ScheduleTopic:
    name = "schedule"

    def gather(self, happening: Happening) -> Gathered | None:
        schedule = Schedule.objects.filter(pk=happening.subject_id or 0).first()
        if schedule is None:
            return None
        facts = {**happening.facts, "project_id": schedule.project_id, "zone": schedule.zone}
        return Gathered(facts, frozenset({schedule.created_by_id} if schedule.created_by_id else ()))

    def may_see(self, happening: Happening, user: User) -> bool:
        return Schedule.objects.visible_to(user).filter(pk=happening.subject_id or 0).exists()

    def told(self, event: str, facts: dict[str, Any]) -> Told:
        title, text = _WORDS[event]()
        due = datetime.fromisoformat(facts["due_at"]).astimezone(ZoneInfo(facts["zone"]))
        reason = in_the_readers(facts.get("reasons", {}), facts.get("reason", ""))
        values = {**facts, "due": moment(due), "reason": reason}
        return Told(title % values, text % values, f"/projects/{facts['project_id']}/schedules")


_WORDS: Final[dict[str, Callable[[], tuple[str, str]]]] = {
    "schedule_skipped": lambda: (_("%(name)s was not started at %(due)s"), "%(reason)s"),
    "schedule_refused": lambda: (_("%(name)s could not be started at %(due)s"), "%(reason)s"),
    "schedule_late": lambda: (
        _("%(name)s was started late"),
        _("It was due at %(due)s (%(zone)s); the server was not running then."),
    ),
}
