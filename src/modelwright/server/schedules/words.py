"""What a timing means, in words of the person's language: short where it is simple, field by field where it is not."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, lru_cache, reduce
from typing import Final

from babel import Locale, localedata
from babel.dates import format_date
from babel.lists import format_list
from cronsim import CronSim
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from modelwright.server.core.lists import listed
from modelwright.server.schedules.schemas import Once, Timing
from modelwright.server.schedules.timing import expression_of

_LOCALES: Final = {"ru": "ru", "zh-hans": "zh_Hans", "es": "es"}
for _name in ("en", *_LOCALES.values()):
    localedata.load(_name)  # all before any is used: babel keeps what the first language made of what they share
_MOST_TIMES: Final = 4
_SUNDAY: Final = 7


def describe(timing: Timing) -> str:
    """Of a timing that makes sense."""
    if isinstance(timing, Once):
        return _("Once, %(time)s") % {"time": moment(timing.at)}
    words = _of_cron(expression_of(timing), get_language())
    return words[:1].upper() + words[1:]


def moment(at: datetime) -> str:
    """Day and time in the order of the person's language."""
    return f"{format_date(at, locale=locale())} {at:%H:%M}"


@lru_cache(maxsize=1024)
def _of_cron(expression: str, _language: str | None) -> str:
    """In that language, which is active: a list has the same few again and again."""
    cron = CronSim(expression, timezone.now())
    fields = expression.split()
    minutes, hours = sorted(cron.minutes), sorted(cron.hours)
    if len(hours) == 24 and fields[2:] == ["*"] * 3:
        if (every := _step(minutes)) is not None:
            return _("Every %(count)s minutes") % {"count": every} if every > 1 else _("Every minute")
        return _("Every hour, at minute %(minutes)s") % {"minutes": _listed(minutes)}
    times = [f"{hour:02}:{minute:02}" for hour in hours for minute in minutes]
    when = _list(times) if len(times) <= _MOST_TIMES else _fields(minutes, hours)
    parts = [_days(fields), *filter(None, [_months(fields)]), when]
    return reduce(lambda first, second: _("%(first)s; %(second)s") % {"first": first, "second": second}, parts)


def _step(minutes: Sequence[int]) -> int | None:
    """Of minutes that come evenly over the hour."""
    step = 60 // len(minutes)
    return step if list(minutes) == list(range(0, 60, step)) and 60 % len(minutes) == 0 and len(minutes) > 1 else None


def _fields(minutes: Sequence[int], hours: Sequence[int]) -> str:
    return _("hours: %(hours)s; minutes: %(minutes)s") % {"hours": _listed(hours), "minutes": _listed(minutes)}


def _days(fields: Sequence[str]) -> str:
    """Cron takes either of the two where both are given."""
    month, week = fields[2], fields[4]
    parts = []
    if week != "*":
        parts.append(_weekdays(week))
    if month != "*":
        said = _("the last day of the month") if month.upper() == "L" else _of_month(month)
        parts.append(said)
    if len(parts) == 2:
        return _("%(first)s or %(second)s") % {"first": parts[0], "second": parts[1]}
    return parts[0] if parts else _("Every day")


def _of_month(field: str) -> str:
    return _("days of the month: %(days)s") % {"days": field.replace("-", "–")}


def _weekdays(field: str) -> str:
    names = locale().days["stand-alone"]["wide"]
    if "#" in field or "L" in field.upper() or "/" in field:
        return _("days of the week: %(days)s") % {"days": field}
    days = _numbers(field, _SUNDAY, _weekday)
    ordered = sorted({(day - 1) % 7 for day in days})  # as babel counts: 0 is Monday
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{names[ordered[0]]} – {names[ordered[-1]]}"
    return _list([names[day] for day in ordered])


def _months(fields: Sequence[str]) -> str:
    if fields[3] == "*":
        return ""
    if "/" in fields[3]:
        return _("months: %(months)s") % {"months": fields[3]}
    names = locale().months["stand-alone"]["wide"]
    return _list([names[number] for number in sorted(set(_numbers(fields[3], 12, _month)))])


def _numbers(field: str, last: int, number: Callable[[str], int]) -> list[int]:
    """Of a field with names, numbers, lists and ranges."""
    found: list[int] = []
    for part in field.split(","):
        first, dash, end = part.partition("-")
        found += range(number(first), number(end) + 1) if dash else [number(part)]
    return [value for value in found if value <= last]


def _weekday(name: str) -> int:
    names = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
    return int(name) if name.isdecimal() else names.index(name.upper())


def _month(name: str) -> int:
    names = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
    return int(name) if name.isdecimal() else names.index(name.upper()) + 1


def _listed(numbers: Sequence[int]) -> str:
    """1, 2, 3 as 1–3."""
    if len(numbers) > 2 and list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]}–{numbers[-1]}"
    return listed(numbers)


def _list(texts: Sequence[str]) -> str:
    return format_list(list(texts), locale=locale())


def locale() -> Locale:
    return _parsed(_LOCALES.get(get_language() or "", "en"))


@cache
def _parsed(name: str) -> Locale:
    return Locale.parse(name)
