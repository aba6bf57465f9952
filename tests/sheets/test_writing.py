"""What goes back to whoever keeps the table."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from core.doors import Door, DoorReason
from core.ports import Registers
from core.register import (
    NEED_WORDS,
    Doubt,
    Need,
    Parked,
    Problem,
    RegisterRow,
    RegisterTable,
    RowReason,
)
from sheets.register import open_register
from sheets.tables import Tables
from sheets.values.belonging import RELATIONS, read_needs, read_relation
from sheets.wording import SENTENCES, sentence
from sheets.writing import write_register, write_table, write_template


def problems(register: RegisterTable) -> list[Problem]:
    found = []
    for row in register.rows():
        if isinstance(row, Parked):
            found.append(Problem(row.row, row.column, sentence(row.reason)))
        else:
            found += [
                Problem(row.row, d.column, sentence(d.doubt), parked=False) for d in row.doubts
            ]
    return found


def table(path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["B1"] = "幸福家园住户名单"
    sheet.merge_cells("B1:E1")
    for at, row in enumerate(
        [
            ["姓名", "住址", "电话", "备注"],
            ["李云", "3-2-601", "13812345678", "=1+1"],
            ["王强", "不清楚", "", "-好"],
            ["赵静", "3-2-603", "1381234", "@张三"],
        ],
        start=3,
    ):
        for column, value in enumerate(row, start=2):
            sheet.cell(at, column, value)
    sheet["E4"].data_type = "s"
    book.create_sheet("别的")["A1"] = "照旧"
    book.save(path)
    return path


def copy(tmp_path: Path, path: Path) -> Any:
    registers: Registers = Tables()
    register = registers.open(path)
    registers.annotate(register, tmp_path / "copy.xlsx", problems(register))
    return load_workbook(tmp_path / "copy.xlsx")


def test_the_reason_stands_beside_the_row_and_the_cell_is_coloured(tmp_path: Path) -> None:
    book = copy(tmp_path, table(tmp_path / "a.xlsx"))

    sheet = book["Sheet"]
    assert [sheet.cell(row, 6).value is not None for row in range(3, 7)] == [
        True,
        False,
        True,
        True,
    ]
    assert sheet["F3"].value == "问题"
    assert "住址" in sheet["F5"].value and "3-2-601" in sheet["F5"].value
    assert sheet["C5"].fill.fgColor.rgb.endswith("FFC7CE")
    assert sheet["D6"].fill.fgColor.rgb.endswith("FFEB9C")
    assert sheet["B1"].value == "幸福家园住户名单" and "B1:E1" in map(
        str, sheet.merged_cells.ranges
    )
    assert book["别的"]["A1"].value == "照旧"


def test_nothing_in_the_copy_is_a_formula(tmp_path: Path) -> None:
    sheet = copy(tmp_path, table(tmp_path / "a.xlsx"))["Sheet"]

    assert [sheet.cell(row, 5).value for row in range(4, 7)] == ["'=1+1", "'-好", "'@张三"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_what_was_mended_in_the_copy_is_imported_and_annotated_again(tmp_path: Path) -> None:
    book = copy(tmp_path, table(tmp_path / "a.xlsx"))
    book["Sheet"]["C5"] = "3-2-602"
    book.save(tmp_path / "mended.xlsx")

    read = list(open_register(tmp_path / "mended.xlsx").rows())
    again = copy(tmp_path, tmp_path / "mended.xlsx")["Sheet"]

    assert [row.name for row in read if isinstance(row, RegisterRow)] == ["李云", "王强", "赵静"]
    assert [row.notes for row in read if isinstance(row, RegisterRow)] == ["=1+1", "-好", "@张三"]
    assert [again.cell(row, 6).value is None for row in (4, 5, 6)] == [True, True, False]
    assert again.cell(3, 7).value is None


def test_a_csv_comes_back_as_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("姓名,住址\n李云,3-2-601\n=王强,\n", "utf-8")

    sheet = copy(tmp_path, tmp_path / "a.csv").worksheets[0]

    assert [cell.value for cell in sheet[1]] == ["姓名", "住址", "问题"]
    assert sheet["A3"].value == "'=王强"
    assert sheet["C2"].value is None and sheet["C3"].value


def test_the_template_holds_nothing_to_import_and_what_is_filled_in_is(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    titles = ["基孔肯雅热自我健康监测", "新冠居家健康监测（演练）"]
    write_template(path, titles)
    empty = list(open_register(path).rows())
    book = load_workbook(path)
    sheet = book.worksheets[0]
    at = {str(cell.value).strip("*"): place for place, cell in enumerate(sheet[1], start=1)}
    for name, value in {"楼栋": "3", "房号": "601", "姓名": "李云", "特殊需要": "独居"}.items():
        sheet.cell(4, at[name], value)
    book.save(path)

    (row,) = open_register(path).rows()

    assert empty == []
    assert isinstance(row, RegisterRow)
    assert (row.door, row.needs) == (Door(building="3", room="601"), (Need.ALONE,))
    assert len(sheet.data_validations.dataValidation) == 4
    assert [cell.value for cell in book["选项"]["D"]][:3] == ["监测方案", *titles]
    assert sheet.cell(3, at["监测方案"]).value == titles[0]
    assert open_register(path).layout.unknown == ()


def test_every_word_of_the_lists_is_read_as_itself() -> None:
    assert all(read_needs(word).needs == (need,) for need, word in NEED_WORDS.items())
    assert all(read_relation(word).name == word and read_relation(word).known for word in RELATIONS)


def test_every_reason_has_its_sentence() -> None:
    assert {*DoorReason, *RowReason, *Doubt} == set(SENTENCES)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_exports_hold_no_formula(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    write_table(["甲", "乙"], [["=1+1", "+86"], ["-1", "@a"], ["-", "好"]], path)

    cells: list[Any] = (
        path.read_text("utf-8-sig").replace("\n", ",").split(",")[2:-1] if ending == "csv" else []
    )
    if ending == "xlsx":
        rows = load_workbook(path).worksheets[0].iter_rows(min_row=2)
        cells = [cell.value for row in rows for cell in row]

    assert cells == ["'=1+1", "'+86", "'-1", "'@a", "-", "好"]


def test_a_register_of_posts_only_is_exported_and_imported_again(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("网格,楼栋,网格员,电话\n2,3,王芳,13900000002\n", "utf-8")
    rows = list(open_register(tmp_path / "a.csv").rows())

    write_register([row for row in rows if isinstance(row, RegisterRow)], tmp_path / "b.xlsx")

    assert list(open_register(tmp_path / "b.xlsx").rows()) == rows
