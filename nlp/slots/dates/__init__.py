"""Dates people mention, as ISO days read against the moment they wrote."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Any

from nlp.normalize import Text
from nlp.slots.dates import clock, feasts, joining
from nlp.slots.dates.joining import Found
from nlp.slots.dates.moment import DAY, Moment, Span, Tense, tense
from nlp.slots.dates.phrases import RULES

_CUE = re.compile(
    r"[今明昨前后]|[日号周月年天晚节旬]|零[点时]|[02]4?[点时]|夜|礼拜|星期|初|\d\s?[-/.]\s?\d|\d{8}|元旦|除夕|小年|冬至|清明|端午|中秋|国庆|五一|十一|圣诞|七夕|重阳|腊八|双1|六一|元宵|平安夜|立[春冬]|放完假|收假"
)
_MOST = 40  # phrases of one kind; nobody plans more than that in one message
_CLAUSE = re.compile(r"[,。;!?\n]")
_HABIT = re.compile(r"(?:每|每个|逢|单|双)\s*$")
_OTHER_DAY = re.compile(
    r"\d{1,2}[日号](?!楼|栋|线|院)|[今明昨后前]天|(?:[上下这本]个?)?(?:周|星期|礼拜)[一二三四五六日末]"
)
_LINK = re.compile(r"\s*(?:[-~—–至到和跟与、,或及]|或者|以及|还有)*\s*")
# A day with a reading behind it was: 2号38.2.
_MEASURED = re.compile(
    r"(?:\s*[、,和跟]\s*\d{1,2}[日号])*\s*(?:早上|上午|中午|下午|晚上)?\s*(?:体温|量的?|测的?|烧到|是|都是|:|:)*\s*(?:(?:3[4-9]|4[0-2])(?:\.\d|\s*[度℃])|三十[四五六七八九]度)"
)


def read(text: Text, at: datetime) -> list[dict[str, Any]]:
    """List the dates of a message in the order they are written.

    A day that cannot be, or that nobody could know, has `start` None and `ask`: why, and the days
    that may be meant in `suggest`.
    """
    clean, today = text.clean, at.date()
    if not _CUE.search(clean):
        return []
    found = joining.longest(_all(clean, today))
    found = joining.same_day(clean, joining.inherited(clean, found, today))
    found = joining.until_now(clean, joining.ranges(clean, found, today), today)
    slots = [
        _slot(text, item, found[i + 1].start if i + 1 < len(found) else None)
        for i, item in enumerate(found)
    ]
    return slots or _midnight(text, today)


def _all(clean: str, today: date) -> list[Found]:
    found: list[Found] = []
    for pattern, resolve in [*RULES, (feasts.PATTERN, feasts.resolve)]:
        for match in islice(pattern.finditer(clean), _MOST):
            if not match[0] or _HABIT.search(clean[max(0, match.start() - 3) : match.start()]):
                continue
            said = _said(clean, match)
            reread = partial(_resolved, resolve, match, today)
            if span := reread(said):
                found.append(Found(match.start(), match.end(), span, said, reread))
    return found


def _said(clean: str, match: re.Match[str]) -> Tense:
    if joining.UNTIL_NOW.match(clean, match.end()) or _MEASURED.match(clean, match.end()):
        return "past"
    if re.match(r"\s*(?:[到至])今[天晚日]", clean[match.end() : match.end() + 5]):
        return "past"
    return tense(_clause(clean, match.start(), match.end()))


def _resolved(
    resolve: Callable[[re.Match[str], Moment], Span | None],
    match: re.Match[str],
    today: date,
    said: Tense,
) -> Span | None:
    span = resolve(match, Moment(today, said))
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


def _slot(text: Text, found: Found, limit: int | None) -> dict[str, Any]:
    span = found.span
    hour = clock.read(text.clean, found.end, limit, span.part)
    raw = text.original(found.start, max(found.end, hour.end)).strip()
    if span.doubt:
        days = [day.isoformat() for day in span.doubt.suggest]
        more = {"suggest": days} if days else {}
        said = text.original(found.start, found.end).strip()
        return {"raw": said, "start": None, "ask": True, "why": span.doubt.why.value, **more}
    slot: dict[str, Any] = {"raw": raw, "start": (span.start + DAY * hour.beyond).isoformat()}
    if span.end and span.end != span.start:
        slot["end"] = span.end.isoformat()
    if (part := hour.part or span.part) and not hour.beyond:
        slot["part"] = part
    if hour.time:
        slot["time"] = hour.time
    return slot


def _midnight(text: Text, today: date) -> list[dict[str, Any]]:
    """Read 零点一过 and 夜里12点, said with no day, as the midnight ahead."""
    match = clock.MIDNIGHT.search(text.clean)
    if match is None or _HABIT.search(text.clean[max(0, match.start() - 3) : match.start()]):
        return []
    if re.search(r"每[天日晚]", text.clean[: match.start()]):
        return []
    raw = text.original(match.start(), match.end()).strip()
    return [{"raw": raw, "start": (today + DAY).isoformat(), "time": "00:00"}]
