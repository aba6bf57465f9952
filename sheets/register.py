"""Somebody's own register, opened: which sheet, which headings, then row after row."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from core.doors import DoorUnreadable
from core.register import Layout, Parked, RegisterRow, RowReason, TableUnusable
from sheets.body import Body, Skipped
from sheets.books import Sheet, Workbook, open_book
from sheets.carrying import Carrier
from sheets.cells import given
from sheets.files import LIMITS, Limits
from sheets.headings import Field
from sheets.layout import Heading, find_heading, found_words
from sheets.places import read_door
from sheets.rows import RowReader, columns_told


class Register:
    """An opened register; `rows` may be gone through more than once."""

    def __init__(
        self,
        path: Path,
        sheet: Sheet,
        heading: Heading,
        layout: Layout,
        today: date | None = None,
        community: str = "",
    ) -> None:
        self.path = path
        self.layout = layout
        self.sheet = sheet
        self.heading = heading
        self._body = Body(sheet, heading)
        self._today = today
        self._community = community

    @property
    def skipped(self) -> list[Skipped]:
        """Rows of the last time through that were no data."""
        return self._body.skipped

    def rows(self) -> Iterator[RegisterRow | Parked]:
        """Yield each row with data once, in the user's order."""
        reader = RowReader(self.heading, self._today)
        carrier = Carrier(self._body)
        for line in self._body.lines():
            if not carrier.section(line):
                filled, titles = carrier.fill(line)
                yield self._within(reader.read(filled, line.at + 1, titles))

    def _within(self, read: RegisterRow | Parked) -> RegisterRow | Parked:
        if isinstance(read, Parked) or not self._community or not read.door.community:
            return read
        if _same(read.door.community, self._community):
            return read
        column = next(
            (c for c in self.heading.columns if c.meaning and c.meaning.field is Field.COMMUNITY),
            None,
        )
        return Parked(
            read.row,
            column.heading if column else "",
            RowReason.OTHER_COMMUNITY,
            read.door.community,
        )


def open_register(
    path: Path,
    *,
    today: date | None = None,
    sheet: str = "",
    community: str = "",
    limits: Limits = LIMITS,
) -> Register:
    """Open a table and find what it holds.  Raises TableUnusable, whose sentence helps.

    `today` gives days without a year their year.  `community` parks rows of any other one;
    without it a table that names several is refused.
    """
    book = open_book(path, limits)
    found = [(each, heading) for each in book.sheets if (heading := find_heading(each))]
    found = [(each, heading) for each, heading in found if not sheet or each.name == sheet]
    if not found:
        raise _nothing_found(book, sheet)
    chosen, heading = max(found, key=lambda pair: (pair[1].score, -book.sheets.index(pair[0])))
    communities = _communities(chosen, heading)
    if len(communities) > 1 and not community:
        names = "、".join(communities[:5])
        raise TableUnusable(
            "several_communities",
            f"这张表里有 {len(communities)} 个社区（{names}{'等' if len(communities) > 5 else ''}）。"
            "请按社区拆成几个文件，一个一个导入；或者导入时指明是哪个社区，别的行会放在一边。",
        )
    layout = Layout(
        sheet=chosen.name,
        heading_row=heading.last_row + 1,
        columns=columns_told(heading),
        unknown=tuple(c.heading for c in heading.columns if not c.meaning),
        hidden_sheets=book.hidden,
        other_sheets=tuple(each.name for each, _ in found if each is not chosen),
        communities=tuple(communities),
    )
    return Register(path, chosen, heading, layout, today, community)


def _communities(sheet: Sheet, heading: Heading) -> list[str]:
    """Return the communities named in their own column, each once."""
    at = next(
        (c.at for c in heading.columns if c.meaning and c.meaning.field is Field.COMMUNITY), None
    )
    if at is None:
        return []
    spellings: dict[str, None] = {}
    for line in Body(sheet, heading).lines():
        if at in line.own and len(spellings) < 100:
            spellings[given(line.row[at])] = None
    names: list[str] = []
    for spelling in spellings:
        try:
            name = read_door({Field.COMMUNITY: spelling}).community
        except DoorUnreadable:
            continue
        if name and not any(_same(name, other) for other in names):
            names.append(name)
    return names


def _same(one: str, other: str) -> bool:
    ends = ("社区居委会", "村委会", "居委会", "社区", "村")
    bare = [next((n.removesuffix(e) for e in ends if n.endswith(e)), n) for n in (one, other)]
    return bare[0] == bare[1] or one.endswith(other) or other.endswith(one)


def _nothing_found(book: Workbook, sheet: str) -> TableUnusable:
    words = max((found_words(each) for each in book.sheets), key=len, default=[])
    hidden = (
        f"隐藏的工作表（{'、'.join(book.hidden)}）没有读，要读请先取消隐藏。" if book.hidden else ""
    )
    if sheet and sheet not in {each.name for each in book.sheets}:
        names = "、".join(each.name for each in book.sheets)
        return TableUnusable("no_sheet", f"没有叫“{sheet}”的工作表，文件里有：{names}。{hidden}")
    if not words:
        return TableUnusable("empty", f"表里是空的，什么也没有。请选对文件再导入。{hidden}")
    seen = "、".join(word[:10] for word in words[:8])
    return TableUnusable(
        "no_heading",
        "没找到表头。要有一行写着“姓名”（或“户主”“网格员”），还要有“楼栋、单元、房号”或“住址”“电话”里的几样。"
        f"表里看到的是：{seen}。请补上表头，或者用 import --template 导出空表来填。{hidden}",
    )
