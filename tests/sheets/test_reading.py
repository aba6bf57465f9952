"""Tables as offices keep them, through the door: a file in, rows out."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlwt
from openpyxl import Workbook

from core.doors import Door
from core.register import Need, Parked, PostHolder, PostKind, RegisterRow
from sheets.register import Register, open_register

TODAY = date(2026, 11, 29)


def xlsx(path: Path, *rows: list[Any], merge: tuple[str, ...] = ()) -> Register:
    book = Workbook()
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            book.worksheets[0].cell(at, column, value)
    for block in merge:
        book.worksheets[0].merge_cells(block)
    book.save(path / "a.xlsx")
    return open_register(path / "a.xlsx", today=TODAY)


def csv(path: Path, text: str, encoding: str = "utf-8") -> Register:
    (path / "a.csv").write_bytes(text.encode(encoding))
    return open_register(path / "a.csv", today=TODAY)


def taken(register: Register) -> list[RegisterRow]:
    return [row for row in register.rows() if isinstance(row, RegisterRow)]


def parked(register: Register) -> list[tuple[int, str, str]]:
    return [(row.row, row.column, row.reason) for row in register.rows() if isinstance(row, Parked)]


def one(path: Path, **cells: Any) -> RegisterRow:
    """Read a row of 李云 at 3-2-601 with these columns too."""
    given = {"姓名": "李云", "住址": "3-2-601", **cells}
    (row,) = xlsx(path, list(given), list(given.values())).rows()
    assert isinstance(row, RegisterRow), row
    return row


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_text_tables_of_all_sorts_are_read(tmp_path: Path, encoding: str, mark: str) -> None:
    text = "幸福家园住户名单\r\n姓名,住址,联系电话\r\n李云,3-2-601,13812345678\r\n王强,三号楼二单元602,\r\n"

    rows = taken(csv(tmp_path, text.replace(",", mark), encoding))

    assert [(row.name, row.door.room, row.phones) for row in rows] == [
        ("李云", "601", ("13812345678",)),
        ("王强", "602", ()),
    ]


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("居民")
    rows: list[list[Any]] = [
        ["姓名", "楼栋", "单元", "房号", "电话"],
        ["李云", "3号楼", 2, 601.0, 13812345678],
    ]
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    book.save(str(tmp_path / "a.xls"))

    (read,) = taken(open_register(tmp_path / "a.xls"))

    assert (read.door, read.phones) == (
        Door(building="3", entrance="2", room="601"),
        ("13812345678",),
    )


def test_of_three_sheets_the_one_with_people_is_read_and_the_others_are_named(
    tmp_path: Path,
) -> None:
    book = Workbook()
    book.worksheets[0].append(["填表说明：一人一行"])
    data = book.create_sheet("居民信息")
    data.append(["姓名", "楼栋", "单元", "房号", "性别"])
    data.append(["李云", 3, 2, 601, "女"])
    more = book.create_sheet("旧名单")
    more.append(["姓名", "住址"])
    book.create_sheet("关系代码").append(["代码", "名称"])
    hidden = book.create_sheet("草稿")
    hidden.append(["姓名", "住址"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")

    layout = open_register(tmp_path / "a.xlsx").layout

    assert (layout.sheet, layout.other_sheets, layout.hidden_sheets) == (
        "居民信息",
        ("旧名单",),
        ("草稿",),
    )
    assert open_register(tmp_path / "a.xlsx", sheet="旧名单").layout.sheet == "旧名单"


def test_a_household_written_once_is_carried_to_its_members(tmp_path: Path) -> None:
    text = "楼栋,单元,房号,姓名,与户主关系\n3号楼,2单元,601,李云,户主\n,,,张红,妻\n,,,李明,长子\n,,602,王强,户主\n4号楼,1单元,101,赵静,户主\n"

    rows = taken(csv(tmp_path, text))

    assert [(r.door.building, r.door.entrance, r.door.room) for r in rows] == [
        ("3", "2", "601"),
        ("3", "2", "601"),
        ("3", "2", "601"),
        ("3", "2", "602"),
        ("4", "1", "101"),
    ]


def test_an_entrance_is_not_carried_into_another_building(tmp_path: Path) -> None:
    text = "楼栋,单元,房号,姓名\n3,2,601,李云\n,,602,王强\n,,603,赵静\n4,,101,孙艳\n"

    assert [row.door.entrance for row in taken(csv(tmp_path, text))] == ["2", "2", "2", ""]


def test_without_a_relation_nobody_is_moved_into_the_household_above(tmp_path: Path) -> None:
    register = csv(tmp_path, "楼栋,单元,房号,姓名\n3,2,601,李云\n,,,王强\n")

    assert [row.name for row in taken(register)] == ["李云"]
    assert len(parked(register)) == 1


def test_titles_of_buildings_and_grids_hold_for_the_rows_below(tmp_path: Path) -> None:
    register = xlsx(
        tmp_path,
        ["姓名", "单元", "房号"],
        ["第二网格"],
        ["3号楼"],
        ["李云", 2, 601],
        ["4号楼"],
        ["王强", 1, 101],
    )

    assert [(row.door.grid, row.door.building) for row in taken(register)] == [
        ("2", "3"),
        ("2", "4"),
    ]


def test_a_village_is_read_by_group_and_number(tmp_path: Path) -> None:
    register = csv(
        tmp_path, "村,组,门牌号,户主,电话\n张家沟村,三组,12号,张福,13812345678\n张家沟村,3,,张贵,\n"
    )

    doors = [
        (row.door.community, row.door.group, row.door.room, row.head) for row in taken(register)
    ]

    assert doors == [("张家沟村", "3", "12", "张福"), ("张家沟村", "3", "", "张贵")]


def test_hints_examples_sums_and_signatures_are_no_rows(tmp_path: Path) -> None:
    register = xlsx(
        tmp_path,
        ["序号", "姓名", "住址"],
        ["", "必填", "如：3-2-601"],
        ["示例", "李四", "3-2-602"],
        [1, "李云", "3-2-601"],
        ["序号", "姓名", "住址"],
        [2, "王强", "3-2-602"],
        [3, "", ""],
        ["合计", "2人"],
        ["填表人：赵静"],
    )

    assert [row.name for row in register.rows() if isinstance(row, RegisterRow)] == ["李云", "王强"]
    assert [skipped.row for skipped in register.skipped] == [2, 3, 5, 8, 9]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2020.6.3", "2020-06-03"),
        ("20200603", "2020-06-03"),
        (20200603, "2020-06-03"),
        ("2020/6/3", "2020-06-03"),
        ("2020-6-3", "2020-06-03"),
        ("2020年6月3日", "2020-06-03"),
        ("2020-06-03 08:30:00", "2020-06-03"),
        (datetime.fromisoformat("2020-06-03 08:30"), "2020-06-03"),
        (date(2020, 6, 3), "2020-06-03"),
        (43985, "2020-06-03"),
        ("43985", "2020-06-03"),
        ("6月3日", "2026-06-03"),
        ("12月3日", "2025-12-03"),
        ("2020年6月", "2020-06"),
        ("2020.06", "2020-06"),
        ("2020", "2020"),
        ("不详", ""),
    ],
)
def test_days_are_read_as_they_are_written(tmp_path: Path, written: Any, read: str) -> None:
    row = one(tmp_path, 入住日期=written)

    assert (row.moved_in, row.doubts) == (read, ())


@pytest.mark.parametrize(
    "written", ["2020.13.3", "2020-02-30", "去年", 2020.1, "6.3", "3000-01-01"]
)
def test_a_day_that_is_not_certain_is_left_out_and_said(tmp_path: Path, written: Any) -> None:
    row = one(tmp_path, 入住日期=written)

    assert (row.moved_in, [doubt.doubt for doubt in row.doubts]) == ("", ["date_unreadable"])


@pytest.mark.parametrize(
    ("written", "numbers", "doubted"),
    [
        (13812345678, ("13812345678",), False),
        (13812345678.0, ("13812345678",), False),
        ("1.3812345678E10", ("13812345678",), False),
        ("138 1234 5678", ("13812345678",), False),
        ("+86 138-1234-5678", ("13812345678",), False),
        ("１３８１２３４５６７８", ("13812345678",), False),
        ("13812345678、13987654321", ("13812345678", "13987654321"), False),
        ("13812345678/0571-88886666", ("13812345678", "0571-88886666"), False),
        ("13812345678\n13987654321", ("13812345678", "13987654321"), False),
        ("13812345678(儿子)", ("13812345678",), False),
        ("88886666", ("88886666",), False),
        ("无", (), False),
        ("1.38E+10", (), True),
        (1.38e15, (), True),
        ("1381234567", (), True),
        ("138****5678", (), True),
        ("138123456789", (), True),
        ("13812345678、1398765", ("13812345678",), True),
    ],
)
def test_phones_are_read_whole_or_left_out(
    tmp_path: Path, written: Any, numbers: tuple[str, ...], doubted: bool
) -> None:
    row = one(tmp_path, 联系电话=written)

    assert (row.phones, bool(row.doubts)) == (numbers, doubted)


@pytest.mark.parametrize(
    "written", [330102199001011234, 3.30102199001011e17, "3.30102E+17", "330102199001011000"]
)
def test_a_rounded_id_number_is_never_guessed(tmp_path: Path, written: Any) -> None:
    register = xlsx(tmp_path, ["姓名", "住址", "身份证号"], ["李云", "3-2-601", written])

    assert parked(register) == [(2, "身份证号", "id_rounded")]


@pytest.mark.parametrize(
    ("written", "number", "doubts"),
    [
        ("11010519491231002X", "11010519491231002X", []),
        ("11010519491231002x", "11010519491231002X", []),
        ("'11010519491231002X", "11010519491231002X", []),
        ("110105 19491231 002X", "11010519491231002X", []),
        ("110105491231002", "110105491231002", []),
        (110105491231002, "110105491231002", []),
        ("110105194912310021", "", ["id_checksum"]),
        ("110105194913310028", "", ["id_checksum"]),
        ("护照E12345678", "", ["id_unreadable"]),
        ("无", "", []),
    ],
)
def test_id_numbers_are_checked(
    tmp_path: Path, written: Any, number: str, doubts: list[str]
) -> None:
    row = one(tmp_path, 身份证号=written)

    assert (row.id_number, [doubt.doubt for doubt in row.doubts]) == (number, doubts)


def test_a_card_tells_birth_date_and_sex_and_must_not_differ_from_them(tmp_path: Path) -> None:
    told = one(tmp_path, 身份证号="11010519491231002X")
    other = one(tmp_path, 身份证号="11010519491231002X", 性别="男")

    assert (told.sex, told.born) == ("女", "1949-12-31")
    assert (other.id_number, other.sex, [doubt.doubt for doubt in other.doubts]) == (
        "",
        "男",
        ["id_differs"],
    )


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "name_missing"),
        ("无", "name_missing"),
        ("张三、李四", "several_people"),
        ("张三 李四", "name_unreadable"),
        ("空置", "vacant"),
        ("张三（已故）", "gone"),
        ("张三(搬走)", "gone"),
        ("12345", "name_unreadable"),
        ("阳光超市", "name_unreadable"),
    ],
)
def test_a_name_that_is_nobody_s_is_parked(tmp_path: Path, written: str, reason: str) -> None:
    register = xlsx(tmp_path, ["姓名", "住址", "性别"], [written, "3-2-601", "男"])

    assert parked(register) == [(2, "姓名", reason)]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("李  云", "李云"),
        (" 李云 ", "李云"),
        ("李云(租户)", "李云"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("𠮷田", "𠮷田"),
        ("*李云", "李云"),
        ("John Smith", "John Smith"),
    ],
)
def test_names_are_taken_out_of_their_padding(tmp_path: Path, written: str, name: str) -> None:
    assert one(tmp_path, 姓名=written).name == name


@pytest.mark.parametrize(
    ("written", "relation", "doubted"),
    [
        ("户主", "户主", False),
        ("之妻", "妻子", False),
        ("长子", "儿子", False),
        ("02-次女", "女儿", False),
        ("户主之母", "母亲", False),
        ("老伴", "配偶", False),
        ("表舅", "表舅", True),
    ],
)
def test_relations_are_put_in_our_words(
    tmp_path: Path, written: str, relation: str, doubted: bool
) -> None:
    row = one(tmp_path, 与户主关系=written)

    assert (row.relation, bool(row.doubts)) == (relation, doubted)


@pytest.mark.parametrize(
    ("written", "needs"),
    [
        ("独居", {Need.ALONE}),
        ("独居、高血压", {Need.ALONE, Need.CHRONIC}),
        ("03-残疾", {Need.DISABLED}),
        ("孕妇", {Need.PREGNANT}),
        ("尿毒症，每周透析三次", {Need.DIALYSIS}),
        ("没有手机", {Need.NO_PHONE}),
        ("无", set()),
        ("否", set()),
        ("无残疾", set()),
    ],
)
def test_needs_are_read_from_a_cell(tmp_path: Path, written: str, needs: set[Need]) -> None:
    assert set(one(tmp_path, 特殊情况=written).needs) == needs


def test_needs_are_read_from_ticks(tmp_path: Path) -> None:
    row = one(tmp_path, 独居老人="√", 孕妇="否", 残疾="是", 有无手机="无", 透析="")

    assert set(row.needs) == {Need.ALONE, Need.DISABLED, Need.NO_PHONE}


def test_what_cannot_be_read_as_a_need_is_kept_and_said(tmp_path: Path) -> None:
    row = one(tmp_path, 特殊情况="独居，养了三条狗")

    assert row.needs == (Need.ALONE,)
    assert row.notes == "独居,养了三条狗"
    assert [doubt.doubt for doubt in row.doubts] == ["need_unknown"]


def test_columns_we_do_not_know_are_kept_aside_and_named(tmp_path: Path) -> None:
    register = xlsx(
        tmp_path, ["姓名", "住址", "民族", "文化程度"], ["李云", "3-2-601", "汉", "初中"]
    )

    assert register.layout.unknown == ("民族", "文化程度")
    assert [row.others for row in taken(register)] == [{"民族": "汉", "文化程度": "初中"}]


def test_posts_beside_residents_come_with_their_own_phones(tmp_path: Path) -> None:
    row = one(
        tmp_path,
        联系电话="13800000001",
        网格员="王芳",
        电话="13900000002",
        楼栋长="赵强 13700000003",
    )

    assert row.phones == ("13800000001",)
    assert row.posts == (
        PostHolder(PostKind.GRID_WORKER, "王芳", "13900000002"),
        PostHolder(PostKind.BUILDING_HEAD, "赵强", "13700000003"),
    )


def test_two_holders_of_one_kind_of_post_keep_their_own_phones(tmp_path: Path) -> None:
    register = csv(
        tmp_path,
        "网格,网格长,联系电话,网格员,联系电话,责任人电话\n1,王芳,13900000001,李强,13900000002,13900000003\n2,,,赵静,13900000004,\n3,孙平,,周艳,13900000005,\n",
    )

    read = [[(post.name, post.phone) for post in row.posts] for row in taken(register)]

    assert read == [
        [("王芳", "13900000001"), ("李强", "13900000002")],
        [("赵静", "13900000004")],
        [("孙平", ""), ("周艳", "13900000005")],
    ]
    assert taken(register)[0].others == {"责任人电话": "13900000003"}


def test_a_class_of_people_is_a_need_only_where_it_is_one(tmp_path: Path) -> None:
    plain, needy = one(tmp_path, 人员类别="02-常住"), one(tmp_path, 类别="独居老人")

    assert (plain.needs, plain.others, plain.doubts) == ((), {"人员类别": "02-常住"}, ())
    assert Need.ALONE in needy.needs


def test_a_table_of_buildings_names_who_is_responsible(tmp_path: Path) -> None:
    register = csv(
        tmp_path,
        "网格,楼栋,网格员,联系电话,楼栋责任人,责任人电话\n第2网格,3号楼,王芳,13900000002,赵强,13700000003\n",
    )

    (row,) = taken(register)

    assert (row.name, row.door.grid, row.door.building) == ("", "2", "3")
    assert [(post.kind, post.name, post.phone) for post in row.posts] == [
        ("grid_worker", "王芳", "13900000002"),
        ("in_charge", "赵强", "13700000003"),
    ]


def test_a_table_of_staff_names_their_posts_and_areas(tmp_path: Path) -> None:
    register = csv(
        tmp_path,
        "姓名,职务,电话,负责区域\n王芳,网格员,13900000002,第2网格\n赵强,楼栋长,13700000003,3号楼\n孙静,社区书记,13600000004,\n周平,会计,,\n",
    )

    read = [
        (row.posts[0].kind, row.posts[0].name, row.door.grid, row.door.building)
        for row in taken(register)
    ]

    assert read == [
        ("grid_worker", "王芳", "2", ""),
        ("building_head", "赵强", "", "3"),
        ("secretary", "孙静", "", ""),
    ]
    assert parked(register) == [(5, "职务", "post_unreadable")]


def test_a_room_that_became_a_date_is_parked(tmp_path: Path) -> None:
    register = xlsx(tmp_path, ["姓名", "住址"], ["李云", datetime.fromisoformat("2101-03-01")])

    assert parked(register) == [(2, "住址", "door_became_date")]


def test_formulas_are_read_by_their_value_and_escapes_are_taken_off(tmp_path: Path) -> None:
    row = one(tmp_path, 备注="'=HYPERLINK(1)")

    assert row.notes == "=HYPERLINK(1)"


def test_a_table_of_broken_rows_only_is_read_to_its_end(tmp_path: Path) -> None:
    register = csv(tmp_path, "姓名,住址\n" + "李云,不知道\n" * 20_000)

    rows: Iterator[RegisterRow | Parked] = register.rows()

    assert sum(isinstance(row, Parked) for row in rows) == 20_000
