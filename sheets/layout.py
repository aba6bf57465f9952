"""Where the headings of a sheet are, in one row or two, and what each column holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.register import PostKind
from sheets.books import Merge, Row, Sheet
from sheets.cells import given, text
from sheets.headings import WATCH_DATES, Field, Meaning, meaning

# Headings stand among the first rows; a title, a date and a note come before them at most.
DEEPEST = 40
_DOORS = {Field.BUILDING, Field.ENTRANCE, Field.ROOM, Field.ADDRESS, Field.GROUP, Field.COMMUNITY}
_DOORS |= {Field.GRID, Field.ESTATE}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: where it is, what it is called, what it holds if we know."""

    at: int
    heading: str
    meaning: Meaning | None


@dataclass(frozen=True, slots=True)
class Heading:
    """The headings of a sheet; rows count from 0."""

    last_row: int
    columns: tuple[Column, ...]

    @property
    def fields(self) -> set[Field]:
        return {column.meaning.field for column in self.columns if column.meaning}

    @property
    def score(self) -> int:
        """How much of it we know: a word of each kind counts once."""
        return len(self.fields)

    def is_register(self) -> bool:
        """Whether there is somebody, and something to know them by."""
        known = self.fields
        somebody = known & {Field.NAME, Field.HEAD, Field.POST}
        more = _DOORS | {Field.PHONE, Field.ID_NUMBER, Field.POST_PHONE, Field.DUTY, Field.RELATION}
        return bool(somebody) and bool(known & more)


def find_heading(sheet: Sheet) -> Heading | None:
    """Return the headings that tell most, None where nothing looks like any."""
    rows = [_spread(row, at, sheet.merges) for at, row in enumerate(sheet.head(DEEPEST))]
    found: list[Heading] = []
    for at, row in enumerate(rows):
        single = _heading(at, [row])
        if single.score < 2:
            continue
        found.append(single)
        if at + 1 < len(rows) and _is_second(rows[at], rows[at + 1], sheet.merges, at):
            found.append(_heading(at + 1, [row, rows[at + 1]]))
    for at in range(len(rows) - 1):  # a row of groups alone may hold no word we know
        if _looks_like_headings(rows[at + 1]) and _grouped(sheet.merges, at):
            found.append(_heading(at + 1, [rows[at], rows[at + 1]]))
    good = [heading for heading in found if heading.is_register()]
    return max(good, key=lambda heading: (heading.score, -heading.last_row), default=None)


def found_words(sheet: Sheet) -> list[str]:
    """Return the row of the first ones that has most cells, for whoever asks what was found."""
    rows = ([found for cell in row if (found := given(cell))] for row in sheet.head(DEEPEST))
    return max(rows, key=len, default=[])


def _spread(row: Row, at: int, merges: Sequence[Merge]) -> list[str]:
    """Return a row's texts, a block merged over several columns in each of them."""
    cells = [text(value) for value in row]
    for merge in merges:
        if merge.top == at and merge.left < len(cells):
            last = min(merge.right, len(cells) - 1)
            cells[merge.left : last + 1] = [cells[merge.left]] * (last + 1 - merge.left)
    return cells


def _grouped(merges: Sequence[Merge], at: int) -> bool:
    return any(merge.top == at == merge.bottom and merge.right > merge.left for merge in merges)


def _looks_like_headings(row: list[str]) -> bool:
    words = [word for word in row if word]
    known = sum(meaning(word) is not None for word in words)
    return known >= 2 and known * 2 >= len(words)


def _is_second(first: list[str], second: list[str], merges: Sequence[Merge], at: int) -> bool:
    """Whether a row goes on with the headings above it: under a group, or beside tall cells."""
    if not _looks_like_headings(second):
        return False
    tall = any(merge.top == at and merge.bottom == at + 1 for merge in merges)
    blank = sum(not b for a, b in zip(first, second, strict=False) if a)
    return tall or _grouped(merges, at) or blank > 0 or any(not a for a in first)


def _heading(last_row: int, rows: list[list[str]]) -> Heading:
    width = max(len(row) for row in rows)
    padded = [row + [""] * (width - len(row)) for row in rows]
    columns = []
    group = ""
    for at, parts in enumerate(zip(*padded, strict=True)):
        words = [part for part in dict.fromkeys(parts) if part]
        if len(rows) == 2:
            group = parts[0] or group if parts[1] else ""
            words = [part for part in dict.fromkeys((group, parts[1])) if part] or words
        if words:
            columns.append(Column(at, words[-1], _meaning(words)))
    return Heading(last_row, tuple(_watched(_phones_of_posts(columns))))


def _meaning(words: list[str]) -> Meaning | None:
    """A group and its column together say more than either: 网格员 over 姓名 and 电话."""
    together = meaning("".join(words)) if len(words) > 1 else None
    if together and together.post:
        return together
    return meaning(words[-1]) or together or (meaning(words[0]) if len(words) > 1 else None)


def _phones_of_posts(columns: list[Column]) -> list[Column]:
    """A plain 电话 right behind who holds a post is that person's."""
    post: PostKind | None = None
    result = []
    for column in columns:
        known = column.meaning
        if known and known.field is Field.PHONE and post and "户主" not in column.heading:
            column = Column(column.at, column.heading, Meaning(Field.POST_PHONE, post=post))
        post = known.post if known and known.field is Field.POST else None
        result.append(column)
    return result


def _watched(columns: list[Column]) -> list[Column]:
    """开始日期 and 天数 are days of anything, where no column says which observation."""
    if any(each.meaning and each.meaning.field is Field.WATCH_PROGRAMME for each in columns):
        return columns
    return [
        replace(each, meaning=None) if each.meaning and each.meaning.field in WATCH_DATES else each
        for each in columns
    ]


def phone_owners(columns: Sequence[Column]) -> dict[int, int]:
    """Return for each column of a post's phone the column of its holder: the nearest before it."""
    owners: dict[int, int] = {}
    for phone in columns:
        if phone.meaning is None or phone.meaning.field is not Field.POST_PHONE:
            continue
        holders = [
            each.at
            for each in columns
            if each.meaning
            and each.meaning.field is Field.POST
            and each.meaning.post is phone.meaning.post
        ]
        before = [at for at in holders if at < phone.at]
        if holders:
            owners[phone.at] = max(before) if before else min(holders)
    return owners
