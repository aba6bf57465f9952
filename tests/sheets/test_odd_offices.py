"""Workbooks as ten offices really keep them: every row is taken or parked, and nothing is guessed."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwt
from openpyxl import Workbook

from core.register import Need, Parked, RegisterRow
from sheets.register import open_register

Told = dict[int, Any]  # by row: name, door, phones; or the reason for which it waits


def told(path: Path) -> Told:
    found: Told = {}
    for row in open_register(path, today=date(2026, 11, 23)).rows():
        assert row.row not in found
        if isinstance(row, Parked):
            found[row.row] = str(row.reason)
        else:
            found[row.row] = row.name, _door(row), row.phones
    return found


def _door(row: RegisterRow) -> str:
    parts = (row.door.group and f"{row.door.group}组", row.door.building, row.door.entrance)
    return "-".join([*(part for part in parts if part), row.door.room])


def xlsx(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path / "a.xlsx")
    return path / "a.xlsx"


def text(path: Path, encoding: str, *rows: list[str]) -> Path:
    with (path / "a.csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path / "a.csv"


def from_b3_with_two_headings_and_a_sum(path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    table: list[list[Any]] = [
        ["和平里社区居民基本情况登记表"],
        ["填报单位：和平里社区居委会　填报日期：2026年11月20日"],
        ["序号", "居住地址", "", "", "户主姓名", "家庭成员信息", "", "", "", "备注"],
        ["", "楼号", "单元", "门牌号", "", "姓名", "与户主关系", "身份证号码", "联系方式", ""],
        ["", "填数字", "填数字", "如601", "", "与证件一致", "选填", "18位", "手机号", ""],
        [1, "3#楼", "Ⅰ单元", "601", "李  云", "李  云", "本人", "", 13800000001.0, ""],
        [2, "", "", "", "", "王  强", "配偶", 1.10105e17, "13800000002/13800000003", "慢病"],
        [3, "", "", "", "", "李小宝", "之子", "", "", ""],
        [],
        [
            4,
            "3#楼",
            "Ⅱ单元",
            "102室",
            "赵 敏",
            "赵 敏",
            "户主",
            "",
            "１３８００００００１４",
            "独居",
        ],
        [5, "12#", "二单元", "1203", "孙　涛", "孙　涛", "户主", "110105198001010000", "", ""],
        ["合计", "", "", "", "", "5人"],
    ]
    for at, row in enumerate(table, start=1):
        for column, value in enumerate(row, start=2):
            if value != "":
                sheet.cell(at, column, value)
    for block in ("B1:K1", "B2:K2", "C3:E3", "G3:J3", "C6:C8", "D6:D8", "E6:E8", "F6:F8"):
        sheet.merge_cells(block)
    book.save(path / "a.xlsx")
    return path / "a.xlsx"


def in_another_order_with_doors_in_one_cell(path: Path) -> Path:
    return xlsx(
        path,
        ["手机号码", "门牌号", "与户主关系", "户主姓名", "成员姓名", "出生日期", "入住时间"],
        [13811110001.0, "3-2-601", "户主", "何金花", "何金花", 20211, 44197],
        [None, "3-2-601", "次子", "何金花", "张小宝", 43000.0, "2020.6.3"],
        ["13811110002 13811110003", "3号楼2单元602", "户主", "李桂英", "李桂英", "1950年3月", ""],
        ["1.3811110004E10", "五号楼一单元三楼302", "户主", "张建国", "张建国", "1960/6/3", ""],
        ["138 1111 0005", "5—1—0303", "租客", "陈磊", "陈磊", date(1988, 2, 3), "6月3日"],
        [None, "５－１－４０１", "户主", "刘洋", "刘洋", "", date(2020, 6, 3)],
    )


def of_three_old_sheets_with_a_list_of_codes(path: Path) -> Path:
    book = xlwt.Workbook()
    book.add_sheet("填表说明").write(0, 0, "一、姓名按身份证填写")
    sheet = book.add_sheet("花名册")
    sheet.write_merge(0, 0, 0, 8, "锦绣家园人员花名册")
    rows: list[list[Any]] = [
        ["编号", "小区", "栋", "单元", "室", "姓名", "关系", "性别代码", "联系电话"],
        [1, "锦绣家园", "A座", "", "1201", "欧阳明", "户主", "1-男", "13922220001"],
        [2, "锦绣家园", "A座", "", "1201", "刘红", "妻", "2-女", ""],
        [3, "锦绣家园", "B座", "", "B-302", "阿依古丽·买买提", "户主", "2-女", "0357-2222222"],
        [4, "锦绣家园", "甲", "", "0905", "马 超", "户主", "1", 13922220004.0],
    ]
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    codes = book.add_sheet("代码")
    codes.write(0, 0, "性别代码")
    codes.write(1, 0, "1-男")
    book.save(str(path / "a.xls"))
    return path / "a.xls"


def of_a_village_in_gbk(path: Path) -> Path:
    return text(
        path,
        "gbk",
        ["村民小组", "户主姓名", "姓名", "与户主的关系", "手机", "门牌号", "健康状况"],
        ["一组", "王大", "王大", "户主", "13833330001", "12号", "良好"],
        ["一组", "王大", "刘小", "儿媳", "", "12号", "透析"],
        ["二组", "王二", "王二", "户主", "13833330003", "", "健康"],
        ["二组", "王二", "赵三", "母亲", "13833330003", "", ""],
        ["", "", "", "", "", "", ""],
        ["总计", "", "4人", "", "", "", ""],
    )


def of_owners_and_tenants(path: Path) -> Path:
    return text(
        path,
        "utf-8-sig",
        ["幢号", "室号", "业主姓名", "业主联系电话", "租户姓名", "备注"],
        ["1幢", "101", "周平", '="13844440001"', "", "自住"],
        ["1幢", "102", "", "", "", "空置"],
        ["1幢", "103", "周萍", "\t13844440003", "", "出租"],
        ["2幢", "201室", "孙勇、孙敏", "13844440004", "", ""],
        ["2幢", "202", "郑爽", "13844440005", "钱多", ""],
        ["2幢", "203", "吴霞(已搬走)", "13844440006", "", ""],
    )


def with_titles_between_the_rows(path: Path) -> Path:
    return xlsx(
        path,
        ["第二网格居民台账"],
        ["网格员：何勇  电话：13900000002"],
        ["房号", "姓名", "关系", "电话", "特殊情况"],
        ["6号楼1单元"],
        ["101", "郑爽", "户主", "13855550001", ""],
        ["", "郑强", "父", "", "独居"],
        [],
        ["6号楼2单元"],
        ["201", "冯唐", "户主", "13855550004", ""],
        ["小计", "", "", "3户"],
        ["7号楼"],
        ["301", "卫国", "户主", "13855550006", ""],
        ["制表人：何勇", "", "审核：李梅"],
    )


def with_whole_addresses(path: Path) -> Path:
    return xlsx(
        path,
        ["*姓  名\n（必填）", "性别", "身份证号", "*详细地址", "手机号1", "手机号2", "是否独居"],
        ["沈丹", "女", "", "幸福路12号和平里小区3号楼2单元601室", "13866660001", 13866660002, "是"],
        ["韩梅", "女", 110105195103020000, "和平里3-2-602", "13866660003", "", "否"],
        ["杨过", "男", "", "3栋2门603", "13866660004", "", ""],
        ["朱元", "男", "", "三号楼二单元", "", "", "是"],
        ["秦明", "", "", "", "13866660006", "", ""],
        ["尤物", "男", "", "和平里小区3#2-604", "１３８６６６６０００７", "", "√"],
    )


def of_households_with_their_members_beside(path: Path) -> Path:
    rows: list[list[Any]] = [
        ["8号楼", "101", "许三", "13877770001", "许四", "许五", 3],
        ["8号楼", "102", "何六", "13877770003", "", "", 1],
    ]
    heading = ["楼栋", "房号", "户主", "户主电话", "家庭成员1", "家庭成员2", "家庭人口数"]
    return xlsx(path, heading, *rows, *([None] * 7 for _ in range(500)))


def in_traditional_writing(path: Path) -> Path:
    return xlsx(
        path,
        ["樓棟", "單元", "房號", "姓名", "與戶主關係", "聯絡電話", "樓棟長", "樓棟長電話"],
        ["9", "1", "101", "吕布", "戶主", "13888880001", "貂蝉", "13888880009"],
        ["9", "1", "102", "施 琅", "本人", "13888880003", "貂蝉", "13888880009"],
    )


def with_doors_behind_slashes(path: Path) -> Path:
    return xlsx(
        path,
        ["附件2"],
        [],
        ["", "和平里社区重点人群摸排表"],
        ["序号", "楼/单元/室", "姓名", "联系电话", "联系电话", "年龄", "人员类型"],
        ["例：", "3/2/601", "张三", "13800000000", "", "66", "老人"],
        ["1", "10/1/101", "蒋欣", "13899990001", "0357-3333333", 66, "高龄"],
        ["2", "10/1/103", "沈 从 文", "138-9999-0003", "", 79, "独居、高血压"],
        ["3", "10/2/一百零一", "韩信", "13899990004", "", 20, ""],
        ["共3人"],
    )


OFFICES: list[tuple[Callable[[Path], Path], Told]] = [
    (
        from_b3_with_two_headings_and_a_sum,
        {
            6: ("李云", "3-1-601", ("13800000001",)),
            7: "id_rounded",
            8: ("李小宝", "3-1-601", ()),
            10: ("赵敏", "3-2-102", ("13800000014",)),
            11: "id_rounded",
        },
    ),
    (
        in_another_order_with_doors_in_one_cell,
        {
            2: ("何金花", "3-2-601", ("13811110001",)),
            3: ("张小宝", "3-2-601", ()),
            4: ("李桂英", "3-2-602", ("13811110002", "13811110003")),
            5: ("张建国", "5-1-302", ("13811110004",)),
            6: ("陈磊", "5-1-0303", ("13811110005",)),
            7: ("刘洋", "5-1-401", ()),
        },
    ),
    (
        of_three_old_sheets_with_a_list_of_codes,
        {
            3: ("欧阳明", "A-1201", ("13922220001",)),
            4: ("刘红", "A-1201", ()),
            5: ("阿依古丽·买买提", "B-302", ("0357-2222222",)),
            6: ("马超", "甲-0905", ("13922220004",)),
        },
    ),
    (
        of_a_village_in_gbk,
        {
            2: ("王大", "1组-12", ("13833330001",)),
            3: ("刘小", "1组-12", ()),
            4: ("王二", "2组-", ("13833330003",)),
            5: ("赵三", "2组-", ("13833330003",)),
        },
    ),
    (
        of_owners_and_tenants,
        {
            2: ("周平", "1-101", ("13844440001",)),
            3: "vacant",
            4: ("周萍", "1-103", ("13844440003",)),
            5: "several_people",
            6: "several_names",
            7: "gone",
        },
    ),
    (
        with_titles_between_the_rows,
        {
            5: ("郑爽", "6-1-101", ("13855550001",)),
            6: ("郑强", "6-1-101", ()),
            9: ("冯唐", "6-2-201", ("13855550004",)),
            12: ("卫国", "7-301", ("13855550006",)),
        },
    ),
    (
        with_whole_addresses,
        {
            2: ("沈丹", "3-2-601", ("13866660001", "13866660002")),
            3: "id_rounded",
            4: ("杨过", "3-2-603", ("13866660004",)),
            5: "room_missing",
            6: "door_missing",
            7: ("尤物", "3-2-604", ("13866660007",)),
        },
    ),
    (
        of_households_with_their_members_beside,
        {2: "several_names", 3: ("何六", "8-102", ("13877770003",))},
    ),
    (
        in_traditional_writing,
        {
            2: ("吕布", "9-1-101", ("13888880001",)),
            3: ("施琅", "9-1-102", ("13888880003",)),
        },
    ),
    (
        with_doors_behind_slashes,
        {
            6: ("蒋欣", "10-1-101", ("13899990001", "0357-3333333")),
            7: ("沈从文", "10-1-103", ("13899990003",)),
            8: ("韩信", "10-2-101", ("13899990004",)),
        },
    ),
]


@pytest.mark.parametrize(("write", "wanted"), OFFICES, ids=lambda one: getattr(one, "__name__", ""))
def test_every_row_of_an_odd_table_is_taken_or_parked(
    tmp_path: Path, write: Callable[[Path], Path], wanted: Told
) -> None:
    assert told(write(tmp_path)) == wanted


def test_a_title_of_another_building_ends_the_entrance_above(tmp_path: Path) -> None:
    """Whoever writes 6号楼2单元 and then 7号楼 has said of no entrance in the second."""
    path = xlsx(
        tmp_path,
        ["房号", "姓名"],
        ["第3网格 6号楼 2单元"],
        ["101", "李云"],
        ["B座"],
        ["102", "王强"],
        ["第4网格"],
        ["103", "赵敏"],
    )

    rows = list(open_register(path).rows())

    taken = [row.door for row in rows if isinstance(row, RegisterRow)]
    assert [(door.grid, door.building, door.entrance) for door in taken] == [
        ("3", "6", "2"),
        ("3", "B", ""),
    ]
    assert [row.reason for row in rows if isinstance(row, Parked)] == ["building_missing"]


def test_what_says_that_somebody_is_well_is_no_need(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        ["姓名", "住址", "健康状况"],
        ["李云", "3-2-601", "良好"],
        ["王强", "3-2-602", "身体健康"],
        ["赵敏", "3-2-603", "高血压"],
    )

    rows = [row for row in open_register(path).rows() if isinstance(row, RegisterRow)]

    assert [row.needs for row in rows] == [(), (), (Need.CHRONIC,)]
    assert [(row.doubts, row.notes) for row in rows] == [((), "")] * 3
