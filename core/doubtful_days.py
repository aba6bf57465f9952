"""How a day that cannot be, or that nobody could know, is asked about.

A doubtful day is what `slots.dates` holds with `ask`: `raw`, `start` None, `why`, and in `suggest`
the ISO days that may be meant.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.numerals import to_int
from core.phrases import say_day

_DAY_NUMBER = re.compile(r"(\d{1,2}|[一二三四五六七八九十廿零]{1,3})[日号]?$")


def of(dates: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the first doubtful day among dates."""
    return next((each for each in dates if each.get("ask")), None)


def certain(slots: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the slots without any date where one of them is in doubt: half a period is none."""
    if of(slots.get("dates", [])) is None:
        return slots
    return {key: value for key, value in slots.items() if key != "dates"}


def day(iso: str) -> date:
    """Read the day of a suggestion."""
    return date.fromisoformat(iso)


def suggested(doubt: Mapping[str, Any]) -> list[date]:
    """Return the days that may be meant."""
    return [day(each) for each in doubt.get("suggest", ())]


def question(doubt: Mapping[str, Any]) -> str:
    """Word the question: 11月没有31号，是11月30号还是12月1号？"""
    days, raw, why = suggested(doubt), str(doubt.get("raw") or ""), doubt.get("why")
    if why == "weekday_differs" and len(days) == 2:
        return f"日期和星期对不上：{say_day(days[0])}，还是{say_day(days[1])}？"
    if why == "vague":
        return f"“{raw}”是哪一天？请写个日期，比如：12月8日。"
    if len(days) == 2:
        return f"{_missing(raw, days[0])}，是{_spoken(days[0])}还是{_spoken(days[1])}？"
    return f"没有“{raw}”这一天，请再写一次是哪天，比如：12月8日。"


def labels(doubt: Mapping[str, Any]) -> list[tuple[str, date]]:
    """Return what stands beside each number that can be replied, and the day it means."""
    return [(say_day(each), each) for each in suggested(doubt)]


def _missing(raw: str, last: date) -> str:
    """Say which day a month has not; of February the year matters."""
    found = _DAY_NUMBER.search(raw)
    number = to_int(found[1]) if found else None
    if not number or number <= last.day:
        return f"没有“{raw}”这一天"
    year = f"{last.year}年" if number == 29 else ""
    return f"{year}{last.month}月没有{number}号"


def _spoken(each: date) -> str:
    return f"{each.month}月{each.day}号"
