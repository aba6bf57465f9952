"""When a notice is to go out, not what it speaks of: “明早8点发…”, “今晚7点通知3号楼…”, “等7点再发”."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.late import late
from core.numerals import HAN, to_int

PAST = "{when}已经过了，没有发送。要现在就发，请去掉时间再写一遍。"
IN_TURNS = "先后发给几处的，请一处写一条，没有发送：比如“给3号楼发 …”，再写“10分钟后给1号楼发 …”。"
_N = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
_DAYS = {"大前天": -3, "前天": -2, "前晚": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0,
         "今早": 0, "今晚": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "大后天": 3, "后天": 2, "后晚": 2}  # fmt: skip
_WEEK = {name: at for at, name in enumerate("一二三四五六日")} | {"天": 6}
# Where only a part of the day is named.
_HOURS = {"凌晨": 5, "早上": 8, "早": 8, "上午": 9, "中午": 12, "下午": 15, "傍晚": 18, "晚上": 19, "晚": 19,
          "夜里": 21}  # fmt: skip
_LATE = re.compile(r"下午|傍晚|晚|夜")
_NIGHT = re.compile(r"晚|夜")
_PART = "|".join(sorted(_HOURS, key=len, reverse=True))
_DAY = rf"{'|'.join(_DAYS)}|下?个?(?:周|星期|礼拜)[一二三四五六日天]|{_N}月{_N}[日号]"
_CLOCK = rf"{_N}(?:点|时|[:：])(?:半|\d{{1,2}}分?)?(?:钟|整)?"
_LATER = rf"(?:过|再过)?(?:半|{_N})个?(?:小时|钟头|分钟)(?:之?后|以后|过后)?"
TIME = rf"(?:(?:{_DAY})的?\s*(?:{_PART})?\s*(?:{_CLOCK})?|(?:{_PART})\s*(?:{_CLOCK})?|{_CLOCK}|{_LATER})"
_READ = re.compile(
    rf"(?P<day>{_DAY})?的?\s*(?P<part>{_PART})?\s*(?:(?P<hour>{_N})(?:点|时|[:：])(?:(?P<half>半)|(?P<minute>\d{{1,2}})分?)?)?"
)
_AFTER = re.compile(rf"(?:过|再过)?(?P<many>半|{_N})个?(?P<unit>小时|钟头|分钟)")
_MONTH_DAY = re.compile(rf"(?P<month>{_N})月(?P<day>{_N})")
_SET = (
    r"(?:定时|预约|定在|定于|定到|设在|设为|改到|改成|改为|改在|推迟到|推到|提前到|等到?|到|在)*\s*"
)
_THEN = r"(?:的时候|准时|定时|自动|再|就|才)*[\s,，]*"
_THING = r"(?:通知|消息|公告|信息|提醒|短信)"
_AS_NOTICE = (
    rf"群?发(?:布|送)?(?:[^,，。:：\s]{{0,8}}?{_THING}|(?=\s*(?:[:：,，\s]|$)))"  # not 发口罩
)
_SENDS = (
    rf"(?:再|就|帮我|替我|请|才)*(?:(?:给|向|对|跟|往)[^,，。:：]{{1,24}}?(?:{_AS_NOTICE}|通知|推送)"
    rf"|{_AS_NOTICE}|群?发[给到]|发(?=\d{{1,3}}(?:号楼|栋|幢|到|-|、)|全|所有)|通知|群发|推送|提醒)"
)
_LEAD = r"(?:先(?:存着|记着|写好|放着|留着|别发|不发)[,，\s]*)?[\s请麻烦帮我您把]{0,6}"
IN_FRONT = late(rf"^{_LEAD}{_SET}(?P<when>{TIME}){_THEN}(?={_SENDS})")
_BOOKED = re.compile(
    rf"^{_LEAD}(?:定时|预约){_SET}(?P<when>{TIME}){_THEN}(?=[^,，。:：\n]{{0,24}}?(?:发|通知|推送|提醒))"
)
# The same with its own word behind it; a time alone names no sending.
BEFORE = rf"(?:{_LEAD}{_SET}(?P<when>{TIME}){_THEN})?"
# Behind the text only where it says that it is about the sending: masks, too, are given out at eight.
_BEHIND = late(
    rf"[\s,，。;；(（](?:(?:请|麻烦)?(?:先别发|先不发)[,，\s]*)?(?:(?:这[个条](?:通知|消息)?|通知)\s*{_SET}|(?:等到?|定时|预约|定在|定于){_SET})"
    rf"(?P<when>{TIME})(?:的时候)?(?:准时|定时|自动|再|就|才)*(?:发(?:送|出去?|布)?|推送)(?:吧|就行|就好)?[\s)）。!！]*$"
)
_GOES_OUT = re.compile(
    rf"[\s,，。;；(（](?P<when>{TIME})(?:的时候)?(?:准时|定时|自动|再|就|才)*发(?:送|出去)(?:吧|就行|就好)?[\s)）。!！]*$"
)
ALONE = (
    rf"(?:(?:这|那|刚才那)[条个](?:通知)?|通知)?(?:先别发|先不发|别现在发|不要现在发|先不要发)?[,，\s]*<code>"
    rf"(?P<set>{_SET})(?P<when>{TIME})(?:的时候)?(?P<sends>(?:准时|定时|自动|再|就|才)*(?:发(?:送|出去?|布)?)?)(?:吧|就行|就好|了)?[。!！]?"
)


_IN_TURNS = re.compile(
    rf"(?:发|通知|说)?[,，;；、\s]*(?:{TIME}|然后|之后|过后|完了|接着)(?:之?后)?(?:再|才|又)+(?:给|向|往|通知|群?发)"
)


def is_in_turns(text: str) -> bool:
    """Tell whether what stands behind those named says when others come: “10分钟后再给1号楼发…”."""
    return _IN_TURNS.match(text) is not None


@dataclass(frozen=True, slots=True)
class SendingTime:
    """A time somebody named for the sending, in their words, and the text without it."""

    words: str
    at: datetime
    rest: str


def take(text: str, now: datetime) -> SendingTime | None:
    """Return when a notice is to go out, if that is said before or behind what it says."""
    said = (
        IN_FRONT.match(text)
        or _BOOKED.match(text)
        or _BEHIND.search(text)
        or _GOES_OUT.search(text)
    )
    if said is None:
        return None
    at = read(said["when"], now)
    rest = text[said.end() :] if said.start() == 0 else text[: said.start()]
    return None if at is None else SendingTime(said["when"].strip(), at, rest.strip(" ,，;；(（"))


@dataclass(frozen=True, slots=True)
class Timed:
    """What is to be sent, and when; None: now."""

    rest: str
    at: datetime | None
    words: str = ""


def taken(when: str | None, rest: str, now: datetime) -> Timed:
    """Take the time out of what stands behind “发通知”, unless it was said before that."""
    if when:
        return Timed(rest, read(when, now), when.strip())
    said = take(rest, now)
    return Timed(rest, None) if said is None else Timed(bare(said.rest), said.at, said.words)


_SEND = re.compile(
    rf"(?:再|就|帮我|替我|请|才)*群?发(?:布|送)?(?:[个条份一]*{_THING})?(?:给|到|往)?[\s:：,，]*"
)


def bare(text: str) -> str:
    """Return what stands behind “发给”, “发：”."""
    found = _SEND.match(text)
    return text[found.end() :] if found else text


def read(words: str, now: datetime) -> datetime | None:
    """Return the moment that is meant; of two in a day the next one; None where there is none."""
    if (later := _AFTER.match(words)) is not None:
        many = 0.5 if later["many"] == "半" else float(to_int(later["many"]) or 0)
        return now + (timedelta(minutes=many) if later["unit"] == "分钟" else timedelta(hours=many))
    said = _READ.match(words.strip())
    if said is None or said[0] in {"", "今天", "今日"}:  # “今天发给…” is now
        return None
    day = _day(said["day"] or "", now.date())
    part = f"{said['day'] or ''}{said['part'] or ''}"
    hour = to_int(said["hour"]) if said["hour"] else _usual_hour(part)
    if hour is None or hour > 24 or day is None:
        return None
    minute = 30 if said["half"] else int(said["minute"] or 0)
    at = datetime.combine(day, time(0), now.tzinfo) + timedelta(hours=hour, minutes=minute)
    if 0 < hour < 12 and _LATE.search(part) or hour == 12 and _NIGHT.search(part):
        at += timedelta(hours=12)
    if said["day"] and not part.startswith(("今天", "今日")):
        return at
    if not part.strip("今天日") and hour < 12 and at <= now < at + timedelta(hours=12):
        return at + timedelta(hours=12)  # “7点” is the next seven o'clock, in the evening too
    return at if said["day"] or at > now else at + timedelta(days=1)


def _usual_hour(part: str) -> int:
    return next((_HOURS[word] for word in (*_HOURS,) if word in part), 8)


def _day(said: str, today: date) -> date | None:
    if not said:
        return today
    if (days := _DAYS.get(said)) is not None:
        return today + timedelta(days=days)
    if (written := _MONTH_DAY.match(said)) is not None:
        return nearest(to_int(written["month"]), to_int(written["day"]), today)
    monday = today - timedelta(days=today.weekday())
    found = monday + timedelta(days=_WEEK[said[-1]] + (7 if said.startswith("下") else 0))
    return found if found >= today else found + timedelta(days=7)


def nearest(month: int | None, day: int | None, today: date) -> date | None:
    """Return the day of that name nearest to today; None if there is none."""
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month or 0, day or 0))
        except ValueError:
            continue
    return min(found, key=lambda each: abs((each - today).days), default=None)
