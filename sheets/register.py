"""Somebody's own register, opened: which sheet, which headings, then row after row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.doors import DoorUnreadable
from core.register import Layout, Parked, RegisterRow, RowReason, TableUnusable
from sheets.books import Row, Sheet, Workbook, open_book
from sheets.carrying import Carrier
from sheets.cells import given, text
from sheets.files import LIMITS, Limits
from sheets.headings import Field
from sheets.layout import Heading, find_heading, found_words
from sheets.places import read_door
from sheets.rows import RowReader, columns_told

_FOOTER = re.compile(
    r"^(?:合计|总计|小计|共计|填表|填报|制表|审核|审批|统计人|注[:：]|备注[:：]|说明[:：]|填写说明|社区\(?盖章|单位\(?盖章|负责人[:：]|联系人[:：])"
)
_HINT = re.compile(
    r"^[(（]?(?:如|例|比如|示例|必填|选填|填|请|说明|格式|下拉|文本|数字|不填|11位|18位|男/女)"
)
_EXAMPLE = re.compile(r"^[(（【]?(?:示例|样例|范例|举例|填写示例|例子)")
_SKIPPED_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no data: an example, a sum, a signature.  `row` is the user's number."""

    row: int
    text: str


class Register:
    """An opened register; `rows` may be gone through more than once."""

    def __init__(
        self, sheet: Sheet, heading: Heading, layout: Layout, today: date | None, community: str
    ) -> None:
        self.layout = layout
        self.sheet = sheet
        self.heading = heading
        self.skipped: list[Skipped] = []
        self._today = today
        self._community = community

    def rows(self) -> Iterator[RegisterRow | Parked]:
        """Yield each row with data once, in the user's order."""
        self.skipped.clear()
        reader = RowReader(self.heading, self._today)
        carrier = Carrier(self.sheet, self.heading)
        for at, row in enumerate(self.sheet.rows()):
            if at <= self.heading.last_row:
                continue
            own = carrier.own(row)
            if not self._says_something(own):
                continue
            if carrier.section(row, own) or self._is_no_data(row, own, at):
                self._skip(at, row, own)
                continue
            filled, titles = carrier.fill(row, at)
            yield self._within(reader.read(filled, at + 1, titles))

    def _says_something(self, own: list[int]) -> bool:
        """A row with its printed number only is an empty one."""
        serial = {
            c.at for c in self.heading.columns if c.meaning and c.meaning.field is Field.SERIAL
        }
        return any(at not in serial for at in own)

    def _is_no_data(self, row: Row, own: list[int], at: int) -> bool:
        words = [text(row[column]) for column in own]
        if any(_EXAMPLE.match(word) for word in words):
            return True
        if at <= self.heading.last_row + 2:
            hints = sum(bool(_HINT.match(word)) for word in words)
            if hints * 2 >= len(words):
                return True
        if _FOOTER.match(re.sub(r"\s", "", words[0])) and len(words) <= 6:
            return True
        headings = {column.at: column.heading for column in self.heading.columns}
        return sum(headings.get(column) == text(row[column]) for column in own) * 2 > len(own)

    def _skip(self, at: int, row: Row, own: list[int]) -> None:
        if len(self.skipped) < _SKIPPED_AT_MOST:
            self.skipped.append(Skipped(at + 1, text(row[own[0]])[:40]))

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
    return Register(chosen, heading, layout, today, community)


def _communities(sheet: Sheet, heading: Heading) -> list[str]:
    """Return the communities named in their own column, each once."""
    at = next(
        (c.at for c in heading.columns if c.meaning and c.meaning.field is Field.COMMUNITY), None
    )
    if at is None:
        return []
    spellings: dict[str, None] = {}
    for number, row in enumerate(sheet.rows()):
        if number > heading.last_row and at < len(row) and row[at] != "" and len(spellings) < 100:
            spellings[given(row[at])] = None
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
