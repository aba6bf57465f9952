"""Where the clock is to go, in the words of the page's buttons, and how the page shows it."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.clock import read_moment

WEEKDAYS = "一二三四五六日"
STEP = re.compile(r"\+(\d{1,4})([mhd])")
DAY = re.compile(r"(today|tomorrow) (\d{1,2}):(\d{2})")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class BadMoment(ValueError):
    """A moment the clock cannot go to; says why in words for the page."""


def target(to: str, now: datetime, timezone: ZoneInfo) -> datetime:
    """Read "+1h", "today 17:30", "tomorrow 08:00" or an ISO moment.  Raises BadMoment."""
    moment = _read(to.strip(), now.astimezone(timezone))
    if moment < now:
        raise BadMoment("时间不能倒流")
    return moment


def _read(to: str, now: datetime) -> datetime:
    if step := STEP.fullmatch(to):
        return now + timedelta(**{UNITS[step[2]]: int(step[1])})
    try:
        if day := DAY.fullmatch(to):
            return _on_the_day(day[1], time(int(day[2]), int(day[3])), now)
        return read_moment(to, _zone(now))
    except ValueError as error:
        raise BadMoment("看不懂这个时间") from error


def _on_the_day(day: str, at: time, now: datetime) -> datetime:
    moment = datetime.combine(now.date(), at, now.tzinfo)
    # "Tonight" asked for late at night is the next evening: time only goes on.
    return moment + timedelta(days=1) if day == "tomorrow" or moment <= now else moment


def _zone(now: datetime) -> ZoneInfo:
    assert isinstance(now.tzinfo, ZoneInfo)
    return now.tzinfo


def shown(now: datetime, timezone: ZoneInfo) -> dict[str, str]:
    local = now.astimezone(timezone)
    return {
        "iso": local.isoformat(timespec="seconds"),
        "date": f"{local.year}年{local.month}月{local.day}日",
        "weekday": f"星期{WEEKDAYS[local.weekday()]}",
        "time": f"{local:%H:%M}",
    }
