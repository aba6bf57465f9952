"""Days, as tables write them."""

import re
from datetime import date, datetime, timedelta

from sheets.cells import Value, given

# Day 0 of a table program; day 60 is the 29 February 1900 that never was.
_EPOCH = date(1899, 12, 30)
_FIRST, _LAST = 3653, 73050  # the years 1910 to 2099
_FULL = re.compile(
    r"(\d{4})\s*[-./年\\]\s*(\d{1,2})\s*[-./月\\]\s*(\d{1,2})\s*[日号]?(?:[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-/年]\s*(\d{1,2})\s*月?|(\d{4})\.(\d{2})")
_PACKED_MONTH = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?")
_NO_YEAR = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?")


def read_day(value: Value, today: date | None = None) -> str | None:
    """Return a day as ISO text, shorter where only month or year are given; None if unreadable.

    A day without its year is the last such day before `today`; without `today` it is unreadable.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(float(value))
    return _written(given(value), today)


def read_near(value: Value, today: date | None = None) -> date | None:
    """Return a whole day, None for anything else; without its year the one nearest to `today`."""
    match = _NO_YEAR.fullmatch(given(value)) if isinstance(value, str) else None
    if match is None:
        found = read_day(value) or ""
        return date.fromisoformat(found) if len(found) == len("2026-11-30") else None
    years = range(today.year - 1, today.year + 2) if today else ()
    days = [_iso(year, int(match[1]), int(match[2])) for year in years]
    near = [date.fromisoformat(each) for each in days if each]
    return min(near, key=lambda each: abs(each - (today or each)), default=None)


def _number(value: float) -> str | None:
    if value.is_integer() and (found := _written(str(int(value)), None)):
        return found
    return (_EPOCH + timedelta(days=int(value))).isoformat() if _FIRST <= value <= _LAST else None


def _written(text: str, today: date | None) -> str | None:
    if not text:
        return ""
    for pattern in (_FULL, _PACKED):
        if match := pattern.fullmatch(text):
            return _iso(*map(int, match.groups()))
    for pattern in (_MONTH, _PACKED_MONTH, _YEAR):
        if match := pattern.fullmatch(text):
            return _partly([int(part) for part in match.groups() if part])
    if match := _NO_YEAR.fullmatch(text):
        return _last(int(match[1]), int(match[2]), today) if today else None
    if _SERIAL.fullmatch(text) and _FIRST <= float(text) <= _LAST:
        return (_EPOCH + timedelta(days=int(float(text)))).isoformat()
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if 1880 <= year <= 2100 else None
    except ValueError:
        return None


def _partly(parts: list[int]) -> str | None:
    if _iso(parts[0], parts[1] if len(parts) > 1 else 1, 1) is None:
        return None
    return f"{parts[0]}-{parts[1]:02d}" if len(parts) > 1 else str(parts[0])


def _last(month: int, day: int, today: date) -> str | None:
    for year in range(today.year, today.year - 5, -1):  # a 29 February may be four years back
        found = _iso(year, month, day)
        if found and found <= today.isoformat():
            return found
    return None
