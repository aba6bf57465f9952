"""Months, years and their parts: 月底, 下个月月初, 12月中旬, 25年12月, 今年年底."""

import re
from datetime import date

from nlp.slots.dates.moment import Moment, Span
from nlp.slots.dates.numerals import YEAR_WORD, M, Y, month, month_end, number
from nlp.slots.dates.numerals import shift as shifted
from nlp.slots.dates.numerals import year as year_of

MONTH_WHICH = r"(?:上{1,4}|下{1,4}|本|这)(?:一)?个?"


def stretch(first: date, part: str) -> Span:
    """Return a part of the month that begins with `first`; all of it for an empty part."""
    last = month_end(first)
    return {
        "初": Span(first),
        "中": Span(first.replace(day=15)),
        "底": Span(last),
        "末": Span(last),
        "尾": Span(last),
        "上旬": Span(first, first.replace(day=10)),
        "中旬": Span(first.replace(day=11), first.replace(day=20)),
        "下旬": Span(first.replace(day=21), last),
        "中下旬": Span(first.replace(day=11), last),
        "上中旬": Span(first, first.replace(day=20)),
        "": Span(first, last),
    }[part]


def _month_part(match: re.Match[str], moment: Moment) -> Span | None:
    """Read 月底, 下个月初, 上月中旬; a bare 月初 that is over is the next one."""
    which, part = match["mw"] or "", match["mp"] or ""
    today, ahead = moment.today, shifted(match["mw"])
    if not part and not ahead:
        return None
    span = stretch(month(today.year, today.month + ahead), part)
    if not which and moment.tense != "past" and (span.end or span.start) < today:
        span = stretch(month(today.year, today.month + 1), part)
    if not which and moment.tense == "past" and span.start > today:
        span = stretch(month(today.year, today.month - 1), part)
    return span


def named(match: re.Match[str], moment: Moment) -> date:
    """Return the first day of the month that 12月, 去年三月 or 25年12月 names."""
    month_no = number(match["m"])
    year = moment.year_named(match["yw"]) or (year_of(match["y"]) if match["y"] else None)
    if year is None:
        here, near = moment.today.year, moment.today.replace(day=1)
        firsts = [date(y, month_no, 1) for y in (here - 1, here, here + 1)]
        year = here if month_no == near.month else moment.pick(firsts, default="nearest").year
    return date(year, month_no, 1)


def _named_month(match: re.Match[str], moment: Moment) -> Span | None:
    return stretch(named(match, moment), match["mp"] or "")


def _year_part(match: re.Match[str], moment: Moment) -> Span | None:
    said = moment.year_named(match["yw"]) or (year_of(match["y"]) if match["y"] else None)
    year = said or moment.today.year
    if match["yp"] in "底末尾":
        return Span(date(year, 12, 31))
    later = not said and moment.tense != "past"
    return Span(date(year + later, 1, 1))


_AGAIN = r"(?:份?的?月)?"  # 十二月月底, 下个月的月初
_PARTS = r"初|底|末|尾|中下旬|上中旬|中旬|上旬|下旬|中(?!国|医|心|学|间|山|的)"
NAMED = rf"{YEAR_WORD}(?:(?P<y>{Y})年的?)?(?<![\d.个第一二三四五六七八九十])(?P<m>{M})\s*月"

RULES = [
    (
        re.compile(
            rf"(?:(?P<mw>{MONTH_WHICH})|(?<![一二三四五六七八九十\d个满腊正冬元月]))月{_AGAIN}(?P<mp>{_PARTS})"
        ),
        _month_part,
    ),
    (
        re.compile(r"(?P<mw>)(?<![月年\d份的一二三四五六七八九十])(?P<mp>[中上]?[中上下]旬)(?!老)"),
        _month_part,
    ),
    (
        re.compile(
            r"(?P<mw>(?:上{1,4}|下{1,4})(?:一)?个?)月(?P<mp>)(?![\d初中底末尾上下]|的?\d|台)"
        ),
        _month_part,
    ),
    (re.compile(rf"{NAMED}{_AGAIN}(?P<mp>{_PARTS})"), _named_month),
    (
        re.compile(
            rf"{NAMED}份?(?P<mp>)(?![\d大龄子饼末底初上下中嫂月]|[一二三四五六七八九十]|[前后以之内一])"
        ),
        _named_month,
    ),
    (
        re.compile(
            rf"(?:(?P<yw>[今去明前后来])年的?|(?P<y>{Y})年的?)?年(?P<yp>底|末|初|尾(?!款))(?![一二三四五六七八九十\d])"
        ),
        _year_part,
    ),
    (
        re.compile(
            rf"(?:(?P<yw>今|去|明)|(?P<y>{Y}))年(?P<yp>底|末|初)(?![一二三四五六七八九十\d])"
        ),
        _year_part,
    ),
]
