"""A copy of the user's own table with the reason beside each row that waits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from core.register import Problem
from sheets.books import Sheet
from sheets.cells import EXACT, Value, escaped
from sheets.files import FileKind, kind_of
from sheets.register import Register
from sheets.saving import save

COLUMN = "问题"
# A larger workbook is not opened to be edited, which takes fifty times its size in memory:
# its cells are written anew, without colours and widths of its own.
EDITED_BYTES = 1_500_000
_PARKED = PatternFill("solid", fgColor="FFC7CE")
_DOUBTED = PatternFill("solid", fgColor="FFEB9C")
_BOLD = Font(bold=True, color="9C0006")
_WRAP = Alignment(wrap_text=True, vertical="top")


def annotate(path: Path, target: Path, register: Register, problems: Iterable[Problem]) -> None:
    """Write `target` (XLSX): the user's table, the column 问题 behind it, blamed cells coloured.

    The user's file stays as it is.  Nothing is written as a formula.
    """
    by_row: dict[int, list[Problem]] = {}
    for problem in problems:
        by_row.setdefault(problem.row, []).append(problem)
    edited = kind_of(path) is FileKind.XLSX and path.stat().st_size <= EDITED_BYTES
    if edited:
        _edit(path, target, register, by_row)
    else:
        _write_anew(target, register, by_row)


def _places(register: Register) -> dict[str, int]:
    """Return each heading's column, 1 for the first."""
    left = register.sheet.left
    return {column.heading: column.at + left + 1 for column in register.heading.columns}


def _said(problems: Sequence[Problem]) -> str:
    return "；".join(
        dict.fromkeys(f"{p.column}：{p.sentence}" if p.column else p.sentence for p in problems)
    )


def _fill(problems: Sequence[Problem]) -> PatternFill:
    return _PARKED if any(problem.parked for problem in problems) else _DOUBTED


def _edit(
    path: Path, target: Path, register: Register, by_row: Mapping[int, Sequence[Problem]]
) -> None:
    book = load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        _escape(sheet)
    sheet = book[register.layout.sheet]
    places = _places(register)
    widest = max([sheet.max_column if sheet.max_column < 200 else 0, *places.values()])
    behind = places.get(COLUMN, widest + 1)
    for row in range(register.layout.heading_row + 1, sheet.max_row + 1 if COLUMN in places else 0):
        sheet.cell(row, behind).value = None  # what was said of an earlier copy
    heading = sheet.cell(register.layout.heading_row, behind, COLUMN)
    heading.font = _BOLD
    sheet.column_dimensions[heading.column_letter].width = 48
    for row, problems in by_row.items():
        cell = sheet.cell(row, behind, _said(problems))
        cell.alignment = _WRAP
        cell.fill = _fill(problems)
        for problem in problems:
            if at := places.get(problem.column):
                sheet.cell(row, at).fill = _fill([problem])
    book.active = sheet
    save(book, target)


def _escape(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and isinstance(cell.value, str):
                cell.value = escaped(cell.value)


def _write_anew(target: Path, register: Register, by_row: Mapping[int, Sequence[Problem]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(register.layout.sheet or "登记表")
    left = register.sheet.left
    places = {heading: at - 1 for heading, at in _places(register).items()}
    width = max([left + 1, *(at + 1 for at in places.values())])
    earlier = places.get(COLUMN)  # of an earlier copy; a new one is written behind it
    sheet.column_dimensions["A"].width = 10
    for number, row in enumerate(_padded(register.sheet, left), start=1):
        cells: list[object] = [_cell(value) for value in row]
        cells += [None] * (width - len(cells))
        if earlier is not None:
            cells[earlier] = None
        if number == register.layout.heading_row:
            cells.append(COLUMN)
        elif problems := by_row.get(number):
            for problem in problems:
                if (at := places.get(problem.column)) is not None:
                    cells[at] = _coloured(sheet, cells[at], _fill([problem]))
            cells.append(_coloured(sheet, _said(problems), _fill(problems)))
        sheet.append(cells)
    save(book, target)


def _padded(sheet: Sheet, left: int) -> Iterable[list[Value]]:
    blank: list[Value] = [""] * left
    return (blank + row for row in sheet.rows())


def _coloured(sheet: Any, value: Any, fill: PatternFill) -> object:
    cell = WriteOnlyCell(sheet, value=value)
    cell.fill = fill
    return cell


def _cell(value: Value) -> object:
    """What a cell is written as: numbers too long for a number stay text."""
    if value == "":
        return None
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, float) and abs(value) >= EXACT:
        return f"{value:.15g}"
    if isinstance(value, datetime | date | time):
        return value.isoformat() if isinstance(value, time) else value
    return value if isinstance(value, int | float) else str(value)
