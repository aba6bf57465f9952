"""What a row means to repeat from the row above: merged blocks, and cells written once a group."""

import re

from sheets.body import Body, Line
from sheets.books import Merge, Row
from sheets.cells import Value, given
from sheets.headings import Field
from sheets.layout import Heading
from sheets.values.belonging import HEAD, read_relation

# From the widest to the narrowest; a new one ends what was said of those behind it.
_NESTED = (
    Field.COMMUNITY,
    Field.ESTATE,
    Field.GRID,
    Field.GROUP,
    Field.BUILDING,
    Field.ENTRANCE,
)
_OF_HOUSEHOLD = (*_NESTED, Field.FLOOR, Field.ROOM, Field.ADDRESS, Field.HOUSEHOLD, Field.HEAD)
_CARRIED = {*_OF_HOUSEHOLD, Field.POST, Field.POST_PHONE}
# Written once a group: so large a part of the rows have nothing there.
_MOSTLY_BLANK = 0.4
_FIGURE = r"[\d一二三四五六七八九十]{1,4}"
_SECTION = re.compile(
    rf"(?P<grid>第?{_FIGURE}号?网格)?\s*"
    rf"(?P<building>(?:{_FIGURE}|[A-Za-z]\d{{0,3}})(?:号楼|栋楼?|幢楼?|座|#楼?))?\s*"
    rf"(?P<entrance>(?:{_FIGURE}|[ⅠⅡⅢⅣⅤⅥ])单元)?"
)
_OF_TITLES = (Field.GRID, Field.BUILDING, Field.ENTRANCE)


class Carrier:
    """Fills the cells of one sheet's rows that stand for the cell above."""

    def __init__(self, body: Body) -> None:
        heading = body.heading
        self._columns = [c for c in heading.columns if c.meaning and c.meaning.field in _CARRIED]
        self._at = {c.meaning.field: c.at for c in reversed(heading.columns) if c.meaning}
        self._relation = self._at.get(Field.RELATION)
        self._blocks = self._tall(body.sheet.merges, heading)
        self._merged: dict[int, tuple[int, Value]] = {}
        self._once = self._written_once(body)
        self._last: dict[int, Value] = {}
        self._section: dict[Field, str] = {}

    def section(self, line: Line) -> bool:
        """Take a row that only names a grid, a building, an entrance for a title of those below."""
        match = _SECTION.fullmatch(given(line.row[line.own[0]])) if len(line.own) == 1 else None
        said = {kind: match[kind] for kind in _OF_TITLES if match[kind]} if match else {}
        titles = {kind: name for kind, name in said.items() if kind not in self._at}
        if not titles:
            return False
        widest = min(_OF_TITLES.index(kind) for kind in titles)
        kept = {kind: self._section[kind] for kind in _OF_TITLES[:widest] if kind in self._section}
        self._section = kept | titles  # what is narrower was said of the one before
        return True

    def fill(self, line: Line) -> tuple[Row, dict[Field, str]]:
        """Return the row with what it repeats, and what titles above it say."""
        filled = list(line.row)
        self._fill_merged(filled, line.at)
        self._fill_once(filled)
        if self._is_member(filled):
            for kind in _OF_HOUSEHOLD:
                self._repeat(filled, self._at.get(kind))
        for column in self._columns:
            self._last[column.at] = filled[column.at] if column.at < len(filled) else ""
        return filled, self._section

    def _tall(self, merges: tuple[Merge, ...], heading: Heading) -> dict[int, list[Merge]]:
        wanted = {column.at for column in self._columns}
        blocks: dict[int, list[Merge]] = {}
        for merge in merges:
            if merge.bottom > merge.top > heading.last_row:
                for at in wanted & set(range(merge.left, merge.right + 1)):
                    blocks.setdefault(merge.top, []).append(Merge(merge.top, at, merge.bottom, at))
        return blocks

    def _fill_merged(self, row: Row, number: int) -> None:
        for merge in self._blocks.get(number, ()):
            value = row[merge.left] if merge.left < len(row) else ""
            self._merged[merge.left] = (merge.bottom, value)
        for at, (bottom, value) in list(self._merged.items()):
            if number > bottom:
                del self._merged[at]
            elif at < len(row):
                row[at] = value

    def _written_once(self, body: Body) -> list[int]:
        """Find columns of a group that are filled in its first row only, without being merged."""
        merged = {merge.left for blocks in self._blocks.values() for merge in blocks}
        nested = [self._at[kind] for kind in _NESTED if kind in self._at]
        counts = dict.fromkeys((at for at in nested if at not in merged), 0)
        total = 0
        first: set[int] = set()
        for line in body.lines() if counts else ():
            first = first or set(line.own)
            total += 1
            for at in counts:
                counts[at] += at < len(line.row) and line.row[at] != ""
        most = total * (1 - _MOSTLY_BLANK)
        return [at for at, filled in counts.items() if at in first and filled < most]

    def _fill_once(self, row: Row) -> None:
        for kind in _NESTED:
            at = self._at.get(kind)
            if at is None or at >= len(row):
                continue
            if given(row[at]) and row[at] != self._last.get(at):
                return  # a new group: what is narrower begins anew
            if at in self._once:
                self._repeat(row, at)

    def _is_member(self, row: Row) -> bool:
        """Whether the row goes on with the household above: no door of its own, no head."""
        for kind in (Field.ROOM, Field.ADDRESS):
            at = self._at.get(kind)
            if at is not None and at < len(row) and given(row[at]):
                return False
        if not self._last or Field.NAME not in self._at:
            return False
        if self._relation is not None and self._relation < len(row):
            name = read_relation(row[self._relation]).name
            if name:
                return name != HEAD
        return any(
            (at := self._at.get(kind)) is not None and at < len(row) and not given(row[at])
            for kind in (Field.HEAD, Field.HOUSEHOLD)
        )

    def _repeat(self, row: Row, at: int | None) -> None:
        if at is not None and at < len(row) and row[at] == "":  # 无 says that there is none
            row[at] = self._last.get(at, "")
