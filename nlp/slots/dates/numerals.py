"""Numbers inside dates: days, months and years in either script, and counting in months."""

from calendar import monthrange
from datetime import date

from core.numerals import to_int

HAN_DAY = r"(?:三十一?|[二]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
HAN_MONTH = r"(?:十[一二]?|[一二三四五六七八九元])"
D = rf"(?:3[01]|[12]\d|0?[1-9]|{HAN_DAY})(?!\d)"
M = rf"(?:1[0-2]|0?[1-9]|{HAN_MONTH})"
Y = (
    r"(?:20\d\d|[二两贰][〇零○][一二三四五六七八九〇零○壹贰叁肆伍陆柒捌玖]{2}|(?<!\d)\d\d"
    r"|(?<![一二三四五六七八九十零〇○了])二(?:十[一二三四五六七八九]?|[一二三四五六七八九]))"
)
# What is written like a day or a month and need not be one.
ANY_D = r"(?:\d{1,2}|[二三四五六七八九]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九零])(?!\d)"
ANY_M = r"(?:\d{1,2}|二?十[一二三四五六七八九]?|[一二三四五六七八九元])"
YEAR_WORD = r"(?:(?P<yw>今年|去年|明年|前年|后年|来年)的?)?"
COUNT = {"上": -1, "下": 1, "再": 1}


def number(text: str | None) -> int:
    """Read a day or a month; 元 is the first month, and 0 is none."""
    return 1 if text == "元" else to_int(text or "") or 0


def year(text: str) -> int:
    """Read 2026, 26, 二零二六, 二六 and 二十六."""
    value = to_int(text) or 0
    return value + 2000 if value < 100 else value


def day(year: int, month: int, day: int) -> date | None:
    """Return the day, if there is one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month(year: int, month: int) -> date:
    """Return the first day of a month counted beyond December or below January."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def month_end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def shift(which: str | None) -> int:
    """Count 上 and 下: 下下下 is three ahead, 本 and 这 are none."""
    return sum(COUNT.get(ch, 0) for ch in which or "")
