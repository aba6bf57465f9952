"""`export calls` and `export board`: what a community has on the day WeChat is down."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.ops.conftest import Furnisher
from tests.ops.place import Place


@pytest.fixture
def place(furnish: Furnisher) -> Place:
    return furnish("sqlite")


@pytest.mark.slow
def test_a_list_for_each_grid_on_paper_and_as_a_table(place: Place) -> None:
    assert place.run("tick", "--at", "2026-11-21T08:00").code == 0

    done = place.run("export", "calls", "--at", "2026-11-21T09:00")

    assert done.code == 0, done.err
    assert done.result["households"] > 0
    files = [Path(file) for file in done.result["files"]]
    assert {file.suffix for file in files} == {".pdf", ".xlsx"}
    assert all(file.read_bytes().startswith(b"%PDF") for file in files if file.suffix == ".pdf")
    sheet = load_workbook(next(file for file in files if file.suffix == ".xlsx")).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:5] == ["号", "门牌", "姓名", "电话", "为什么"]
    assert rows[1][0] == "1" and rows[1][4]


def test_the_board_is_a_picture(place: Place) -> None:
    place.run("tick", "--at", "2026-11-21T08:00")

    done = place.run("export", "board", "--at", "2026-11-21T09:00")

    assert Path(done.result["file"]).read_bytes().startswith(b"\x89PNG")
    assert place.run("export", "board", "看板.txt").code == 1
