"""Lines of a list that went round in a group, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.groups.reading import read


@pytest.mark.parametrize(
    ("line", "door", "amount", "note"),
    [
        ("1803  3", ("", "", "1803"), 3, ""),
        ("901 - 2", ("", "", "901"), 2, ""),
        ("901-2", ("", "", "901"), 2, ""),
        ("1205 -1,老人在外地", ("", "", "1205"), 1, "老人在外地"),
        ("604", ("", "", "604"), None, ""),
        ("12. 1803 3", ("", "", "1803"), 3, ""),
        ("3、702室：四人", ("", "", "702"), 4, ""),
        ("2-601 5人", ("2", "", "601"), 5, ""),
        ("3-2-601 5", ("3", "2", "601"), 5, ""),
        ("3号楼2单元601 两口", ("3", "2", "601"), 2, ""),
        ("2单元601，1", ("", "2", "601"), 1, ""),
        ("王芳：1102 3口人", ("", "", "1102"), 3, ""),
        ("１８０３　３", ("", "", "1803"), 3, ""),
        ("5. 303 王芳3", ("", "", "303"), 3, "王芳"),
        ("404 都在家", ("", "", "404"), None, "都在家"),
        ("3. 张三 1-103 3", ("1", "", "103"), 3, "张三"),
        ("王阿姨1309 3人", ("", "", "1309"), 3, "王阿姨"),
        ("4 1-201 不要", ("1", "", "201"), None, "不要"),
        ("[玫瑰]1314 2", ("", "", "1314"), 2, ""),
        ("✅ 1312，2", ("", "", "1312"), 2, ""),
        ("807（3）", ("", "", "807"), 3, ""),
        ("605=2", ("", "", "605"), 2, ""),
        ("三单元 502 2", ("", "3", "502"), 2, ""),
        ("02-0301 两个人", ("2", "", "301"), 2, ""),
        ("1301 3大1小", ("", "", "1301"), 4, "3大1小"),
        ("1302 大人2，小孩1", ("", "", "1302"), 3, "大人2,小孩1"),
        ("1107 3+1", ("", "", "1107"), 4, "3+1"),
        ("1603 36.5", ("", "", "1603"), None, "36.5"),
        ("1️⃣ 1-101 👨‍👩‍👧 3人", ("1", "", "101"), 3, ""),
        ("🌹1-103 都在", ("1", "", "103"), None, "都在"),
        ("王芳-1-101-3人", ("1", "", "101"), 3, "王芳"),
        ("1102 李雷 有老人 2人", ("", "", "1102"), 2, "李雷 有老人"),
    ],
)
def test_a_line_is_a_door_and_what_was_written(
    line: str, door: tuple[str, str, str], amount: int | None, note: str
) -> None:
    [found] = read("报人数", line).lines

    assert (found.building, found.entrance, found.room) == door
    assert (found.amount, found.note) == (amount, note)


@pytest.mark.parametrize(
    ("line", "doors"),
    [
        ("1-101 2份，1-102 3份", {"101": 2, "102": 3}),
        ("3. 1-103、2-101 各1份", {"103": 1, "101": 1}),
        ("1205 1 , 1206 4", {"1205": 1, "1206": 4}),
        ("1-101 3 1-102 2", {"101": 3, "102": 2}),
    ],
)
def test_each_household_of_a_line_has_its_own(line: str, doors: dict[str, int]) -> None:
    found = read("3号楼 报人数", line)

    assert {one.room: one.amount for one in found.lines} == doors
    assert found.several == ()


@pytest.mark.parametrize(
    "line", ["1-201和1-202 4人", "1-101到1-103 各3人", "1201~1203 都在", "1201、1202 5"]
)
def test_a_line_of_several_where_nobody_can_tell_is_shown(line: str) -> None:
    found = read("3号楼 报人数", f"101 2\n{line}")

    assert [one.room for one in found.lines] == ["101"]
    assert len(found.several) == 1


def test_the_first_line_may_be_a_household() -> None:
    found = read("3号楼 1-101 3", "1-102 2")

    assert [one.room for one in found.lines] == ["101", "102"]


@pytest.mark.parametrize(
    "line",
    [
        "13800001111",
        "2026年12月1日",
        "体温36.8",
        "10:30开会",
        "共12户",
        "1803元",
        "第3次提醒",
        "楼上602太吵了",
        "共120户 3",
        "A1204 2",
    ],
)
def test_figures_that_are_no_door_are_shown_and_not_guessed(line: str) -> None:
    found = read("报人数", f"101 2\n{line}")

    assert [each.room for each in found.lines] == ["101"]
    assert found.unread


def test_chatter_between_is_passed_over() -> None:
    found = read("3号楼 报人数", "大家快接\n101 2\n收到收到\n102 3\n谢谢[玫瑰]")

    assert [each.room for each in found.lines] == ["101", "102"]
    assert (found.building, found.chatter, found.unread) == ("3", 3, ())


def test_the_example_the_platform_writes_is_no_household() -> None:
    found = read("", "#接龙\n三号楼报人数\n例 101 2份\n\n1. 张三 1803 3")

    assert [each.room for each in found.lines] == ["1803"]
    assert (found.unread, found.building) == ((), "3")


def test_the_title_may_stand_above_the_first_line() -> None:
    found = read("", "3号楼报人数\n\n1. 101 2")

    assert (found.title, found.building) == ("3号楼报人数", "3")


@given(st.text(max_size=200), st.text(max_size=300))
def test_whatever_is_pasted_each_line_is_somewhere_once(head: str, rows: str) -> None:
    found = read(head, rows)
    apart = len(found.unread) + len(found.several) + found.chatter
    counted = len({line.raw for line in found.lines}) + apart

    assert counted <= len(rows.splitlines()) + 1  # a list may begin in the first line
