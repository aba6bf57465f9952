"""The n-th or last day of something: 三月的第一天, 下周最后一天, 12月第一个周一, 上个月头三天."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from nlp.slots.dates.moment import DAY, Moment, Span
from nlp.slots.dates.months import MONTH_WHICH, named
from nlp.slots.dates.numerals import Y, month, month_end, number
from nlp.slots.dates.numerals import shift as shifted
from nlp.slots.dates.numerals import year as year_of
from nlp.slots.dates.weeks import WEEK, WHICH, monday, weekday

_NTH = r"(?:第(?P<nth>\d{1,2}|[一二三四五六七八九十]{1,3})|(?P<first>头一|首)|(?P<last>最后一?)|倒数第(?P<back>[一二三四五\d]))"
_WHAT = rf"(?:个?(?P<day>[天日])|个?(?P<work>工作日)|个?{WEEK}(?P<wd>[一二三四五六日天1-7])(?!\d))"
_SEVERAL = r"(?P<edge>头|前|最后)(?P<n>\d{1,2}|[两二三四五六七八九十])天"
_TAIL = rf"的?(?:{_NTH}{_WHAT}|{_SEVERAL})"
_MONTH = rf"(?P<yw>)(?P<y>)(?P<m>)(?P<mw>{MONTH_WHICH})月"

Days = Sequence[date]


def _of(days: Callable[[re.Match[str], Moment], Days]) -> Callable[..., Span | None]:
    """Make a resolver that chooses among the days of a stretch."""

    def resolve(match: re.Match[str], moment: Moment) -> Span | None:
        return _chosen(match, days(match, moment))

    return resolve


def _chosen(match: re.Match[str], days: Days) -> Span | None:
    if match["edge"]:
        count = min(number(match["n"].replace("两", "二")), len(days))
        some = days[-count:] if match["edge"] == "最后" else days[:count]
        return Span(some[0], some[-1])
    left = [day for day in days if _fits(match, day)]
    at = _position(match)
    return Span(left[at]) if -len(left) <= at < len(left) else None


def _fits(match: re.Match[str], day: date) -> bool:
    if match["work"]:
        return day.weekday() < 5 and (day.month, day.day) != (1, 1)
    return not match["wd"] or day.weekday() == weekday(match["wd"])


def _position(match: re.Match[str]) -> int:
    if match["last"] or match["back"]:
        return -number(match["back"] or "1")
    return number(match["nth"] or "1") - 1


def _all(first: date, last: date) -> Days:
    return [first + DAY * n for n in range((last - first).days + 1)]


def _of_month(match: re.Match[str], moment: Moment) -> Days:
    today = moment.today
    first = (
        named(match, moment)
        if match["m"]
        else month(today.year, today.month + shifted(match["mw"]))
    )
    return _all(first, month_end(first))


def _of_year(match: re.Match[str], moment: Moment) -> Days:
    year = moment.year_named(match["yw"]) or year_of(match["y"] or str(moment.today.year))
    return _all(date(year, 1, 1), date(year, 12, 31))


def _of_week(match: re.Match[str], moment: Moment) -> Days:
    week = monday(moment, match["which"])
    return _all(week.start, week.end or week.start)


_EDGE = r"(?:的?月?[初底末尾])?"


def rules(named_month: str) -> list[tuple[re.Pattern[str], Callable[..., Span | None]]]:
    """Return the rules; `named_month` is how a month is named."""
    return [
        (re.compile(rf"{named_month}份?{_EDGE}{_TAIL}"), _of(_of_month)),
        (re.compile(rf"{_MONTH}{_EDGE}{_TAIL}"), _of(_of_month)),
        (
            re.compile(rf"(?P<yw>)(?P<y>)(?P<m>)(?<!\d)(?<![个每])(?P<mw>)月[初底末尾]{_TAIL}"),
            _of(_of_month),
        ),
        (
            re.compile(rf"(?:(?P<yw>[今去明前后来])年|(?P<y>{Y})年)(?:的?年?[初底末])?{_TAIL}"),
            _of(_of_year),
        ),
        (re.compile(rf"(?P<which>{WHICH}){WEEK}{_TAIL}"), _of(_of_week)),
    ]
