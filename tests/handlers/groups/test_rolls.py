"""A list pasted from a group: rows by door, who is missing, and a second paste of it grown."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db import rolls
from db.models import Household, Roll, RollRow
from db.people import units
from tests.conftest import Town


def homes(town: Town, number: str = "3") -> list[Household]:
    with town.bot.database.read() as db:
        [unit] = units.buildings(db, number)
        return list(rolls.homes_of(db, unit))


def door(home: Household) -> str:
    return f"{home.entrance}-{home.room}"


def rows(town: Town) -> dict[int, dict[str, object]]:
    with town.bot.database.read() as db:
        found = db.execute(select(RollRow.household_id, RollRow.said)).all()
        return {row[0]: dict(row[1]) for row in found}


def paste(town: Town, lines: list[str], head: str = "3号楼 报人数") -> str:
    return town.grid_worker.says("\n".join([f"接龙 {head}", *lines]))


def test_rows_go_to_their_doors_and_who_is_missing_is_named(town: Town) -> None:
    first, second, *others = homes(town)
    said = paste(town, [f"1. {door(first)}  3", "大家快接", f"2. {door(second)} -1,老人在外地"])

    assert "新记2户" in said and "数目合计4" in said
    assert f"还没接的{len(others)}户" in said
    assert all(door(home) in said for home in others[:5])
    assert rows(town)[second.id] == {"amount": 1, "note": "老人在外地"}


def test_what_could_not_be_read_is_shown_with_why(town: Town) -> None:
    first, *_ = homes(town)
    said = paste(town, [f"{door(first)} 3", "1-9999 2", "13800001111", "5号楼1单元101 2"])

    assert "3行没有记" in said
    assert "登记里没有这一户" in said and "没读懂" in said and "不是这一栋" in said


def test_the_list_grown_and_pasted_again_changes_only_what_is_new(town: Town) -> None:
    first, second, third, *_ = homes(town)
    paste(town, [f"{door(first)} 3", f"{door(second)} 2"])
    said = paste(town, [f"{door(first)} 3", f"{door(second)} 4", f"{door(third)} 1"])

    assert "新记1户" in said and "没变1户" in said
    assert f"改了1户（{door(second)}）" in said
    with town.bot.database.read() as db:
        assert len(db.scalars(select(Roll)).all()) == 1


def test_a_shorter_paste_takes_nothing_away(town: Town) -> None:
    first, second, *_ = homes(town)
    paste(town, [f"{door(first)} 3", f"{door(second)} 2"])
    paste(town, [f"{door(first)} 3"])

    assert len(rows(town)) == 2


def test_another_title_is_another_list(town: Town) -> None:
    first, *_ = homes(town)
    paste(town, [f"{door(first)} 3"])
    paste(town, [f"{door(first)} 2"], head="3号楼 买菜")

    with town.bot.database.read() as db:
        assert len(db.scalars(select(Roll)).all()) == 2


def test_where_a_list_stands_can_be_asked(town: Town) -> None:
    first, *others = homes(town)
    paste(town, [f"{door(first)} 3"])

    assert f"还没接的{len(others)}户" in town.grid_worker.says("接龙情况 3号楼")


@pytest.mark.parametrize(
    ("head", "said"),
    [("报人数", "哪一栋"), ("88号楼 报人数", "没有88号楼"), ("3号楼", "没有读出门牌")],
)
def test_what_is_missing_is_asked_for(town: Town, head: str, said: str) -> None:
    lines = ["大家好"] if head == "3号楼" else ["601 2"]

    assert said in paste(town, lines, head=head)
    assert rows(town) == {}


@pytest.mark.parametrize(
    "head",
    ["3号楼接龙", "【接龙】3号楼报人数", "帮我统计接龙 3号楼", "#接龙\n三号楼报人数",
     "群接龙：3号楼核酸", "3号楼在家人数接龙：", "[接龙]\n@所有人 3号楼的请接龙"],
)  # fmt: skip
def test_the_first_line_is_written_as_it_comes(town: Town, head: str) -> None:
    first, *others = homes(town)
    said = town.grid_worker.says(f"{head}\n1. 张三 {door(first)} 3")

    assert "新记1户" in said
    assert f"还没接的{len(others)}户" in town.grid_worker.says("3号楼谁没接龙")


def test_a_list_of_two_buildings_is_two_lists(town: Town) -> None:
    first, other = homes(town)[0], homes(town, "2")[0]
    said = paste(town, [f"3-{door(first)} 3", f"2-{door(other)} 1"], head="领菜")

    assert said.count("新记1户") == 2
    assert set(rows(town)) == {first.id, other.id}


def test_nothing_is_lost_where_the_list_begins_in_the_line_below(town: Town) -> None:
    first, second, *_ = homes(town)
    said = town.grid_worker.says(f"接龙 3号楼\n{door(first)} 3\n{door(second)} 2")

    assert "新记2户" in said


@pytest.mark.parametrize(
    "asked", ["接龙情况", "谁还没接龙", "接龙还差谁", "3栋还有谁没接", "3号楼接龙到哪了"]
)
def test_who_is_missing_is_asked_in_any_words(town: Town, asked: str) -> None:
    first, *others = homes(town)
    paste(town, [f"{door(first)} 3"])

    assert f"还没接的{len(others)}户" in town.grid_worker.says(asked)


def test_residents_paste_no_lists(town: Town) -> None:
    town.resident.says("接龙 3号楼 报人数\n101 2")

    assert rows(town) == {}


def test_nobody_lays_a_list_over_a_building_of_another(town: Town) -> None:
    with town.bot.database.read() as db:
        theirs = {unit.building for unit in units.buildings(db, "4")}
    if not theirs:
        pytest.skip("the sample has three buildings")
    said = paste(town, ["1-101 2"], head="4号楼 报人数")

    assert "没有4号楼" in said


def test_lists_are_forgotten_when_nobody_adds_to_them(town: Town) -> None:
    first, *_ = homes(town)
    paste(town, [f"{door(first)} 3"])
    town.clock.advance(days=91)
    town.tick()

    assert rows(town) == {}


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_rows_and_missing_add_up_to_the_building(town: Town, data: st.DataObject) -> None:
    all_ = homes(town)
    chosen = data.draw(st.lists(st.sampled_from(all_), unique_by=lambda home: home.id, min_size=1))
    before = set(rows(town))
    said = paste(town, [f"{door(home)} {data.draw(st.integers(1, 9))}" for home in chosen])
    now = set(rows(town))

    assert now == before | {home.id for home in chosen}
    left = len(all_) - len(now)
    assert (f"还没接的{left}户" in said) if left else ("全都接了" in said)
