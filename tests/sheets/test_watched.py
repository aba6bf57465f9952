"""What a table says of an observation: read whole, or the row waits with the cell that is to blame."""

from datetime import date
from pathlib import Path

import pytest

from core.register import Parked, RegisterRow, RowReason, WatchSaid
from sheets.register import open_register

TODAY = date(2026, 11, 21)
HEADINGS = "楼栋,单元,房号,姓名,管控方式,隔离开始,天数,解除日期"


def read(path: Path, cells: str, headings: str = HEADINGS) -> RegisterRow | Parked:
    path.write_text(f"{headings}\n3,2,502,邢海波,{cells}\n", "utf-8")
    [row] = open_register(path, today=TODAY).rows()
    return row


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ("居家隔离,2026.11.20,14,2026/12/4", (date(2026, 11, 20), date(2026, 12, 4), 14)),
        ("居家隔离,11月20日,14天,", (date(2026, 11, 20), None, 14)),
        ("居家隔离,,,1月3日", (None, date(2027, 1, 3), None)),
        ("居家隔离,46346,,", (date(2026, 11, 20), None, None)),
        ("居家隔离,,,", (None, None, None)),
    ],
)
def test_days_are_read_as_offices_write_them(
    tmp_path: Path, cells: str, wanted: tuple[date | None, date | None, int | None]
) -> None:
    row = read(tmp_path / "a.csv", cells)

    assert isinstance(row, RegisterRow) and row.doubts == () and row.others == {}
    assert row.watch == WatchSaid("居家隔离", *wanted)


@pytest.mark.parametrize("cells", [",,,", "无,,,", "已解除,2026-11-01,14,2026-11-15", "否,,,"])
def test_of_whom_nothing_is_said_nobody_is_watched_over(tmp_path: Path, cells: str) -> None:
    row = read(tmp_path / "a.csv", cells)

    assert isinstance(row, RegisterRow) and row.watch is None


@pytest.mark.parametrize(
    ("cells", "reason", "column"),
    [
        ("居家隔离,2026-11-31,,", RowReason.WATCH_DAY, "隔离开始"),
        ("居家隔离,2026-11-20,,下个月", RowReason.WATCH_DAY, "解除日期"),
        ("居家隔离,2026-11,,", RowReason.WATCH_DAY, "隔离开始"),
        ("居家隔离,2026-11-20,两周左右,", RowReason.WATCH_LENGTH, "天数"),
        (",2026-11-20,14,", RowReason.NO_PROGRAMME, "管控方式"),
    ],
)
def test_what_cannot_be_read_waits(tmp_path: Path, cells: str, reason: str, column: str) -> None:
    row = read(tmp_path / "a.csv", cells)

    assert isinstance(row, Parked)
    assert (row.reason, row.column) == (reason, column)


def test_days_of_anything_else_stay_aside(tmp_path: Path) -> None:
    row = read(tmp_path / "a.csv", "2020-01-01,365,", "楼栋,单元,房号,姓名,开始日期,天数,结束日期")

    assert isinstance(row, RegisterRow) and row.watch is None
    assert row.others == {"开始日期": "2020-01-01", "天数": "365"}
