"""How days are said to people."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from unicodedata import category
from zoneinfo import ZoneInfo

from core.personal import without_papers

HELD_UP = timedelta(minutes=10)  # what is handled so long after it was sent was held up
WEEKDAYS = "一二三四五六日"


def say_day(day: date) -> str:
    """>>> say_day(date(2026, 11, 23))
    '11月23日（周一）'
    """
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def say_date(day: date) -> str:
    return f"{day.month}月{day.day}日"


def day_word(day: date, today: date) -> str:
    """Return “今天” or “昨天” if it is that day, else the date.

    >>> day_word(date(2026, 11, 20), date(2026, 11, 23))
    '11月20日'
    """
    return {0: "今天", 1: "昨天"}.get((today - day).days, say_date(day))


def held_up(sent_at: datetime, now: datetime, zone: ZoneInfo, did: str) -> str:
    """Return “（8:30报的，刚收到）” for what reaches us long after it was sent, else nothing."""
    if now - sent_at < HELD_UP:
        return ""
    sent, local = sent_at.astimezone(zone), now.astimezone(zone)
    day = "" if sent.date() == local.date() else day_word(sent.date(), local.date())
    return f"（{day}{sent.hour}:{sent:%M}{did}，刚收到）"


def listed(names: Sequence[str], shown: int = 12) -> str:
    """Name some, and count the rest."""
    more = f"等{len(names)}个" if len(names) > shown else ""
    return "、".join(names[:shown]) + more


_DOOR = re.compile(r"[^（）]{1,20}单元\d{1,5}")


def say_doors(names: Iterable[str]) -> str:
    """Say doors with each building and unit once; what is no door stands as it is.

    >>> say_doors(["3号楼1单元401", "3号楼1单元403", "3号楼2单元101", "张三"])
    '3号楼1单元401、403、3号楼2单元101、张三'
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        head, unit, room = name.rpartition("单元") if _DOOR.fullmatch(name) else ("", "", name)
        groups.setdefault(head + unit, []).append(room)
    return "、".join(head + "、".join(rooms) for head, rooms in groups.items())


def say_moment(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def say_span(begins: datetime, ends: datetime | None, zone: ZoneInfo) -> str:
    """Say from when to when, in days where both ends lie at midnight.

    >>> shanghai = ZoneInfo("Asia/Shanghai")
    >>> say_span(datetime(2026, 11, 30, tzinfo=shanghai), datetime(2026, 12, 3, tzinfo=shanghai), shanghai)
    '11月30日到12月2日'
    """
    first = begins.astimezone(zone)
    if ends is None:
        return f"{say_date(first.date()) if _is_midnight(first) else say_moment(first, zone)}起"
    last = ends.astimezone(zone)
    day = last.date() - timedelta(days=1) if _is_midnight(last) else last.date()
    if _is_midnight(first) and _is_midnight(last):
        begun, over = say_date(first.date()), say_date(day)
        return begun if first.date() == day else f"{begun}到{over}"
    clock = "24:00" if _is_midnight(last) else f"{last:%H:%M}"
    return f"{say_moment(first, zone)}到{'' if first.date() == day else say_date(day)}{clock}"


def _is_midnight(moment: datetime) -> bool:
    return moment.time() == time()


def shorten(text: str, limit: int) -> str:
    """Cut a text to so many characters, with a sign that it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


TEMPLATE_FIELD = 20  # characters a template's “thing” may have


def on_a_line(text: str, limit: int = TEMPLATE_FIELD) -> str:
    """Cut a text to what a template field takes, one line, with a sign that it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


READ_ON = "（回“查看”）"  # whoever reads a card cannot open it, but can ask for the rest


def on_a_card(what: str, text: str) -> tuple[str, str]:
    """Cut heading and text to what a template's fields take; say in the heading how the rest is read.

    >>> on_a_card("3号楼通知", "明天9点到17点停水，请大家提前储水，楼下有水车")
    ('3号楼通知（回“查看”）', '明天9点到17点停水，请大家提前储水，…')
    """
    head, line = on_a_line(what), on_a_line(text)
    has_room = len(head) + len(READ_ON) <= TEMPLATE_FIELD
    return (head + READ_ON if line.endswith("…") and has_room else head), line


_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s\u0080-\uffff]{1,2000}"
    r"|(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?:[/:?][^\s\u0080-\uffff]{0,2000})?"
)
_MARKUP = str.maketrans("*_`#[]|~<>", "＊＿｀＃［］｜～＜＞")


def inert(text: str) -> str:
    """Return somebody's words as they may stand in a text of ours that many read: nothing in them can be tapped.

    In a group what we write is markup: their link would be ours, and their “<@all>” would call everybody.

    >>> inert("[领补贴](http://a.example/x) <@all> 3#楼停水吗")
    '［领补贴］(（网址） ＜@all＞ 3＃楼停水吗'
    """
    return _ADDRESS.sub("（网址）", text).translate(_MARKUP)


def quoted(text: str, limit: int | None = None) -> str:
    """Return somebody's words as they may stand within “…” in a text to others: one line, perhaps cut.

    A number of somebody's papers is nobody's to pass on.  Otherwise whoever writes lines, quotation marks or signs that turn the writing round could
    add a line of their own to what staff read as ours.

    >>> quoted("你好”\\n【发热】3号楼\\u202e", 20)
    '你好’ 【发热】3号楼'
    """
    plain = "".join(
        one for one in without_papers(text) if category(one) not in _UNSEEN or one.isspace()
    )
    line = " ".join(plain.split()).translate(_INNER)
    return line if limit is None else shorten(line, limit)


_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}
_INNER = str.maketrans("“”", "‘’")


def cut_bytes(text: str, limit: int) -> tuple[str, str]:
    """Split a text so that the first part fits in `limit` bytes of UTF-8, between characters.

    A line end near the limit is preferred to the middle of a sentence.
    """
    raw = text.encode()
    if len(raw) <= limit:
        return text, ""
    head = raw[:limit].decode("utf-8", "ignore")
    line = head.rfind("\n")
    if line > len(head) * 2 // 3:
        return head[:line], text[line + 1 :]
    return head, text[len(head) :]


_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")


_LONG_BLANK = re.compile(r"\s{9,}")


def without_long_blanks(text: str) -> str:
    """Return a text in which no more than eight blanks stand together; more say no more than one.

    >>> without_long_blanks("我叫" + " " * 9000 + "李梅\\n\\n  楼道")
    '我叫 李梅\\n\\n  楼道'
    """
    return _LONG_BLANK.sub(lambda run: "\n\n" if "\n" in run.group() else " ", text)


def without_runs(text: str) -> str:
    """Return a text whose blanks stand alone, with at most one empty line between two.

    A pattern that lets blanks stand in several places looks at a long run of
    them in every way there is: seconds for a text of a few hundred.
    """
    return _LINES.sub("\n\n", _BLANKS.sub(" ", text)).strip()
