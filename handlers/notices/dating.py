"""“明天”, “今晚” in a notice become dates as it is typed: it may be read on another day."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.numerals import HAN, to_int
from handlers.notices.sending_time import nearest

_DAYS = {"大后": 3, "后": 2, "明": 1, "今": 0, "昨": -1, "前": -2}
_PARTS = {"早": "早上", "早上": "早上", "晚": "晚上", "晚上": "晚上", "夜": "夜里", "夜里": "夜里", "上午": "上午",
          "下午": "下午", "中午": "中午", "傍晚": "傍晚", "凌晨": "凌晨"}  # fmt: skip
_N = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
_SAID = re.compile(
    r"(?<!如)(?P<day>大后|后|明|今|昨|前)(?P<unit>天|日|(?=早|晚|夜))"
    r"(?:的)?(?P<part>早上|上午|中午|下午|傍晚|晚上|夜里|凌晨|早|晚|夜)?"
    rf"(?P<clock>\s*(?P<hour>{_N})(?:点|时|[:：](?P<digits>\d{{2}}))(?P<half>半)?(?:(?P<minute>{_N})分)?)?"
)
NIGHT_ENDS = time(6)  # what is to happen after midnight is over by then
NIGHT_PARTS = {"晚上", "夜里"}


@dataclass(frozen=True, slots=True)
class Dated:
    """A text that says dates, and the moment until which something at night goes on."""

    text: str
    ends: datetime | None = None


def write_out(text: str, at: datetime) -> Dated:
    """Write the days that are named from today as dates; `at` is when it was typed, in local time."""
    nights: list[datetime] = []

    def dated(found: re.Match[str]) -> str:
        day = at.date() + timedelta(days=_DAYS[found["day"]])
        part = _PARTS.get(found["part"] or "", "")
        hour = to_int(found["hour"]) if found["hour"] else None
        if hour is not None and part in NIGHT_PARTS and hour in (0, 12, 24, 1, 2, 3, 4):
            return _after_midnight(day, hour, found, at, nights)
        return f"{_say(day)}{part}{found['clock'] or ''}"

    return Dated(_SAID.sub(dated, text), max(nights, default=None))


def _after_midnight(
    day: date, hour: int, found: re.Match[str], at: datetime, nights: list[datetime]
) -> str:
    """“今晚12点半” is half past midnight, which the calendar counts to the next day."""
    next_day = day + timedelta(days=1)
    nights.append(datetime.combine(next_day, NIGHT_ENDS, at.tzinfo))
    minute = 30 if found["half"] else to_int(found["minute"] or found["digits"] or "0") or 0
    return f"{_say(next_day)}凌晨{hour % 12}点{f'{minute}分' if minute else ''}"


_WRITTEN = re.compile(
    r"(?<!据)(?<!截至)(?<!截止)(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号](?!.{0,6}(?:通报|发布|公布|公告|统计|数据|起|以来|开始))"
)


def all_over(text: str, today: date) -> str:
    """Return the last day a text names, as it names it, if all of them are past; "" if not."""
    days = {
        day: each[0]
        for each in _WRITTEN.finditer(text)
        if (day := nearest(int(each["month"]), int(each["day"]), today)) is not None
    }
    return days[max(days)] if days and max(days) < today else ""


def _say(day: date) -> str:
    return f"{day.month}月{day.day}日"
