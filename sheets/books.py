"""A file as sheets of rows, whichever format it has."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import python_calamine as calamine

from core.register import TableUnusable
from sheets.cells import Value
from sheets.files import LIMITS, SAVE_AS, FileKind, Limits, broken, kind_of, locked, too_many_rows

Row = list[Value]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block: rows and columns from 0, both ends inside."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet:
    """One sheet; a row's first cell is the sheet's column `left`, rows count from 0."""

    def __init__(self, name: str, left: int, merges: tuple[Merge, ...]) -> None:
        self.name = name
        self.left = left
        self.merges = merges

    def rows(self) -> Iterator[Row]:
        raise NotImplementedError

    def head(self, count: int) -> list[Row]:
        return [row for _, row in zip(range(count), self.rows(), strict=False)]


class _Book(Sheet):
    def __init__(self, sheet: calamine.CalamineSheet, limits: Limits) -> None:
        start = sheet.start
        left = start[1] if start else 0
        merges = tuple(
            Merge(top, first - left, bottom, last - left)
            for (top, first), (bottom, last) in sheet.merged_cell_ranges or ()
        )
        super().__init__(sheet.name, left, merges)
        self._sheet = sheet
        if sheet.total_height > limits.rows:
            raise too_many_rows(sheet.total_height, limits)

    def rows(self) -> Iterator[Row]:
        if self._sheet.start is None:
            return iter(())
        return iter(self._sheet.iter_rows())


class _Text(Sheet):
    def __init__(self, text: str, delimiter: str, limits: Limits) -> None:
        super().__init__("", 0, ())
        self._text = text
        self._delimiter = delimiter
        if text.count("\n") > limits.rows:
            raise too_many_rows(text.count("\n"), limits)

    def rows(self) -> Iterator[Row]:
        lines = io.StringIO(self._text, newline="")
        try:
            for cells in csv.reader(lines, delimiter=self._delimiter):
                yield list(cells)
        except csv.Error:
            raise broken() from None


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets, and the names of the hidden ones, which are not read."""

    kind: FileKind
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...]


def open_book(path: Path, limits: Limits = LIMITS) -> Workbook:
    """Open a table.  Raises TableUnusable."""
    kind = kind_of(path, limits)
    if kind is FileKind.CSV:
        return Workbook(kind, (_read_text(path, limits),), ())
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        visible: list[str] = []
        hidden: list[str] = []
        for meta in book.sheets_metadata:
            shown = meta.visible == calamine.SheetVisibleEnum.Visible
            if meta.typ == calamine.SheetTypeEnum.WorkSheet:
                (visible if shown else hidden).append(meta.name)
        sheets = tuple(_Book(book.get_sheet_by_name(name), limits) for name in visible)
    except calamine.PasswordError:
        raise locked() from None
    except calamine.CalamineError:
        raise broken() from None
    return Workbook(kind, sheets, tuple(hidden))


def _read_text(path: Path, limits: Limits) -> Sheet:
    text = _decoded(path.read_bytes())
    if not text.strip():
        raise TableUnusable("empty", "这个文件是空的，里面什么也没有。请选对文件再导入。")
    return _Text(text, _delimiter(text), limits)


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode(raw, "utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode(raw, "gb18030")


def _decode(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError:
        raise TableUnusable(
            "encoding", f"这个文件里的字认不出来（不是 UTF-8，也不是 GBK）。{SAVE_AS}"
        ) from None


def _delimiter(text: str) -> str:
    """Find what parts the cells: what parts most lines into the same number of them."""
    lines = text.splitlines()[:60]

    def evenness(mark: str) -> tuple[int, int]:
        counts = Counter(line.count(mark) for line in lines if line.count(mark))
        return max(((times, count) for count, times in counts.items()), default=(0, 0))

    return max(",\t;|，；", key=evenness)
