"""Reading a list that went round in a group: one line a door, with chatter between."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.numerals import HAN, to_int

_COUNTED = r"(?:个人|人|口人|口|份|个|位|件|袋|盒|瓶|斤|户|针|票)"
_AMOUNT = rf"(?:\d{{1,3}}(?![\d.:])|[一二两俩三四五六七八九十](?={_COUNTED}))"
_BETWEEN = r"[\s,，、:：;；.。—–~～+＋(=×*/-]*+"
# “12. ” as the platform numbers the lines, “例 ” as it begins its example, and “王芳: ” as it names
# who wrote one; people also write their name there themselves, and signs before it.
_NUMBERED = re.compile(r"\d{1,3}(?:\s*[.、)）]\s*(?=\S)|\s+(?=\d{1,2}-\d))")
_EXAMPLE = re.compile(r"例(?!如?何)|#?接龙$")
_SIGNS = re.compile(r"(?:\[[^\]\d]{1,6}\]|[^\w\s#@(\[])+\s*")
_WRITER = re.compile(r"[^\d\s:：]{1,12}[:：]\s*")
_NAME = re.compile(r"(?P<name>[^\W\dA-Za-z]{1,6})[\s—–-]*(?=\d)")
# Before a figure these are no name, and the figure is no door.
_NO_NAME = re.compile(
    r"[共计约第满超达至到近差号]$|电话|手机|微信|费|价|钱|体温|通知|截止|今天|明天|[上中下]午|晚上|楼[上下]|一共|总|还有"
)
_SPELT = re.compile(rf"[{HAN}]{{1,4}}(?=号楼|号院|单元|栋|幢|座)")
_ROW = re.compile(
    r"(?:(?P<building>\d{1,3}|[A-Z])\s*(?:号楼|号院|栋|幢|座|楼|[-#]))?"
    r"\s*(?:(?P<entrance>\d{1,2})\s*(?:单元|门|[-]))?"
    r"\s*(?P<room>\d{3,4})(?!\d|\.\d|年|月|日|元|度|℃)\s*(?:室|号房|号|房)?"
    rf"(?P<rest>{_BETWEEN}(?P<amount>{_AMOUNT})?\s*{_COUNTED}?\)?(?P<note>[^\n]{{0,80}}))",
)
# “3大1小”, “大人2小孩1”, “3+1” are of all of them.
_ONE = r"(?<!\d)(\d{1,2}|[一二两俩三四五六七八九])"
_SUMS = (
    re.compile(rf"{_ONE}\s*个?(?:大人|成人|大)\s*[,、+]?\s*{_ONE}\s*个?(?:小孩|小朋友|小|孩|娃)"),
    re.compile(rf"(?:大人|成人)\s*{_ONE}\s*个?\s*[,、+]?\s*(?:小孩|小朋友|孩子|娃)\s*{_ONE}"),
    re.compile(rf"{_ONE}\s*人?\s*[+＋]\s*{_ONE}(?!\d)"),
)
_LAST = re.compile(rf"(?P<note>\D{{1,12}}?)\s*(?P<amount>\d{{1,3}})\s*{_COUNTED}?")
_AT_END = re.compile(rf"(?P<note>.{{1,60}}[\s,、])(?P<amount>\d{{1,2}})\s*{_COUNTED}")
# Where the next household of the same line begins, and households of which only two are named.
_NO_ROOM = r"(?!\d|\.\d|年|月|日|元|度|℃)"
_NEXT = re.compile(
    rf"[\s,、;和及与跟]+(?=(?:\d{{1,3}}\s*(?:号楼|栋|幢|座|#|-)\s*)?\d{{1,2}}\s*(?:单元|门|-)\s*\d{{3,4}}{_NO_ROOM})"
    rf"|[,、;和及与跟]\s*(?=\d{{3,4}}{_NO_ROOM}(?:室|号房)?(?:[\s:(=-]|$))"
)
_DOOR = re.compile(r"\d{3,4}")
_RANGE = re.compile(r"(?<!\d)\d{3,4}(?:室|号)?\s*(?:到|至|~+|—+|–)\s*(?:\d{1,2}-)?\d{3,4}(?!\d)")
_EACH = re.compile(r"各家?\s*$|^各家?")
_KEYCAP = re.compile(r"(\d)\ufe0f?\u20e3")
_BUILDING = re.compile(r"(?P<building>\d{1,3}|[A-Z])\s*(?:号楼|号院|栋|幢|座)")
_CALLED = re.compile(r"@\S{1,20}\s*")
_AROUND = "".join({*" \t#:，,。"})
LONGEST = 300  # lines


@dataclass(frozen=True, slots=True)
class RollLine:
    """What one household wrote; `building` and `entrance` are "" where they were not written."""

    raw: str
    building: str
    entrance: str
    room: str
    amount: int | None
    note: str


@dataclass(frozen=True, slots=True)
class ReadRoll:
    """A pasted list; `unread` holds figures and is no line we can read, chatter is only counted."""

    title: str
    building: str
    lines: tuple[RollLine, ...]
    unread: tuple[str, ...]
    chatter: int
    several: tuple[str, ...] = ()  # lines of several households, unclear which wrote what


def read(head: str, rows: str) -> ReadRoll:
    """Read what stands behind the word 接龙, and the lines below it."""
    lines: list[RollLine] = []
    unread: list[str] = []
    several: list[str] = []
    chatter: list[str] = []
    title = _CALLED.sub("", _clean(head)).strip()
    if any(line.amount is not None for line in _households(title) or ()):
        title, rows = "", f"{title}\n{rows}"  # the list begins right behind the word
    for raw in _lines(rows):
        found = _households(raw)
        if _EXAMPLE.match(raw):
            chatter.append(raw)
        elif found:
            lines += found
        elif found is not None:
            several.append(raw)
        elif not title and not lines:
            title = _CALLED.sub("", raw).strip()  # what it is about stands above the first line
        else:
            (unread if any(sign.isdigit() for sign in raw) else chatter).append(raw)
    named = _BUILDING.search(title)
    building = named["building"] if named else ""
    return ReadRoll(title, building, tuple(lines), tuple(unread), len(chatter), tuple(several))


def _lines(rows: str) -> Iterable[str]:
    cleaned = (_clean(line) for line in rows.splitlines()[:LONGEST])
    return [line for line in cleaned if line]


def _clean(text: str) -> str:
    numbered = _KEYCAP.sub(r"\1. ", text)
    plain = "".join(map(_unpictured, unicodedata.normalize("NFKC", numbered))).strip(_AROUND)
    return _SPELT.sub(lambda found: str(to_int(found[0]) or found[0]), plain)


def _unpictured(sign: str) -> str:
    """Return a sign, a blank for a picture, nothing for what only joins pictures."""
    kind = unicodedata.category(sign)
    if kind == "Cf" or "\ufe00" <= sign <= "\ufe0f":
        return ""
    return " " if kind in {"So", "Sk"} and sign != "°" else sign


def _households(raw: str) -> list[RollLine] | None:
    """Return who wrote in a line: mostly one; [] if of several nobody can tell, None for no row."""
    whole = _line(raw)
    if whole is None:
        return None
    if _RANGE.search(raw):
        return []
    pieces = _NEXT.split(raw)
    while len(pieces) > 1 and not _DOOR.search(pieces[0]):  # a number or a name before the door
        pieces[:2] = [f"{pieces[0]} {pieces[1]}"]
    if len(pieces) == 1:
        return [whole]
    found = [_line(piece) for piece in pieces]
    known = [replace(line, raw=raw) for line in found if line is not None]
    return _shared(known) if len(known) == len(found) else []


def _shared(lines: list[RollLine]) -> list[RollLine]:
    """Give each household its own: what it wrote, or what was written once “for each”."""
    *first, last = lines
    if _EACH.search(last.note) and not any(line.note or line.amount for line in first):
        note = _EACH.sub("", last.note).strip(_AROUND)
        return [replace(line, amount=last.amount, note=note) for line in lines]
    is_clear = all(line.note or line.amount is not None for line in lines)
    return lines if is_clear else []


def _line(raw: str) -> RollLine | None:
    unsigned = _SIGNS.sub("", raw, count=1) if _SIGNS.match(raw) else raw
    for text in dict.fromkeys((_without(_NUMBERED, unsigned), unsigned)):
        told = _without(_WRITER, text)
        if (found := _row(raw, told, "")) is not None:
            return found
        named = _NAME.match(told)
        if named and not _NO_NAME.search(named["name"]):
            found = _row(raw, told[named.end() :], named["name"])
            if found is not None and found.amount is not None:
                return found
    return None


def _row(raw: str, text: str, name: str) -> RollLine | None:
    """Read a door and what stands behind it; `name` stood before it."""
    found = _ROW.fullmatch(text.upper())
    if found is None:
        return None
    amount, note = _number(found["amount"]), found["note"].strip(_AROUND)
    if (whole := _summed(found["rest"])) is not None:
        amount, note = whole, found["rest"].strip(_AROUND)
    elif amount is None and (last := _LAST.fullmatch(note) or _AT_END.fullmatch(note)):
        amount, note = _number(last["amount"]), last["note"].strip()
    building, entrance, room = (
        (found[part] or "").lstrip("0") for part in ("building", "entrance", "room")
    )
    return RollLine(raw, building, entrance, room, amount, f"{name} {note}".strip())


def _summed(text: str) -> int | None:
    found = next((one for shape in _SUMS if (one := shape.search(text))), None)
    return (_number(found[1]) or 0) + (_number(found[2]) or 0) if found else None


def _without(beginning: re.Pattern[str], text: str) -> str:
    found = beginning.match(text)
    return text[found.end() :] if found else text


def _number(text: str | None) -> int | None:
    return to_int(text) if text is not None else None
