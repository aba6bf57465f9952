"""When a notice is to go out, said in front of it: “昨天下午3点给3号楼发通知”; what is past is told so."""

import re
from datetime import date, datetime, time, timedelta

from core.numerals import HAN, to_int

PAST = "{when}已经过了，没有发送。要现在就发，请去掉时间再写一遍。"
_N = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
_BACK = {"大前天": -3, "前天": -2, "前晚": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0,
         "今早": 0, "今晚": 0}  # fmt: skip
_LATE = re.compile(r"下午|傍晚|晚")
_TIME = (
    rf"(?P<day>{'|'.join(_BACK)}|(?P<month>{_N})月(?P<of_month>{_N})[日号])的?\s*"
    rf"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上|夜里|早|晚)?\s*"
    rf"(?P<hour>{_N})(?:点|时|[:：])(?:(?P<half>半)|(?P<minute>\d{{1,2}})分?)?(?:钟|整)?"
)
_SENT_AT = re.compile(
    rf"^[\s请麻烦帮我您把]{{0,6}}(?:定时|预约|定在|定于|定到|设在|设为|等到?|到|在)*\s*(?P<when>{_TIME})"
    r"(?:的时候|准时|定时|自动)*[\s,，]*(?=(?:再|就|帮我|替我|请)*(?:给|向|对|跟|往|发|通知|群发|推送|提醒))"
)


def past(text: str, at: datetime) -> str:
    """Return the time of sending somebody named if it is over, in their words; "" if it is not."""
    said = _SENT_AT.match(text)
    if said is None:
        return ""
    when = _moment(said, at)
    return said["when"].strip() if when is not None and when <= at else ""


def _moment(said: re.Match[str], at: datetime) -> datetime | None:
    hour = to_int(said["hour"])
    day = _day(said, at.date())
    if hour is None or hour > 24 or day is None:
        return None
    is_late = hour < 12 and bool(_LATE.search(f"{said['day']}{said['part'] or ''}"))
    minute = 30 if said["half"] else int(said["minute"] or 0)
    begins = datetime.combine(day, time(0), at.tzinfo)
    return begins + timedelta(hours=hour + 12 * is_late, minutes=minute)


def _day(said: re.Match[str], today: date) -> date | None:
    if said["day"] in _BACK:
        return today + timedelta(days=_BACK[said["day"]])
    return nearest(to_int(said["month"]), to_int(said["of_month"]), today)


def nearest(month: int | None, day: int | None, today: date) -> date | None:
    """Return the day of that name nearest to today; None if there is none."""
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month or 0, day or 0))
        except ValueError:
            continue
    return min(found, key=lambda each: abs((each - today).days), default=None)
