"""However a day or an amount is written, it is the same day and the same amount."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.slots import extract

ZONE = timezone(timedelta(hours=8))
AT = datetime(2026, 11, 21, 9, tzinfo=ZONE)
DIGITS, MONEY = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
WEEKDAYS = "一二三四五六日"
UNITS = ("斤", "个", "包", "箱", "瓶", "袋", "盒", "公斤")

_FIRST = datetime(2025, 1, 1, 9, tzinfo=ZONE)
moments = st.integers(0, 5 * 365 * 24).map(lambda hours: _FIRST + timedelta(hours=hours))
numbers = st.integers(1, 9999)


def han(number: int, digits: str = DIGITS, units: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    """Spell a number up to 9999: 1005 is 一千零五, 10 is 一十."""
    said, zero = "", False
    for size in (3, 2, 1, 0):
        digit = number // 10**size % 10
        if digit:
            said += (digits[0] if zero and said else "") + digits[digit] + units[size]
        zero = not digit
    return said


def spoken(number: int) -> str:
    """Spell a number as people say it: 十二, 两百, 二十."""
    said = han(number)
    if 10 <= number < 20:
        return said.removeprefix("一")
    return f"两{said[1:]}" if said.startswith(("二百", "二千")) else said


def dates(text: str, at: datetime) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = extract(text, at).get("dates", [])
    return found


def the_day(text: str, at: datetime) -> date:
    [found] = dates(text, at)
    assert found.get("end") is None
    return date.fromisoformat(found["start"])


def ways(day: date) -> list[str]:
    """Return ways to write a day that need no today."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year % 100}年{day.month}月{day.day}号",
        f"{day.isoformat()}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{year}年{spoken(day.month)}月{spoken(day.day)}日",
        f"{year.replace('零', '〇')}年{spoken(day.month)}月{spoken(day.day)}号",
        f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）",
    ]


@settings(deadline=None)
@given(moments, st.integers(-300, 300))
def test_a_day_comes_back_however_it_is_written(at: datetime, ahead: int) -> None:
    day = at.date() + timedelta(days=ahead)
    for way in ways(day):
        assert the_day(f"{way}到家", at) == day, way


@settings(deadline=None)
@given(moments, st.integers(1, 20))
def test_a_day_comes_back_told_from_today(at: datetime, ahead: int) -> None:
    today = at.date()
    later, earlier = (today + timedelta(days=ahead * sign) for sign in (1, -1))
    assert the_day(f"{ahead}天后到", at) == the_day(f"{spoken(ahead)}天后到", at) == later
    assert the_day(f"{ahead}天前到的", at) == earlier
    assert the_day(f"再过{ahead}天到", at) == later
    for word, days in (
        ("今天", 0),
        ("明天", 1),
        ("后天", 2),
        ("大后天", 3),
        ("昨天", -1),
        ("前天", -2),
    ):
        assert the_day(f"{word}的票", at) == today + timedelta(days=days)


@settings(deadline=None)
@given(moments, st.integers(-4, 4), st.integers(0, 6))
def test_stacked_weeks_count(at: datetime, weeks: int, weekday: int) -> None:
    which = ("下" if weeks > 0 else "上") * abs(weeks) or "本"
    monday = at.date() - timedelta(days=at.weekday())
    day = monday + timedelta(days=7 * weeks + weekday)
    for week in ("周", "星期", "个礼拜" if weeks else "礼拜"):
        assert the_day(f"{which}{week}{WEEKDAYS[weekday]}", at) == day
    assert the_day(f"{which}周{weekday + 1}" if weekday < 6 else f"{which}周日", at) == day


@settings(deadline=None)
@given(moments, st.integers(1, 12), st.integers(1, 31))
def test_a_month_and_day_are_that_day_or_asked_about(at: datetime, month: int, day: int) -> None:
    longest = 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    [found] = dates(f"{month}月{day}号到家", at)
    if day > longest:
        assert found["ask"] and found["start"] is None
        assert [iso[5:7] for iso in found["suggest"]] == [f"{month:02}", f"{month + 1:02}"]
    elif day < 29:
        assert found["start"][5:] == f"{month:02}-{day:02}"


@settings(deadline=None)
@given(moments, st.integers(0, 6), st.integers(1, 60))
def test_a_weekday_in_brackets_agrees_or_is_asked_about(
    at: datetime, weekday: int, ahead: int
) -> None:
    day = at.date() + timedelta(days=ahead)
    [found] = dates(f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[weekday]}）到", at)
    agrees = day.weekday() == weekday
    assert bool(found.get("ask")) != agrees
    assert found["start"] == (day.isoformat() if agrees else None)
    assert agrees or day.isoformat() in found["suggest"]


@settings(deadline=None)
@given(moments, st.integers(0, 50), st.integers(0, 50))
def test_a_period_has_its_two_ends(at: datetime, ahead: int, length: int) -> None:
    first = at.date() + timedelta(days=ahead)
    last = first + timedelta(days=length)
    for joint in ("到", "至", "-", "~"):
        one, other = (f"{day.year}年{day.month}月{day.day}日" for day in (first, last))
        found = dates(f"{one}{joint}{other}在外地", at)
        assert (found[0]["start"], found[-1].get("end") or found[-1]["start"]) == (
            first.isoformat(),
            last.isoformat(),
        )


def item(text: str) -> dict[str, Any]:
    [found] = extract(text, AT)["items"]
    return dict(found)


@settings(deadline=None)
@given(numbers, st.sampled_from(UNITS), st.booleans())
def test_a_number_is_the_same_in_every_script(number: int, unit: str, behind: bool) -> None:
    finance = han(number, MONEY, ("", "拾", "佰", "仟"))
    for said in (str(number), f"{number:,}", han(number), spoken(number), finance):
        text = f"买口罩{said}{unit}" if behind else f"买{said}{unit}口罩"
        found = item(text)
        assert (found["name"], found["qty"], found["unit"]) == ("口罩", number, unit), text


@settings(deadline=None)
@given(st.integers(1, 99), st.integers(1, 9))
def test_liang_are_tenths_and_half_is_half(number: int, tenths: int) -> None:
    for said in (str(number), spoken(number)):
        half = item(f"买{said}斤半土豆")
        liang = item(f"买{said}斤{DIGITS[tenths]}两土豆")
        assert half["qty"] == number + 0.5
        assert liang["qty"] == pytest.approx(number + tenths / 10)
        assert item(f"买{said}斤土豆")["qty"] == number


@settings(deadline=None)
@given(st.integers(1, 8))
def test_two_neighbours_are_a_span(low: int) -> None:
    one = "两" if low == 2 else DIGITS[low]
    found = item(f"买{one}{DIGITS[low + 1]}个鸡蛋")
    assert (found["qty_min"], found["qty_max"]) == (low, low + 1)
    teens = item(f"买十{DIGITS[low]}{DIGITS[low + 1]}个鸡蛋")
    assert (teens["qty_min"], teens["qty_max"]) == (10 + low, 11 + low)
    digits = item(f"买{low}-{low + 1}个鸡蛋")
    assert (digits["qty_min"], digits["qty_max"]) == (low, low + 1)


@pytest.mark.parametrize(
    ("said", "day", "part"),
    [
        ("琴日晚上38.2", "2026-11-20", "evening"),
        ("尋晚37.9", "2026-11-20", "evening"),
        ("噚日中午38.5", "2026-11-20", "noon"),
        ("今朝36.8", None, "morning"),
        ("晏昼量37.1", None, "noon"),
    ],
)
def test_days_of_dialects_are_days(said: str, day: str | None, part: str) -> None:
    at = datetime(2026, 11, 21, 21, tzinfo=ZONE)

    [reading] = extract(said, at)["temps"]

    assert (reading.get("day"), reading.get("part")) == (day, part)
    assert reading["who"] == "本人"
