"""When a timing comes, over changes of the clocks, and what it is called in each language."""

import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from pydantic import TypeAdapter

from modelwright.server.core.errors import Invalid
from modelwright.server.schedules.schemas import Timing
from modelwright.server.schedules.timing import check, next_times
from modelwright.server.schedules.words import describe

pytestmark = pytest.mark.one_database

TIMING = TypeAdapter(Timing)


def cron(expression):
    return TIMING.validate_python({"kind": "cron", "expression": expression})


def weekly(*days, time="02:30"):
    return TIMING.validate_python({"kind": "weekly", "days": days, "time": time})


@pytest.mark.parametrize(
    ("zone", "after", "time", "local"),
    [
        # the hour from two to three is leapt over: as soon as it has been
        ("Europe/Madrid", "2026-03-28T12:00", "02:30", ["2026-03-29T03:00+0200", "2026-03-30T02:30+0200"]),
        # it comes twice: the first time only
        ("Europe/Madrid", "2026-10-24T12:00", "02:30", ["2026-10-25T02:30+0200", "2026-10-26T02:30+0100"]),
        # in São Paulo midnight itself was leapt over, and the last hour of the day came twice
        ("America/Sao_Paulo", "2017-10-14T12:00", "00:30", ["2017-10-15T01:00-0200", "2017-10-16T00:30-0200"]),
        ("America/Sao_Paulo", "2018-02-17T12:00", "23:30", ["2018-02-17T23:30-0200", "2018-02-18T23:30-0300"]),
        ("UTC", "2026-12-31T23:59", "00:00", ["2027-01-01T00:00+0000", "2027-01-02T00:00+0000"]),
    ],
)
def test_every_day_over_changes_of_the_clocks(zone, after, time, local):
    start = datetime.fromisoformat(after).replace(tzinfo=ZoneInfo(zone))
    found = next_times(weekly(1, 2, 3, 4, 5, 6, 7, time=time), zone, start, 2)
    assert [at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M%z") for at in found] == local


def test_weekdays_are_those_of_the_zone():
    start = datetime(2026, 11, 21, tzinfo=UTC)
    found = next_times(weekly(1, 7, time="00:30"), "Asia/Tokyo", start, 3)
    assert [f"{at:%a %H:%M}" for at in found] == ["Sat 15:30", "Sun 15:30", "Sat 15:30"]


@pytest.mark.parametrize(
    ("timing", "zone", "said"),
    [
        (cron("61 8 * * *"), "UTC", "cannot be understood"),
        (cron("0 8 * *"), "UTC", "five fields"),
        (cron("* * * * * *"), "UTC", "five fields"),
        (cron("0 8 30 2 *"), "UTC", "fits no day"),
        (cron("0 8 * * *"), "Mars/Olympus", "no time zone"),
        (TIMING.validate_python({"kind": "once", "at": "2020-01-01T08:00"}), "UTC", "This time is over"),
        (TIMING.validate_python({"kind": "once", "at": "2027-03-28T02:30"}), "Europe/Madrid", "leap over"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(timing, zone, said):
    with pytest.raises(Invalid, match=said):
        check(timing, zone)


@pytest.mark.parametrize(
    ("timing", "en", "ru", "zh", "es"),
    [
        (
            weekly(1, 3),
            "Monday and Wednesday; 02:30",
            "Понедельник и среда; 02:30",
            "星期一和星期三；02:30",
            "Lunes y miércoles; 02:30",
        ),
        (
            cron("0 9 * * 1-5"),
            "Monday – Friday; 09:00",
            "Понедельник – пятница; 09:00",
            "星期一 – 星期五；09:00",
            "Lunes – viernes; 09:00",
        ),
        (
            cron("0 8,20 * * *"),
            "Every day; 08:00 and 20:00",
            "Каждый день; 08:00 и 20:00",
            "每天；08:00和20:00",
            "Todos los días; 08:00 y 20:00",
        ),
        (cron("*/15 * * * *"), "Every 15 minutes", "Каждые 15 мин.", "每 15 分钟", "Cada 15 minutos"),
        (
            cron("0 0 1 1,7 *"),
            "Days of the month: 1; January and July; 00:00",
            "Дни месяца: 1; январь и июль; 00:00",
            "每月日期：1；一月和七月；00:00",
            "Días del mes: 1; enero y julio; 00:00",
        ),
    ],
)  # fmt: skip
def test_words(timing, en, ru, zh, es):
    for language, words in {"en": en, "ru": ru, "zh-hans": zh, "es": es}.items():
        with translation.override(language):
            assert describe(timing) == words


def test_months_are_named_in_the_language_of_who_asks_whoever_asked_first():
    """In a process of its own: what the first language makes of the names stays for as long as one lives."""
    asked = """
import django; django.setup()
from django.utils import translation
from modelwright.server.schedules.schemas import Cron
from modelwright.server.schedules.words import describe
for language in ("zh-hans", "es"):
    with translation.override(language):
        print(describe(Cron(kind="cron", expression="0 0 1 1,7 *")))
"""
    said = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout
    assert said.splitlines() == ["每月日期：1；一月和七月；00:00", "Días del mes: 1; enero y julio; 00:00"]


@pytest.mark.parametrize(
    "expression",
    ["*/5 8-18 * * mon-fri", "0 0 L * *", "0 0 * * 5#2", "0 12 1-7 */2 sun", "17 * * * *", "0 0 1 jan,dec *"],
)
def test_every_expression_that_is_understood_has_words(expression):
    check(cron(expression), "UTC")
    assert describe(cron(expression))
