"""What somebody says of leave: whose it is, from when to when, and who stands in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
NOBODY = "没人"  # they said that nobody stands in
ONESELF = "自己"

_N = r"(?:\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九半])"
_UNIT = r"(?:个?(?:天半?|周|星期|礼拜)|个半?月)"
LEAVE = (
    rf"请(?:个|了|一下|上)?(?:{_N}{_UNIT}的?)?(?:病|事|年|婚|产|丧|探亲|陪护)?假|休(?:假|息|班)|[休歇]{_N}天|调休|轮休|年假|"
    r"(?:来|到)不了岗|不在岗|上不了班|不(?:能|来|去)上班|[顶替代接](?:一下)?(?:我的?|他的?|她的?)?[班岗]|[没无]人(?:能|可以|来)?[替顶代]|替我|[替顶代][。!！]?\Z"
)
# Looked for in short texts only: nobody asks for leave in a page.
COMMAND = rf"(?=.{{3,80}}\Z).*?(?:{LEAVE}).*"
_NOT_LEAVE = re.compile(
    r"[?？]|吗|体温|\d\d\.\d|怎么|能不能|可不可以|多少|哪|谁|孩子|娃|学校|上学|老师|放学|单位|公司|老板|工资|厂里|隔离|观察\s|"
    r"^(?:发?通知|替换|撤回|回复?|答复?|转告|问|办[结完好]|收到|不?同意|结束观察|新规定|改规定|批准|核实|规定)[\s\d]"
)
_DURATION = re.compile(rf"(?P<n>{_N})\s*(?P<unit>{_UNIT})(?![前后内\d])")
_NOBODY = re.compile(r"(?:[没无]|没有|找不到|没找到)人(?:能|可以|来|肯)?(?:帮?我?)?[替顶代接]?")
_NAMED = re.compile(r"[替顶代](?:班|岗)(?:的?人)?\s*(?:是|为|：|:|找|请|\s)\s*(?P<n>[一-龥·]{2,6})")
_STANDS_IN = re.compile(
    r"(?P<before>[一-龥·]{2,10}?)(?:来|给|帮(?:我|忙)?|会|可以|能|先|愿意|一起)*"
    r"(?:[替顶代接](?=我|一下|她|他|[班岗]|的|[\s，,。!！~]|\Z)|盯着|值(?=我))"
)
_CUT = re.compile(
    r".*(?:[假息天日号末初底]|周[一二三四五六]|礼拜[一二三四五六]|星期[一二三四五六]|[上下中]午|由|让|请|叫|找|换|是|病了|麻烦|跟|和)"
)
_WHOSE = re.compile(
    r"(?P<who>[一-龥·]{2,6}?)\s*(?:说|要|想|得)?(?=今|明|后天|大后|下|这|本|周|星期|礼拜|从|\d|请|休|歇|病|生病|调休|不来|来不|上不)"
)
_OWN = re.compile(r"我|俺|本人|自己|咱")
_NOT_WHO = re.compile(
    r"今|明[天早晚后]|后天|大后|[下本这][个周月星礼一二三四五六日天]|从|请|休|病|身体|家[里中]|因|临时|有事|发烧"
    r"|周(?:[一二三四五六日天末]|$)|星期|礼拜"
)
_ILL = re.compile(r"感冒|拉肚子|肚子疼|头疼|受伤|摔|崴|烧|病|不舒服|发烧|住院|难受")
_REVERSED = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?\s*(?:到|至|-|—|–|~|～)\s*(\d{1,2})月(\d{1,2})")
_UP_TO = re.compile(r"(?:到|至)\s*\Z")
_PARTS = {"morning": (0, 12), "noon": (12, 14), "afternoon": (12, 24), "evening": (18, 24)}


@dataclass(frozen=True, slots=True)
class SpokenLeave:
    """A leave as it was said; no `who`: their own; no moments: no day was named.

    `substitute`: a name, `NOBODY`, `ONESELF`, or "" where none was said.
    """

    who: str
    substitute: str
    begins: datetime | None
    ends: datetime | None
    days: int | None


def read(
    text: str, dates: Sequence[Mapping[str, Any]], now: datetime, zone: ZoneInfo
) -> SpokenLeave | None:
    """Read a text in which leave is spoken of; None where it is about something else."""
    return None if _NOT_LEAVE.search(text.strip()) else spoken(text, dates, now, zone)


def spoken(
    text: str, dates: Sequence[Mapping[str, Any]], now: datetime, zone: ZoneInfo
) -> SpokenLeave:
    """Read what is known to be about leave."""
    said = text.strip()
    days = duration(said)
    begins, ends = period(said, dates, days, now, zone)
    return SpokenLeave(whose(said), substitute(said), begins, ends, days)


def replaced_by(read: SpokenLeave, name: str) -> SpokenLeave:
    """Return the same with somebody who stands in."""
    return replace(read, substitute=name)


def whose(text: str) -> str:
    """Return the name a sentence begins with, "" where somebody speaks of themselves."""
    found = _WHOSE.match(text)
    who = found["who"] if found else ""
    return "" if _OWN.search(who) or _NOT_WHO.match(who) else who


def substitute(text: str) -> str:
    """Return who stands in, as they were called."""
    if _NOBODY.search(text):
        return NOBODY
    if re.search(r"自己[替顶代]", text):
        return ONESELF
    if named := _NAMED.search(text):
        return named["n"]
    for found in re.finditer(r"[^，,。;；!！\n]+", text):
        for stands_in in _STANDS_IN.finditer(found[0]):
            name = _CUT.sub("", stands_in["before"])
            if len(name) >= 2 and not _OWN.search(name):
                return name[-6:]
    return ""


def duration(text: str) -> int | None:
    """Return for how many days, where that was said; half a day is one."""
    found = _DURATION.search(text)
    if found is None:
        return None
    unit, number = found["unit"].lstrip("个")[:1], _number(found["n"])
    each = {"天": 1, "日": 1, "周": 7, "星": 7, "礼": 7, "月": 30}[unit]
    return max(1, round(number * each))


def _number(said: str) -> float:
    if said.isdecimal():
        return int(said)
    digits = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"两": 2}
    if said == "半":
        return 0.5
    tens, ten, ones = said.partition("十")
    return digits.get(tens, 1 if ten else 0) * (10 if ten else 1) + digits.get(ones, 0)


def period(
    text: str,
    dates: Sequence[Mapping[str, Any]],
    days: int | None,
    now: datetime,
    zone: ZoneInfo,
) -> tuple[datetime | None, datetime | None]:
    """Return from when to when, at midnights of the community where no time of the day was said."""
    if not dates:
        return _from_today(text, days, now, zone)
    first = date.fromisoformat(str(dates[0]["start"])[:10])
    last = max(date.fromisoformat(str(d.get("end") or d["start"])[:10]) for d in dates)
    if _is_reversed(text):
        return _midnight(first, zone), _midnight(first, zone)
    before = text[: max(text.find(str(dates[0].get("raw", ""))), 0)]
    if len(dates) == 1 and not dates[0].get("end"):
        if _UP_TO.search(before):
            first = now.astimezone(zone).date()
        elif days is not None:
            last = first + DAY * (days - 1)
    elif len(dates) == 1 and days is not None:  # 下周请假两天 is not all of next week
        last = min(last, first + DAY * (days - 1))
    begins, ends = _midnight(first, zone), _midnight(last + DAY, zone)
    return _within(dates[0], begins, zone) if first == last else (begins, ends)


def _from_today(
    text: str, days: int | None, now: datetime, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """Whoever is ill and names no day is ill today; else no day was said."""
    if not _ILL.search(text):
        return None, None
    today = now.astimezone(zone).date()
    return _midnight(today, zone), _midnight(today + DAY * (days or 1), zone)


def _is_reversed(text: str) -> bool:
    found = _REVERSED.search(text)
    if found is None:
        return False
    m1, d1, m2, d2 = map(int, found.groups())
    return (m2, d2) < (m1, d1) and m1 - m2 < 6


def _within(said: Mapping[str, Any], begins: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the part of one day that was said: 下午 is from twelve on."""
    from_hour, to_hour = _PARTS.get(str(said.get("part") or ""), (0, 24))
    start = datetime.combine(begins.date(), time(from_hour), zone)
    if said.get("time"):
        start = datetime.combine(begins.date(), time.fromisoformat(str(said["time"])), zone)
    end = (
        _midnight(begins.date() + DAY, zone)
        if to_hour == 24
        else datetime.combine(begins.date(), time(to_hour), zone)
    )
    return start, max(start, end) if to_hour != 24 else end


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
