"""“不要牛奶了”, “钱怎么给”: what is being bought is made less, asked after, and paid for as was agreed."""

import pytest
from sqlalchemy import select

from community.work.casework import ItemState
from db.models import Submission, WorkItem
from tests.conftest import Town


def _wanted(town: Town) -> list[str]:
    with town.bot.database.read() as db:
        answers = db.scalars(select(Submission.answers).order_by(Submission.id.desc())).first()
    return [one["name"] for one in (answers or {})["items"]]


@pytest.mark.parametrize("said", ["不要牛奶了", "牛奶不用买了", "那牛奶就不要了吧", "去掉牛奶"])
def test_one_thing_is_taken_off_and_the_rest_is_said(town: Town, said: str) -> None:
    town.resident.says("帮我买两盒布洛芬、一袋米和一箱牛奶 13812345678")

    answer = town.resident.says(said)

    assert "减掉了" in answer and "牛奶" in answer and "米" in answer.partition("还要")[2]
    assert "牛奶" not in "".join(_wanted(town)) and len(_wanted(town)) == 2


def test_the_last_thing_taken_off_calls_it_off(town: Town) -> None:
    town.resident.says("帮我买两袋盐 13812345678")

    assert "已撤销" in town.resident.says("盐不要了")
    with town.bot.database.read() as db:
        assert list(db.scalars(select(WorkItem.state))) == [ItemState.WITHDRAWN]


def test_what_was_not_asked_for_takes_nothing_off(town: Town) -> None:
    town.resident.says("帮我买两袋盐 13812345678")

    assert "没有香菜" in town.resident.says("不要香菜了")
    assert _wanted(town) == ["盐"]


@pytest.mark.parametrize("asked", ["钱怎么给", "一共多少钱", "怎么付钱", "要不要先付钱"])
def test_how_it_is_paid_is_agreed_before(town: Town, asked: str) -> None:
    town.resident.says("帮我买两袋盐 13812345678")

    said = town.resident.says(asked)

    assert "先跟您说好" in said and "编号" in said


@pytest.mark.parametrize("asked", ["什么时候能送来", "几点送到", "啥时候能买来"])
def test_when_it_comes_is_asked_also_beside_the_form(town: Town, asked: str) -> None:
    town.resident.says("帮我买两袋盐")  # their phone is asked for yet

    said = town.resident.says(asked)

    assert "没听懂" not in said and "问一声" in said


def test_where_nothing_is_bought_the_price_is_of_what_was_asked(town: Town) -> None:
    assert "点头" not in town.resident.says("多少钱")
