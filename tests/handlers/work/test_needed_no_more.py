"""“不用了 邻居送了”: whoever has been helped otherwise takes back what they asked for."""

import re

import pytest
from sqlalchemy import select

from community.work.casework import ItemState
from db.models import WorkItem
from tests.conftest import Town


def _states(town: Town) -> list[ItemState]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(WorkItem.state).order_by(WorkItem.id)))


@pytest.mark.parametrize(
    "said", ["不用送了 我姐给捎来了", "闺女买到了，不用了", "不要了，家里找着了"]
)
def test_the_one_open_request_is_called_off_and_they_hear_so(town: Town, said: str) -> None:
    asked = town.resident.says("帮我买两袋盐 13812345678")
    number = re.search(r"编号(\d+)", asked)
    answer = town.resident.says(said)

    assert number is not None and f"编号{number[1]}不用办了" in answer
    assert _states(town) == [ItemState.WITHDRAWN]


def test_of_several_they_are_asked_which(town: Town) -> None:
    town.resident.says("帮我买两袋盐 13812345678")
    town.resident.says("帮我把旧柜子抬下楼")

    assert "哪一件不要了" in town.resident.says("不用来了 邻居帮着弄好了")
    assert ItemState.WITHDRAWN not in _states(town)


def test_nothing_left_to_say_orders_nothing(town: Town) -> None:
    town.resident.says("举报")

    assert "要买什么" not in town.resident.says("没了")
    town.resident.says("取消")
    assert "要买什么" not in town.resident.says("没有别的了")
    assert _states(town) == []


def test_a_form_that_was_left_is_gone_and_said_to_be(town: Town) -> None:
    town.resident.says("外出报备")
    town.resident.says("算了")
    said = town.resident.says("继续")

    assert "已经取消了" in said and "外出报备" in said
