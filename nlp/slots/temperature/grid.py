"""Readings in a table: the head of the column and of the row say whose it is, of which day and part."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from nlp.normalize import Text, normalize
from nlp.slots.people import mentions
from nlp.slots.temperature import named, owners
from nlp.slots.temperature.days import days_of
from nlp.slots.temperature.reading import Reading

_LINE = re.compile(r"[^\r\n]+")
_CELL = re.compile(r"[^\t|,，;；]*")
_WORD = re.compile(r"[^\s|,，;；]+")
_RULE = re.compile(r"[\s|:+—-]*")
_LABEL = re.compile(
    r"序号|姓名|名字|成员|家人|家庭成员|体温|温度|日期|时间|时段|年龄|性别|关系|备注|症状|房号|门牌|电话|单位|[次项]目?|谁|℃|\(?°C\)?|"
)
_NUMBER = re.compile(r"\d\d[.。]\d|[34]\d度?$|三十")
_LETTER = re.compile(r"[一-龥A-Za-z]")
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Meaning:
    who: str | None = None
    day: date | None = None
    part: str | None = None
    is_label: bool = False

    @property
    def says_something(self) -> bool:
        return bool(self.who or self.day or self.part)


def place(text: Text, readings: list[Reading], today: date) -> list[Reading]:
    """Give the readings of a table what the heads of their column and row say."""
    if len(readings) < 2 or "\n" not in text.raw.strip("\r\n"):
        return readings
    lines = [m for m in _LINE.finditer(text.raw) if not _RULE.fullmatch(m[0])][:MOST_LINES]
    rows = [_cells(line) for line in lines]
    if len(rows) < 2 or (heads := _heads(rows[0], today)) is None:
        return readings
    return [_placed(text, reading, rows[1:], heads, today) for reading in readings]


def _cells(line: re.Match[str]) -> list[_Cell]:
    """Cut a line at its tabs, bars and commas, or at its blanks where it has none of these."""
    divided = re.search(r"[\t|,，;；]", line[0])
    inner = line[0]
    at = line.start()
    if divided and inner.strip().startswith("|"):
        at += inner.index("|") + 1
        inner = inner.strip()[1:].removesuffix("|")
    pattern = _CELL if divided else _WORD
    return [_Cell(at + m.start(), at + m.end(), m[0].strip()) for m in _each(pattern, inner)]


def _each(pattern: re.Pattern[str], line: str) -> Iterator[re.Match[str]]:
    """List the cells of a line; what divides two of them is one character."""
    at = 0
    while at <= len(line):
        match = pattern.match(line, at) if pattern is _CELL else pattern.search(line, at)
        if match is None:
            return
        yield match
        at = match.end() + 1


def _heads(row: list[_Cell], today: date) -> list[_Meaning] | None:
    """Return what each cell of the first row means; None if it is not the head of a table."""
    heads = [_meaning(cell.text, today) for cell in row]
    telling = [head for head in heads if head.says_something]
    known = all(head.says_something or head.is_label for head in heads)
    return heads if known and len(heads) > 1 and telling else None


def _meaning(word: str, today: date) -> _Meaning:
    if _NUMBER.search(word) and not re.fullmatch(r"(?:1[0-2]|0?[1-9])[.月/]\d\d?[日号]?", word):
        return _Meaning()
    if _LABEL.fullmatch(word):
        return _Meaning(is_label=True)
    clean = normalize(word)
    people = mentions(clean)
    who = people[0].who if people else named.called(clean.clean) if _LETTER.search(word) else None
    dates = days_of(f"{clean.clean} 36", today)
    part = owners.part_of(clean.clean)
    if part or dates:
        who = None
    return _Meaning(who, dates[-1] if dates else None, part)


def _placed(
    text: Text, reading: Reading, rows: list[list[_Cell]], heads: list[_Meaning], today: date
) -> Reading:
    at = text.starts[reading.start]
    row = next((row for row in rows if row and row[0].start <= at <= row[-1].end), None)
    if row is None:
        return reading
    column = next(i for i, cell in enumerate(row) if at <= cell.end)
    column -= len(row) - len(heads)  # the corner may be left out
    head = heads[column] if 0 <= column < len(heads) else _Meaning()
    side = _meaning(row[0].text, today) if column else _Meaning()
    who = head.who or side.who or reading.who
    day = head.day or side.day or reading.day
    part = head.part or side.part or reading.part
    return replace(reading, who=who, day=None if day == today else day, part=part)
