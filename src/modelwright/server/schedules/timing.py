"""When: the times that a timing means on the clock of a zone, over the days on which clocks are changed."""

from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Invalid, Sentence
from modelwright.server.schedules.schemas import Cron, Once, Timing, Weekly

SHOWN: Final = 5
_FIELDS: Final = 5


def zone_of(name: str) -> ZoneInfo:
    """Raises Invalid."""
    if name not in _zones():
        raise _refused(
            "zone", _("There is no time zone “%(name)s”. Choose one such as Europe/Madrid.") % {"name": name}
        )
    return ZoneInfo(name)


@cache
def _zones() -> set[str]:
    """Looking for them opens a file for each."""
    return available_timezones()


def check(timing: Timing, zone_name: str) -> datetime:
    """The first time from now on. Raises Invalid where there is none, or the timing makes no sense."""
    times = next_times(timing, zone_name, timezone.now(), 1)
    if times:
        return times[0]
    if isinstance(timing, Once):
        raise _refused("timing", _("This time is over. Choose one that lies ahead."))
    raise _senseless(expression_of(timing))


def next_times(timing: Timing, zone_name: str, after: datetime, count: int = SHOWN) -> list[datetime]:
    """In UTC. A time that the clocks leap over comes as soon as they have leapt; one that comes twice counts once, where
    the timing names the hour. Raises Invalid."""
    zone = zone_of(zone_name)
    if isinstance(timing, Once):
        at = _moment(timing.at, zone)
        return [at] if at > after else []
    return [at.astimezone(UTC) for at in islice(_simulated(expression_of(timing), after.astimezone(zone)), count)]


def expression_of(timing: Weekly | Cron) -> str:
    """In cron's five fields."""
    if isinstance(timing, Cron):
        return " ".join(timing.expression.split())
    hour, minute = (int(part) for part in timing.time.split(":"))
    days = ",".join(str(day % 7) for day in sorted(set(timing.days)))
    return f"{minute} {hour} * * {days if len(set(timing.days)) < 7 else '*'}"


def _simulated(expression: str, after: datetime) -> Any:
    if len(expression.split()) != _FIELDS:
        raise _senseless(expression)
    try:
        return CronSim(expression, after)
    except CronSimError as error:
        raise _senseless(expression) from error


def _senseless(expression: str) -> Invalid:
    sentence = _(
        "“%(expression)s” cannot be understood, or fits no day of the calendar: five fields are needed (minute, hour, day of "
        "the month, month, day of the week), such as 30 2 * * 1-5."
    )
    return _refused("timing", sentence % {"expression": expression})


def _moment(at: datetime, zone: ZoneInfo) -> datetime:
    """The first of the two where the clocks are set back. Raises Invalid where they leap over it."""
    moment = at.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != at:
        sentence = _("On that day the clocks of %(zone)s leap over this time. Choose another one.")
        raise _refused("timing", sentence % {"zone": zone.key})
    return moment


def _refused(field: str, sentence: Sentence) -> Invalid:
    return Invalid(sentence, fields={field: sentence})
