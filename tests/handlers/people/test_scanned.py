"""Whoever scans a building's code is asked for what the code does not tell."""

import pytest
from sqlalchemy import select

from db.models import Contact, Submission, Unit
from tests.conftest import Someone, Town


@pytest.fixture
def scanned(town: Town) -> Someone:
    with town.bot.database.read() as db:
        scene = db.scalars(select(Unit.scene).where(Unit.building == "3")).one()
    someone = town.newcomer()
    greeting = someone.phone.follows(scene)
    assert "您扫的是3号楼的码" in greeting and "3号楼几单元几室" in greeting
    return someone


@pytest.mark.parametrize(
    ("said", "door", "name"),
    [
        ("2单元601 张三", "3号楼2单元601", "张三"),
        ("我是二单元601 张三", "3号楼2单元601", "张三"),
        ("2-601，我叫欧阳娜娜", "3号楼2单元601", "欧阳娜娜"),
        ("住１２０３室 张三", "3号楼1203", "张三"),
        ("601张三", "3号楼601", "张三"),
    ],
)
def test_entrance_and_room_are_enough(
    town: Town, scanned: Someone, said: str, door: str, name: str
) -> None:
    answer = scanned.says(said)

    assert f"谢谢{name}" in answer and "核对" in answer
    town.send()
    assert any(f"{name}申请绑定{door}" in heard for heard in town.grid_worker.hears())


def test_without_a_name_only_the_name_is_asked(town: Town, scanned: Someone) -> None:
    assert "怎么称呼" in scanned.says("2单元601")
    assert "谢谢张三" in scanned.says("张三")


def test_a_building_that_is_named_counts_more_than_the_code(town: Town, scanned: Someone) -> None:
    assert "谢谢张三" in scanned.says("我是2号楼1单元302 张三")

    with town.bot.database.read() as db:
        sent = db.scalars(select(Submission)).one()
    assert sent.answers["address"]["building"] == "2"


@pytest.mark.parametrize(
    "said", ["601的电梯坏了", "120怎么打", "38.5", "2单元停电了吗", "救命，601着火了"]
)
def test_what_is_no_door_is_heard_as_it_is(town: Town, scanned: Someone, said: str) -> None:
    scanned.says(said)

    with town.bot.database.read() as db:
        assert db.scalars(select(Submission)).all() == []


def test_whoever_scanned_nothing_still_has_to_name_the_building(town: Town) -> None:
    someone = town.newcomer()
    someone.phone.follows()
    someone.says("2单元601 张三")

    with town.bot.database.read() as db:
        assert db.scalars(select(Submission)).all() == []
        assert db.scalars(select(Contact.scene).where(Contact.scene.is_not(None))).all() == []
