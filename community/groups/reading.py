"""Reading a list that went round in a group: one line a door, with chatter between."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_FIGURES = {word: n for n, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "俩": 2}
_COUNTED = r"(?:人|口人|口|份|个|位|件|袋|盒|瓶|斤|户|针|票)"
_AMOUNT = rf"(?:\d{{1,3}}(?![\d.:])|[一二两俩三四五六七八九十](?={_COUNTED}))"
_BETWEEN = r"[\s,，、:：;；.。—–~～+＋-]*+"
# “12. ” as the platform numbers the lines, and “王芳: ” as it names who wrote one.
_NUMBERED = re.compile(r"\d{1,3}\s*[.、)）]\s*(?=\S)")
_WRITER = re.compile(r"[^\d\s:：]{1,12}[:：]\s*")
_ROW = re.compile(
    r"(?:(?P<building>\d{1,3}|[A-Z])\s*(?:号楼|号院|栋|幢|座|楼|[-#]))?"
    r"\s*(?:(?P<entrance>\d{1,2})\s*(?:单元|门|[-]))?"
    r"\s*(?P<room>\d{3,4})(?!\d|\.\d|年|月|日|元|度|℃)\s*(?:室|号房|号|房)?"
    rf"{_BETWEEN}(?P<amount>{_AMOUNT})?\s*{_COUNTED}?(?P<note>[^\n]{{0,80}})",
)
_LAST = re.compile(rf"(?P<note>\D{{1,12}}?)\s*(?P<amount>\d{{1,3}})\s*{_COUNTED}?")
_BUILDING = re.compile(r"(?P<building>\d{1,3}|[A-Z])\s*(?:号楼|号院|栋|幢|座)")
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


def read(head: str, rows: str) -> ReadRoll:
    """Read what stands behind the word 接龙, and the lines below it."""
    lines: list[RollLine] = []
    unread: list[str] = []
    chatter: list[str] = []
    title = _clean(head)
    for raw in _lines(rows):
        line = _line(raw)
        if line is not None:
            lines.append(line)
        elif not title and not lines:
            title = raw  # what the list is about stands above its first line
        else:
            (unread if any(sign.isdigit() for sign in raw) else chatter).append(raw)
    named = _BUILDING.search(title)
    building = named["building"] if named else ""
    return ReadRoll(title, building, tuple(lines), tuple(unread), len(chatter))


def _lines(rows: str) -> Iterable[str]:
    cleaned = (_clean(line) for line in rows.splitlines()[:LONGEST])
    return [line for line in cleaned if line]


def _clean(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(_AROUND)


def _line(raw: str) -> RollLine | None:
    for text in dict.fromkeys((_NUMBERED.sub("", raw, count=1), raw)):
        found = _ROW.fullmatch(_without_writer(text).upper())
        if found is not None:
            amount, note = found["amount"], found["note"].strip(_AROUND)
            if amount is None and (last := _LAST.fullmatch(note)):
                amount, note = last["amount"], last["note"].strip()
            building, entrance = found["building"] or "", found["entrance"] or ""
            return RollLine(raw, building, entrance, found["room"], _number(amount), note)
    return None


def _without_writer(text: str) -> str:
    return _WRITER.sub("", text, count=1) if _WRITER.match(text) else text


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdecimal() else _FIGURES[text]
