"""What was sent in and is not wanted any more is taken back in any words."""

import pytest
from sqlalchemy import select

from db.models import ItemState, WorkItem
from tests.conftest import Someone, Town

OFF = [
    "不回来了", "那个登记取消吧", "票退了，先不回了", "计划变了，我们不回来了", "帮我把返乡登记撤了吧", "返乡那个不要了", "取消登记",
]  # fmt: skip


def states(town: Town) -> list[ItemState]:
    with town.bot.database.read() as db:
        return [row.state for row in db.scalars(select(WorkItem).order_by(WorkItem.id))]


def returns(someone: Someone) -> None:
    someone.says("我后天从长沙坐G1548回来")
    someone.says("没有")
    assert someone.says("是").startswith("登记好了")


def leaves(someone: Someone) -> None:
    for said in ("外出报备", "湖北武汉", "12月1号到3号", "没有"):
        someone.says(said)
    assert someone.says("是").startswith("记下了")


@pytest.mark.parametrize("words", OFF)
def test_it_is_taken_back_and_staff_hear_so(town: Town, words: str) -> None:
    returns(town.resident)
    town.send()

    assert "已撤销" in town.resident.says(words)
    assert states(town) == [ItemState.WITHDRAWN]
    town.send()
    assert any(words in heard for heard in town.grid_worker.phone.texts())


def test_also_when_it_was_seen_already(town: Town) -> None:
    returns(town.resident)
    town.send()
    town.grid_worker.says("收到 1")

    assert "已撤销" in town.resident.says("我不回来了")
    town.send()
    assert any("我不回来了" in heard for heard in town.grid_worker.phone.texts())


def test_not_when_its_day_has_passed(town: Town) -> None:
    returns(town.resident)
    town.grid_worker.says("收到 1")
    town.clock.advance(days=4)

    assert "已撤销" not in town.resident.says("我不回来了")


def test_the_words_tell_which_of_several(town: Town) -> None:
    returns(town.resident)
    leaves(town.resident)

    assert "外出报备（编号2）已撤销" in town.resident.says("我不去了")
    assert states(town) == [ItemState.OPEN, ItemState.WITHDRAWN]


def test_where_they_do_not_they_are_asked(town: Town) -> None:
    returns(town.resident)
    leaves(town.resident)

    assert "哪一件" in town.resident.says("那个登记不要了")
    assert "返乡登记（编号1）已撤销" in town.resident.says("2")


def test_another_kind_is_asked_about_before_it_is_taken_back(town: Town) -> None:
    returns(town.resident)

    assert "返乡登记（编号1）不要了吗" in town.resident.says("酒席不办了")
    town.resident.says("2")
    assert states(town) == [ItemState.OPEN]


def test_said_twice_it_is_said_that_it_was_done(town: Town) -> None:
    returns(town.resident)
    town.resident.says("不回来了")

    assert "已经撤销过了" in town.resident.says("不回来了")


def test_inside_the_form_it_leaves_the_form(town: Town) -> None:
    town.resident.says("返乡登记")

    assert "没有保存" in town.resident.says("不回来了")


@pytest.mark.parametrize("words", ["不回来要报备吗", "为什么不让回来了", "孩子不去学校了怎么请假"])
def test_a_question_takes_nothing_back(town: Town, words: str) -> None:
    returns(town.resident)
    town.resident.says(words)

    assert set(states(town)) == {ItemState.OPEN}
