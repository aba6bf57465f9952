"""`import` and `export register`, as an office uses them."""

import csv
import json
import os
import signal
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.ops.conftest import Furnisher
from tests.ops.place import Place, until

HEADINGS = "网格 楼栋 单元 房号 姓名 与户主关系 电话 网格员".split()
KEYS = {"rows", "new", "changed", "same", "parked", "problems", "errors_file"}
ROWS = [
    ["1", "3", "2", "601", "李云", "户主", "13800000001", "王芳"],
    ["1", "3", "2", "601", "李强", "儿子", "", "王芳"],
    ["2", "5", "1", "302", "赵敏", "户主", "13800000003", "何勇"],
    ["2", "5", "1", "", "周平", "户主", "13800000004", "何勇"],
]


def write(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows])
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(furnish: Furnisher, request: pytest.FixtureRequest) -> Place:
    place = furnish(str(request.param), bare=True)
    assert place.run("init").code == 0
    return place


def sums(result: dict[str, Any]) -> list[int]:
    assert result.keys() >= KEYS
    assert result["rows"] == sum(result[key] for key in ("new", "changed", "same", "parked"))
    return [result[key] for key in ("new", "changed", "same", "parked")]


@pytest.mark.slow
def test_a_table_comes_in_goes_out_and_comes_in_again(fresh: Place) -> None:
    table = write(fresh.folder / "居民.csv", ROWS)

    dry = fresh.run("import", str(table), "--dry-run")
    assert sums(dry.result) == [3, 0, 0, 1]
    assert (dry.result["units"], dry.result["posts"], dry.result["errors_file"]) == (6, 2, None)
    assert fresh.rows("SELECT count(*) FROM people") == [(0,)]
    assert list(fresh.folder.glob("*问题*")) == []

    first = fresh.run("import", str(table))
    assert sums(first.result) == [3, 0, 0, 1] and first.result["units"] == 6
    [problem] = first.result["problems"]
    assert problem == {"row": 5, "column": "房号", "what": "没有房号（门牌号），请补上"}
    sheet = load_workbook(first.result["errors_file"]).worksheets[0]
    assert [sheet.cell(row, 9).value for row in (1, 2, 5)] == [
        "问题", None, "房号：没有房号（门牌号），请补上",
    ]  # fmt: skip

    assert sums(fresh.run("import", str(table)).result) == [0, 0, 3, 1]
    exported = fresh.run("export", "register")
    assert sums(fresh.run("import", exported.result["file"]).result) == [0, 0, 3, 0]


@pytest.mark.slow
def test_nobody_is_watched_over_where_nobody_would_go_to_the_door(fresh: Place) -> None:
    table = fresh.folder / "监测.csv"
    for worker, wanted in (("", 0), ("王芳", 1)):
        table.write_text(
            "楼栋,单元,房号,姓名,网格员,电话,监测类型,天数\n"
            f"3,2,601,李云,{worker},13900000001,自我监测,14\n",
            "utf-8",
        )

        told = fresh.run("import", str(table))

        done = told.result
        assert ("1 户没有人绑定微信" in told.err) == bool(wanted)
        assert done["watched"] == wanted and done["parked"] == 0
        assert [each["column"] for each in done["problems"]] == ["监测类型"] * (1 - wanted)
    assert fresh.rows("SELECT programme, state FROM episodes") == [("chik_2025", "active")]
    template = fresh.run("import", "--template", str(fresh.folder / "空表.xlsx"))
    lists = load_workbook(template.result["file"])["选项"]
    assert "基孔肯雅热自我健康监测" in [cell.value for row in lists for cell in row]


def test_what_would_change_is_said_first_without_whole_numbers(fresh: Place) -> None:
    fresh.run("import", str(write(fresh.folder / "a.csv", ROWS)))
    changed = [[*ROWS[0][:6], "13911112222", "王芳"], ["1", "4", "1", "101", *ROWS[2][4:]]]

    dry = fresh.run("import", str(write(fresh.folder / "b.csv", changed)), "--dry-run")

    assert sums(dry.result) == [0, 2, 0, 0]
    assert "第2行会改：李云：电话 …0001 → …2222" in dry.err
    assert "第3行会改：赵敏：搬到 第1网格4号楼1单元101" in dry.err
    assert "13911112222" not in dry.err


def test_nothing_that_was_said_of_people_is_logged(fresh: Place) -> None:
    done = fresh.run("import", str(write(fresh.folder / "a.csv", ROWS)))

    said = done.err + json.dumps(done.result, ensure_ascii=False)
    assert not [cell for row in ROWS for cell in (row[4], row[6], row[7]) if cell and cell in said]


def test_rows_that_all_wait_stop_nothing(fresh: Place) -> None:
    table = write(
        fresh.folder / "a.csv",
        (["1", "3", "2", "", f"李{chr(0x4E00 + at)}", "", "", ""] for at in range(5000)),
    )

    done = fresh.run("import", str(table))

    assert (done.code, sums(done.result)) == (0, [0, 0, 0, 5000])
    assert len(done.result["problems"]) == 20
    told = load_workbook(done.result["errors_file"]).worksheets[0]
    assert [told.cell(at, 9).value for at in (2, 5001)] == ["房号：没有房号（门牌号），请补上"] * 2


def test_a_table_of_several_communities_needs_to_be_told_which(fresh: Place) -> None:
    with (fresh.folder / "a.csv").open("w", encoding="utf-8") as file:
        file.write("社区,楼栋,单元,房号,姓名\n")
        file.write("幸福社区,3,2,601,李云\n和平社区,3,2,601,赵敏\n")
    name = fresh.rows("SELECT name FROM units")[0][0]

    without = fresh.run("import", str(fresh.folder / "a.csv"))
    unknown = fresh.run("import", str(fresh.folder / "a.csv"), "--unit", "没有社区")
    of_ours = fresh.run("import", str(fresh.folder / "a.csv"), "--unit", name)

    assert (without.code, unknown.code) == (1, 1)
    assert "2 个社区" in without.err and "没有叫“没有社区”的单位" in unknown.err
    assert sums(of_ours.result)[3] >= 1


def test_a_table_of_another_community_is_not_taken_for_ours(fresh: Place) -> None:
    name = fresh.rows("SELECT name FROM units")[0][0]
    for community, wanted in (
        ("和平社区", [0, 0, 0, 1]),
        (name.removesuffix("社区"), [1, 0, 0, 0]),
    ):
        table = fresh.folder / f"{community}.csv"
        table.write_text(f"社区,楼栋,单元,房号,姓名\n{community},3,2,601,李云\n", "utf-8")

        done = fresh.run("import", str(table))

        assert sums(done.result) == wanted, done.err
    assert fresh.rows("SELECT count(*) FROM people") == [(1,)]


@pytest.mark.slow
def test_whatever_breaks_off_in_the_middle_the_same_table_completes(fresh: Place) -> None:
    many = 8000
    names = (f"李{chr(0x4E00 + at // 60)}{chr(0x4E00 + at % 60)}" for at in range(many))
    doors = (["1", str(at // 60 + 1), "1", f"{at % 60 + 101}"] for at in range(many))
    table = write(
        fresh.folder / "a.csv",
        ([*door, name, "户主", "", ""] for door, name in zip(doors, names, strict=True)),
    )

    running = fresh.start("import", str(table))
    until(lambda: f"已写入 1000/{many} 行" in running.said(), 120, "the first thousand")
    os.kill(running.pid, signal.SIGKILL)
    running.clean_up()
    (written,) = fresh.rows("SELECT count(*) FROM people")[0]
    again = fresh.run("import", str(table))

    assert 1000 <= written < many
    assert sums(again.result) == [many - written, 0, written, 0]
    assert fresh.rows("SELECT count(*) FROM households") == [(many,)]
    assert fresh.rows("SELECT count(*) FROM people WHERE is_respondent") == [(many,)]


def test_where_the_folder_cannot_be_written_the_copy_lies_in_the_data(fresh: Place) -> None:
    folder = fresh.folder / "只读"
    folder.mkdir()
    table = write(folder / "a.csv", ROWS)
    # Nobody, root neither, writes where a folder of the copy's name stands.
    (folder / "a-问题.xlsx").mkdir()

    done = fresh.run("import", str(table))

    assert Path(done.result["errors_file"]).parent.name == "data"
