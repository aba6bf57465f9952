"""Dates that belong together: from–to, 周三(11月25日), 15、16号, 月初到现在, and what follows what was."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from core.numerals import to_int
from nlp.slots.dates.moment import DAY, OpenDay, Span, Tense, Why
from nlp.slots.dates.numerals import HAN_DAY, day, month, shift
from nlp.slots.dates.weeks import WHICH, weekday

_TO = re.compile(
    r"\s*(?:早上?|晚上?|上午|中午|下午|夜里)?(?:[日号])?\s*(?:[-~—–至]+|(?:就|都|一直|要|得)?(?:住|待|呆|玩|休|忙|请假|值班|持续|出差|隔离|停)?到)\s*"
)
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天1-7](?=[^,。;!?]{0,6}[回走返到])")
_AND = re.compile(r"\s*[日号]?\s*(?:[、和跟与或及]|或者|,)\s*")
_DAY_ONLY = re.compile(r"[\d一二三四五六七八九十廿]{1,3}\s*[日号]")
_FIRST_DAY = re.compile(
    rf"(?:(?P<mw>(?:上{{1,4}}|再?下{{1,4}}|本|这)(?:一)?个?月的?)|(?<![\d.月/A-Za-z周期拜第初一二三四五六七八九十-]))(?P<d>3[01]|[12]\d|0?[1-9]|{HAN_DAY})\s*(?:[-~—–至]+|到|(?P<and>[、和]))\s*$"
)
_SECOND_WEEKDAY = re.compile(
    r"\s*[、和跟]\s*(?P<wd>[一二三四五六日天])(?![一二三四五六七八九十号点个人天层楼栋次]|单元)"
)
UNTIL_NOW = re.compile(
    r"\s*(?:早上|上午|中午|下午|晚上|夜里|那天)?\s*(?:开始|起)?\s*,?\s*(?:(?:一直|就|都)[一-龥]{0,4}?)?\s*"
    r"(?:(?:直到|[到至])了?(?:现在|目前|这会儿?|如今|当前|眼下|今(?!天|晚|早|日|年))|至今|迄今|以来)"
)
_OPEN = re.compile(r"\s*\(\s*(?:也?就?是|即|农历|阴历)?\s*")
_CLOSE = re.compile(r"\s*\)")
_BESIDE = re.compile(r"\s*")
_COMMA = re.compile(r"\s*[,、]\s*")
_BARE_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天1-7])")
_SAID_WEEKDAY = re.compile(rf"(?:{WHICH})?(?:周|星期|礼拜)[一二三四五六日天1-7]")


@dataclass(frozen=True)
class Found:
    """A date phrase, where it stands, what it means, and what it would mean in another tense."""

    start: int
    end: int
    span: Span
    tense: Tense = "open"
    reread: Callable[[Tense], Span | None] | None = None


def longest(found: list[Found]) -> list[Found]:
    """Keep the longest of phrases that overlap."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
        elif item.end - item.start > kept[-1].end - kept[-1].start:
            kept[-1] = item
    return kept


def until_now(clean: str, found: list[Found], today: date) -> list[Found]:
    """Let 月初到现在 and 11月6号至今 end today."""
    joined = []
    for item in found:
        ends = UNTIL_NOW.match(clean, item.end)
        if ends and item.span.start > today and item.reread:
            item = replace(item, span=item.reread("past") or item.span)
        if ends and not item.span.doubt and item.span.start <= today:
            item = replace(item, end=ends.end(), span=replace(item.span, end=today))
        joined.append(item)
    return joined


def same_day(clean: str, found: list[Found]) -> list[Found]:
    """Make one of 周三(11月25日) and 明天周日; ask when the two do not agree."""
    joined: list[Found] = []
    for item in found:
        last = joined[-1] if joined else None
        one = _one(clean, last, item) if last else None
        if one is None:
            joined.append(item)
        else:
            joined[-1] = one
    return joined


def _one(clean: str, last: Found, item: Found) -> Found | None:
    gap = clean[last.end : item.start]
    bracket = _OPEN.fullmatch(gap)
    said, other = clean[last.start : last.end], clean[item.start : item.end]
    by_weekday = [bool(_SAID_WEEKDAY.fullmatch(text)) for text in (said, other)]
    beside = bracket or (sum(by_weekday) == 1 and _BESIDE.fullmatch(gap))
    comma = sum(by_weekday) == 1 and _COMMA.fullmatch(gap)
    spans = (last.span, item.span)
    if not (beside or comma) or any(span.end or span.doubt for span in spans):
        return None
    span = _agreed(said, last.span, other, item.span)
    if span is None and comma:
        return None
    closed = _CLOSE.match(clean, item.end) if bracket else None
    end = closed.end() if closed else item.end
    return replace(last, end=end, span=span or _differing(said, last.span, item.span))


def _agreed(said: str, first: Span, other: str, second: Span) -> Span | None:
    """Return the day both phrases name, or None."""
    loose = [_BARE_WEEKDAY.fullmatch(text) for text in (said, other)]
    only_day = [bool(_DAY_ONLY.fullmatch(text)) for text in (said, other)]
    one, two = first.start, second.start
    if loose[0] and only_day[1] or loose[1] and only_day[0]:
        bare = loose[0] or loose[1]
        return _near(two if loose[0] else one, weekday(bare[1]) if bare else 0)
    if loose[0]:
        return second if two.weekday() == weekday(loose[0][1]) else None
    if loose[1]:
        return first if one.weekday() == weekday(loose[1][1]) else None
    if only_day[0] or only_day[1]:
        sure = second if only_day[0] else first
        return sure if one.day == two.day else None
    return first if (one.month, one.day) == (two.month, two.day) else None


def _near(start: date, wanted: int) -> Span | None:
    """Find the month in which a day of the month is that weekday: 周三(18号)."""
    firsts = [month(start.year, start.month + shift) for shift in (0, -1, 1)]
    days = [found for first in firsts if (found := day(first.year, first.month, start.day))]
    return next((Span(found) for found in days if found.weekday() == wanted), None)


def _differing(said: str, first: Span, second: Span) -> Span:
    """Offer both days: the one by its number, and the one by its weekday beside it."""
    weekday_first = _SAID_WEEKDAY.fullmatch(said)
    by_week, by_number = (first, second) if weekday_first else (second, first)
    ahead = (by_week.start.weekday() - by_number.start.weekday()) % 7
    other = by_number.start + DAY * (ahead if ahead <= 3 else ahead - 7)
    days = tuple(sorted({by_number.start, other if ahead else by_week.start}))
    return Span(by_number.start, doubt=OpenDay(Why.WEEKDAY_DIFFERS, days))


_AHEAD = re.compile(
    r"\s*(?:再|才|去|来)?(?:复查|复诊|复工|上班|开学|手术|出院|出发|到期|截止|解除|解封|拿)(?!了|的|过)"
)
_SICK = re.compile(r"[烧咳疼痛吐泻阳阴]|拉肚子|退|好了|\d度|(?:3[4-9]|4[0-2])[.度]|核酸|抗原|确诊")


def inherited(clean: str, found: list[Found], today: date) -> list[Found]:
    """Let what follows a past day be past too: 周一开始咳,周二发烧."""
    kept: list[Found] = []
    for i, item in enumerate(found):
        last = kept[-1] if kept else None
        stop = found[i + 1].start if i + 1 < len(found) else item.end + 12
        sick = _SICK.search(clean[item.end : min(stop, item.end + 12)])
        told = last and last.span.start < today and (last.tense == "past" or sick)
        if (
            told
            and not _AHEAD.match(clean, item.end)
            and item.tense == "open"
            and item.reread
            and item.span.start > today
        ):
            past = item.reread("past")
            if past and past.start <= today and last and past.start >= last.span.start:
                item = replace(item, span=past, tense="past")
        kept.append(item)
    return kept


def ranges(clean: str, found: list[Found], today: date) -> list[Found]:
    """Join 12月1日到5日, 25-28号 and 周一到周三 to one range."""
    joined: list[Found] = []
    for item in found:
        last = joined[-1] if joined else None
        if item.span.doubt or (last and last.span.doubt):
            joined.append(item)
            continue
        item = _in_order(clean, last, item) if last else item
        if last and last.span.end is None and _TO.fullmatch(clean[last.end : item.start]):
            end: date | None = item.span.end or item.span.start
            if item.span.start < last.span.start and _BARE_WEEKDAY.match(clean, item.start):
                end = item.span.start + 7 * DAY
                item = replace(item, span=replace(item.span, start=end))
            if item.span.end is None and (
                item.span.start < last.span.start
                or _DAY_ONLY.fullmatch(clean, item.start, item.end)
            ):
                end = _after(last.span.start, item.span.start)
            if end is None:
                joined[-1] = replace(last, end=item.end, span=_no_such_end(last.span.start))
                continue
            if end >= last.span.start:
                joined[-1] = replace(last, end=item.end, span=replace(last.span, end=end))
                continue
        joined += _opened(clean, item, today)
    return joined


def _no_such_end(start: date) -> Span:
    """Ask about 11月28号到31号."""
    first = month(start.year, start.month + 1)
    return Span(start, doubt=OpenDay(Why.NO_SUCH_DAY, (first - DAY, first)))


def _opened(clean: str, item: Found, today: date) -> list[Found]:
    """Read the bare day before 25-28号, 下个月8、9号, and behind 下周三、四."""
    before = max(0, item.start - 9)
    opened = _FIRST_DAY.search(clean[before : item.start])
    if not opened or item.span.end is not None:
        return [item, *_second_weekday(clean, item)]
    if opened["mw"]:
        first = month(today.year, today.month + shift(opened["mw"]))
        there = day(first.year, first.month, item.span.start.day)
        item = replace(item, span=Span(there or item.span.start))
    day_no = to_int(opened["d"]) or 0
    if day_no > item.span.start.day:
        return [item]
    first = item.span.start.replace(day=day_no)
    begin = before + opened.start()
    if opened["and"]:
        return [replace(item, start=begin, end=before + opened.end("d"), span=Span(first)), item]
    return [replace(item, start=begin, span=Span(first, item.span.start))]


def _second_weekday(clean: str, item: Found) -> list[Found]:
    """Read the second of 下周三、四."""
    said = _SECOND_WEEKDAY.match(clean, item.end)
    if not said or not _SAID_WEEKDAY.fullmatch(clean, item.start, item.end):
        return []
    ahead = (weekday(said["wd"]) - item.span.start.weekday()) % 7
    span = Span(item.span.start + ahead * DAY)
    return [Found(said.start("wd"), said.end(), span, item.tense)]


def _in_order(clean: str, last: Found, item: Found) -> Found:
    """Keep 11月15、16号 in one month, and the Sunday of 周五去周日回 behind its Friday."""
    gap, start = clean[last.end : item.start], item.span.start
    if (
        item.span.end is None
        and _AND.fullmatch(gap)
        and _DAY_ONLY.fullmatch(clean, item.start, item.end)
    ):
        after = _after(last.span.start, start)
        start = after if after and after > last.span.start else start
    elif _same_week(clean, last, item):
        first = last.span.start - last.span.start.weekday() * DAY
        start = first + start.weekday() * DAY
    elif _WEEKDAY.match(clean, item.start) and start < last.span.start and item.tense != "past":
        start += 7 * DAY
    return replace(item, span=replace(item.span, start=start))


def _same_week(clean: str, last: Found, item: Found) -> bool:
    """Tell 下周二或者周三, where the second is of that week too."""
    said = clean[last.start : last.end]
    bare = _BARE_WEEKDAY.fullmatch(clean, item.start, item.end) and item.span.end is None
    of_a_week = _SAID_WEEKDAY.fullmatch(said) and not _BARE_WEEKDAY.fullmatch(said)
    return bool(bare and of_a_week and _AND.fullmatch(clean[last.end : item.start]))


def _after(start: date, end: date) -> date | None:
    """Move the end of a range behind its start: in 28号到3号 the 3rd is next month's."""
    if end.day >= start.day:
        return day(start.year, start.month, end.day)
    first = month(start.year, start.month + 1)
    return day(first.year, first.month, end.day)
