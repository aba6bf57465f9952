"""The day a reading is of: 昨晚38.6今早36.7 are two days, and a journey of yesterday moves no reading."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from nlp.slots.dates import feasts
from nlp.slots.dates.moment import Moment, Span
from nlp.slots.dates.phrases import RULES
from nlp.slots.relations import CANONICAL
from nlp.slots.temperature.given import LIKE_A_DAY
from nlp.slots.temperature.reading import Reading

_NOW = re.compile(
    r"今(?:天|日|早|晚|晨|儿|朝|(?=[\s:]{0,2}(?:3[4-9]|4[0-2])[.度点]))|现在|刚才|刚刚|刚(?=[量测又])|这会儿?|这时候?|目前|此刻|眼下|当前|这[两几]天|最近|重新量|现(?=[\d三]|体温|[为是降升])|[这本]周一直"
)
# 11.19 37.6: a day and a reading stand side by side.
_DOTTED = re.compile(
    r"(?:^|(?<=[\s,。;!?]))(1[0-2]|0?[1-9])(?:[.]|-(?=\d\d(?:日|号|:|\s+[34]\d\.\d)))(3[01]|[12]\d|0?[1-9])(?=(?:日|号|\s+|:)[^,。;\d]{0,4}[34]\d)"
)
_NEWS = re.compile(r"的(?:通[报知告]|新闻|消息|公告|截图|报道|事)")
# 昨37.8 今36.5
_SHORTLY = re.compile(r"(?<![一-龥])[昨前](?=[\s:]{0,2}(?:3[4-9]|4[0-2])[.度点])")
_BEFORE_YESTERDAY = re.compile(r"(大*)前(?:儿个?|个儿?)(?![月星礼])")
_SIGNS = re.compile(r"[,。;!?]")
# 39.1昨晚上烧的
_ENDS_BEHIND = re.compile(
    r"$|[,。;!?]|(?:上|里|夜里|早上|晚上|下午)?(?:[烧量测报发]|发烧)的(?=$|[,。;!?\s])"
)
_OF_MEASURING = re.compile(
    r"[忘漏没补]|报|开始(?!隔离)|[量测]|烧|热|体温|度|(?:早上|上午|中午|下午|傍晚|晚上|夜里|半夜)$"
)
# What happened on that day beside the reading, which is of the day it is told.
_OTHER_DEED = re.compile(
    r"回(?:[来家到国]|了|的)|[到去](?![\d三四])了?[一-龥]|打(?:了|的|完)|疫苗|接种|核酸|抗原|检测|出发|坐|飞|开始隔离|搬|买|[退没不]烧了?(?=[,。;])|(?:没事|正常|好了)(?=[,。;])|没有?[量测]"
)
_PART_OF_IT = re.compile(
    r"的?(?:早上|上午|中午|下午|傍晚|晚上|夜里|半夜|[早晚晨夜])?(?:[\d一二三四五六七八九十]{1,3}点(?:半|钟|\d{1,2}分?)?|\d{1,2}:\d\d)?的?"
)
_AFTER_IT = re.compile(r"后[^,。;!?]{0,4}(?:烧|热|升|就|又|开始)")
# 我哥昨天回家38.2: the number is of what was done then, unless it is said to be taken (…回来体温36.7).
_ENDS_IN_READING = re.compile(
    r"^(?!.*(?:从|自))[^,。;!?]{1,12}(?<!是)(?<!有)(?<!温)(?<!烧)(?<![量测])(?<![量测烧]了)(?<!都)(?<!为)$"
)
_WEEKEND = re.compile(r"(?<![下这个本每])周末")
_DAYS_AGO = re.compile(r"前(?:几|些)[天日]")
_NAME_LIKE_A_DAY = re.compile(rf"{LIKE_A_DAY}的")
_SMALL_HOURS = re.compile(r"(?:后|下)半夜|凌晨|(?:半夜|夜里|夜间)[0-5一两二三四五](?:点|:\d\d)")
_DAY = timedelta(days=1)
_YEAR = timedelta(days=366)
_SOME_DAYS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    day: date
    span: int = 1  # how many days, of which this is the last


def give(text: str, readings: list[Reading], today: date) -> list[Reading]:
    """Give every reading the day it is of, None where that is today.

    A day holds for the readings behind it until another one is named.  Said behind a person
    (我妈昨天38.1,我36.5) it is that person's alone.
    """
    marks = _not_in_names(text, _marks(text, today), readings) if readings else []
    given: list[Reading] = []
    day, of, since = today, None, 0  # what holds, whose alone it is, and where it was said
    left = dealt = 0
    for i, reading in enumerate(readings):
        mark = next(
            (m for m in reversed(marks) if left <= m.start and m.end <= reading.start), None
        )
        if mark is not None:
            gap = text[mark.end : reading.start]
            binds = _binds(gap) or _is_told_from_now(gap, text[reading.end :], mark.day, today)
            day, since = (mark.day if binds else today), mark.start
            if binds and _in_a_row(text, readings[i:]) == mark.span:
                dealt = mark.span - 1  # 18日至20日分别为38.1、37.6、36.9
            of = reading.who if 0 <= reading.named_at < mark.start else None
        elif given and day < today and _past_midnight(text, given[-1], reading):
            day += timedelta(days=1)
        elif of is not None and reading.who != of and reading.named_at > since:
            day, of = today, None
        behind = _behind(text, marks, reading) if mark is None else None
        told = behind.day if behind else day - dealt * _DAY
        dealt = max(0, dealt - 1)
        given.append(replace(reading, day=None if told == today else told))
        left = behind.end if behind else reading.end
    return given


def _is_told_from_now(gap: str, after: str, day: date, today: date) -> bool:
    """Tell the day of 上周三打完疫苗38.1,现在36.5: what follows is of now, so this is of then."""
    if day >= today or _SIGNS.search(gap):
        return False
    now = _NOW.search(after)
    return now is not None and re.match(r"[^。;!?\d]{0,12}[三\d]", after[now.end() :]) is not None


def _in_a_row(text: str, readings: list[Reading]) -> int:
    """Count the readings that follow one another with nothing but a sign between."""
    gaps = (text[a.end : b.start] for a, b in zip(readings, readings[1:], strict=False))
    return 1 + len(list(takewhile(lambda gap: re.fullmatch(r"[\s度°,、/和]{1,3}", gap), gaps)))


def days_of(text: str, today: date) -> list[date]:
    """List the days a text names, none of them ahead."""
    return [mark.day for mark in _marks(text, today)]


def _not_in_names(text: str, marks: Iterable[_Mark], readings: list[Reading]) -> list[_Mark]:
    """Leave out the days that are names of people: 周一鸣, 陈国庆, 张立春."""
    names = {r.who for r in readings if r.who and r.who not in CANONICAL}
    spans = [match.span() for name in names for match in re.finditer(re.escape(name), text)]
    spans += [match.span() for match in _NAME_LIKE_A_DAY.finditer(text)]
    return [m for m in marks if not any(a <= m.start and m.end <= b for a, b in spans)]


def _past_midnight(text: str, last: Reading, reading: Reading) -> bool:
    """Tell the night or the morning behind an evening of the same person: 昨晚38.9,半夜两点39.2,早上37.5."""
    if (last.who, last.part) != (reading.who, "evening"):
        return False
    return reading.part == "morning" or bool(_SMALL_HOURS.search(text, last.end, reading.start))


def _behind(text: str, marks: list[_Mark], reading: Reading) -> _Mark | None:
    """Return the mark of the day that is said behind a reading: 38.2(昨天), 38.2是昨天的."""
    gap = re.match(r"[度°\s]*", text[reading.end :])
    at = reading.end + (gap.end() if gap else 0)
    opened = re.match(r"\(|[那这]?是(?=昨|前|大前|上|\d|周|星期)", text[at:])
    at += opened.end() if opened else 0
    mark = next((mark for mark in marks if mark.start == at), None)
    if mark is None or not (opened or _ENDS_BEHIND.match(text, mark.end)):
        return None
    return mark


def _binds(gap: str) -> bool:
    """Tell whether a day and a reading belong together across what stands between them."""
    if _OTHER_DEED.search(gap) and not (_AFTER_IT.search(gap) or _ENDS_IN_READING.search(gap)):
        return False
    first, *others = _SIGNS.split(gap)
    if not others or len(first) <= 1 or _PART_OF_IT.fullmatch(first):
        return len(others) <= 2
    return bool(_OF_MEASURING.search(first)) and len(others) <= 2


def _marks(text: str, today: date) -> Iterator[_Mark]:
    """List the days a text names, none of them ahead, in the order they stand."""
    found = [_Mark(*match.span(), today) for match in _NOW.finditer(text)]
    moment = Moment(today, "past")
    for pattern, resolve in (*RULES, (feasts.PATTERN, feasts.resolve)):
        for match in pattern.finditer(text):
            span = resolve(match, moment) if match[0] else None
            day = _of_span(span, today) if span is not None and span.start is not None else None
            if day is not None:
                length = (day - span.start).days + 1 if span and span.end == day else 1
                found.append(_Mark(*match.span(), day, length))
    found += [_Mark(*m.span(), today - _SOME_DAYS) for m in _DAYS_AGO.finditer(text)]
    found += [_Mark(*m.span(), _last_sunday(today)) for m in _WEEKEND.finditer(text)]
    for match in _BEFORE_YESTERDAY.finditer(text):
        found.append(_Mark(*match.span(), today - timedelta(days=2 + len(match[1]))))
    for match in _SHORTLY.finditer(text):
        found.append(_Mark(*match.span(), today - (1 + "昨前".index(match[0])) * _DAY))
    found += _dotted(text, today)
    found = [mark for mark in found if not _is_compared(text, mark)]
    end = 0
    for mark in sorted(found, key=lambda each: (each.start, -each.end)):
        if mark.start >= end:
            end = mark.end
            yield mark


def _last_sunday(today: date) -> date:
    """Return the end of the weekend that is over, today if it is one."""
    return today if today.isoweekday() > 5 else today - today.isoweekday() * _DAY


def _is_compared(text: str, mark: _Mark) -> bool:
    """Tell 比昨天高,37.8, 跟昨天一样36.5 and 昨天的通报, which are of today, from 比昨天37.8高."""
    if _NEWS.match(text, mark.end):
        return True
    before = text[max(0, mark.start - 1) : mark.start]
    if before in tuple("比较"):
        return re.match(r"的?\s*[\d三]", text[mark.end :]) is None
    return (
        before in tuple("和跟同与")
        and re.match(r"的?(?:一样|差不多|相同|持平|相?比)", text[mark.end :]) is not None
    )


def _of_span(span: Span, today: date) -> date | None:
    """Return the last day of a stretch that is over (上周), today of one that is not (这周)."""
    if not today - _YEAR < span.start <= today:
        return None
    return min(span.end or span.start, today)


def _dotted(text: str, today: date) -> Iterator[_Mark]:
    for match in _DOTTED.finditer(text):
        for year in (today.year, today.year - 1):
            try:
                day = date(year, int(match[1]), int(match[2]))
            except ValueError:
                continue
            if day <= today:
                yield _Mark(*match.span(), day)
                break
