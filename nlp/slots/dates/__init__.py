"""Dates people mention, as ISO days read against the moment they wrote."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from nlp.normalize import Text
from nlp.slots.dates import clock, feasts
from nlp.slots.dates.moment import DAY, Moment, Span, tense
from nlp.slots.dates.phrases import RULES

_CUE = re.compile(
    r"[今明昨前后]|[日号周月年天晚节]|礼拜|星期|初|\d\s?[-/.]\s?\d|\d{8}|元旦|除夕|小年|冬至|清明|端午|中秋|国庆|五一|十一|圣诞|七夕|重阳|腊八|双1|六一|元宵|平安夜|立[春冬]"
)
_MOST = 40  # phrases of one kind; nobody plans more than that in one message
_CLAUSE = re.compile(r"[,。;!?\n]")
_TO = re.compile(r"\s*(?:[日号])?\s*(?:[-~—–至]+|到)\s*")
_HABIT = re.compile(r"(?:每|每个|逢|单|双)\s*$")
_OTHER_DAY = re.compile(
    r"\d{1,2}[日号](?!楼|栋|线|院)|[今明昨后前]天|(?:[上下这本]个?)?(?:周|星期|礼拜)[一二三四五六日末]"
)
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天](?=[^,。;!?]{0,6}[回走返到])")
_LINK = re.compile(r"\s*(?:[-~—–至到和跟与、,或及]|或者|以及|还有)*\s*")
_AND = re.compile(r"\s*[日号]?\s*(?:[、和跟与或及]|或者|,)\s*")
_DAY_ONLY = re.compile(r"[\d一二三四五六七八九十廿]{1,3}\s*[日号]")
_FIRST_DAY = re.compile(
    r"(?<![\d.月/A-Za-z-])(3[01]|[12]\d|0?[1-9])\s*(?:[-~—–至]+|到|([、和]))\s*$"
)


@dataclass(frozen=True)
class Found:
    """A date phrase, where it stands and what it means."""

    start: int
    end: int
    span: Span


def read(text: Text, at: datetime) -> list[dict[str, Any]]:
    """List the dates of a message in the order they are written."""
    if not _CUE.search(text.clean):
        return []
    found = _ranges(text.clean, _longest(_all(text.clean, at.date())))
    return [
        _slot(text, item, found[i + 1].start if i + 1 < len(found) else None)
        for i, item in enumerate(found)
    ]


def _all(clean: str, today: date) -> list[Found]:
    found: list[Found] = []
    for pattern, resolve in [*RULES, (feasts.PATTERN, feasts.resolve)]:
        for match in islice(pattern.finditer(clean), _MOST):
            if not match[0] or _HABIT.search(clean[max(0, match.start() - 3) : match.start()]):
                continue
            span = _resolved(
                resolve(match, Moment(today, tense(_clause(clean, match.start(), match.end()))))
            )
            if span:
                found.append(Found(match.start(), match.end(), span))
    return found


def _resolved(span: Span | None) -> Span | None:
    return span if span and 1990 <= span.start.year <= 2100 else None


def _clause(clean: str, start: int, end: int) -> str:
    """Return the words a date belongs to; of 20号去的22号回 each has its own."""
    left = max(
        (m.end() for m in _CLAUSE.finditer(clean, max(0, start - 60), start)),
        default=max(0, start - 60),
    )
    right = _CLAUSE.search(clean, end)
    stop = right.start() + 1 if right and right.start() < end + 60 else min(len(clean), end + 60)
    for other in _OTHER_DAY.finditer(clean, left, start - 1):
        left = start if not _LINK.fullmatch(clean[other.end() : start]) else left
    ahead = _OTHER_DAY.search(clean, end, stop)
    if ahead and not _LINK.fullmatch(clean[end : ahead.start()]):
        stop = ahead.start()
    return clean[left:stop]


def _longest(found: list[Found]) -> list[Found]:
    """Keep the longest of phrases that overlap."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
        elif item.end - item.start > kept[-1].end - kept[-1].start:
            kept[-1] = item
    return kept


def _ranges(clean: str, found: list[Found]) -> list[Found]:
    """Join 12月1日到5日, 25-28号 and 周一到周三 to one range."""
    joined: list[Found] = []
    for item in found:
        last = joined[-1] if joined else None
        item = _in_order(clean, last, item) if last else item
        if last and last.span.end is None and _TO.fullmatch(clean[last.end : item.start]):
            end = item.span.end or item.span.start
            if item.span.end is None and (
                end < last.span.start or _DAY_ONLY.fullmatch(clean, item.start, item.end)
            ):
                end = _after(last.span.start, end)
            if end >= last.span.start:
                joined[-1] = Found(last.start, item.end, replace(last.span, end=end))
                continue
        opened = _FIRST_DAY.search(clean[max(0, item.start - 6) : item.start])
        if opened and item.span.end is None and int(opened[1]) <= item.span.start.day:
            first = item.span.start.replace(day=int(opened[1]))
            begin = max(0, item.start - 6) + opened.start()
            if opened[2]:
                joined += [Found(begin, opened.end(1) + begin - opened.start(), Span(first)), item]
            else:
                joined.append(Found(begin, item.end, Span(first, item.span.start)))
            continue
        joined.append(item)
    return joined


def _in_order(clean: str, last: Found, item: Found) -> Found:
    """Keep 11月15、16号 in one month, and the Sunday of 周五去周日回 behind its Friday."""
    gap, start = clean[last.end : item.start], item.span.start
    if (
        item.span.end is None
        and _AND.fullmatch(gap)
        and _DAY_ONLY.fullmatch(clean, item.start, item.end)
    ):
        after = _after(last.span.start, start)
        start = after if after > last.span.start else start
    elif _WEEKDAY.match(clean, item.start) and start < last.span.start:
        start += 7 * DAY
    return replace(item, span=replace(item.span, start=start))


def _after(start: date, end: date) -> date:
    """Move the end of a range behind its start: in 28号到3号 the 3rd is next month's."""
    try:
        same_month = end.replace(year=start.year, month=start.month)
        if same_month >= start:
            return same_month
        return end.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    except ValueError:
        return end


def _slot(text: Text, found: Found, limit: int | None) -> dict[str, Any]:
    part, time, end = clock.read(text.clean, found.end, limit)
    slot: dict[str, Any] = {
        "raw": text.original(found.start, max(found.end, end)).strip(),
        "start": found.span.start.isoformat(),
    }
    if found.span.end and found.span.end != found.span.start:
        slot["end"] = found.span.end.isoformat()
    part = part or found.span.part
    if time and found.span.part == "evening" and part != "morning" and time < "12:00":
        time = clock.later(time)
    if part:
        slot["part"] = part
    if time:
        slot["time"] = time
    return slot
