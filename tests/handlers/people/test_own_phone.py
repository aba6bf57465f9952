"""“我填错了电话”: the right number is taken, and whoever may change the register reads it."""

import pytest
from sqlalchemy import select

from db.models import WorkItem
from tests.conftest import Town


def newest(town: Town) -> str:
    with town.bot.database.read() as db:
        found = db.scalars(select(WorkItem).order_by(WorkItem.id.desc())).first()
        return found.text if found else ""


@pytest.mark.parametrize(
    "said", ["我填错了电话", "我登记的手机号不对", "手机号填错了", "我的电话变了"]
)
def test_the_number_is_asked_for_and_passed_on(town: Town, said: str) -> None:
    assert "11位" in town.resident.says(said)

    answer = town.resident.says("13812345678")

    assert "核对后改" in answer and "13812345678" in newest(town)


def test_a_number_in_the_same_breath_is_taken(town: Town) -> None:
    assert "核对后改" in town.resident.says("我换号码了 13911112222")
    assert "13911112222" in newest(town)


@pytest.mark.parametrize("said", ["物业电话打不通", "网格员电话是多少"])
def test_others_numbers_are_not_meant(town: Town, said: str) -> None:
    assert "11位" not in town.resident.says(said)


@pytest.mark.parametrize("said", ["帮我查一下我的登记", "查看我交过的登记", "我的登记"])
def test_what_was_sent_in_is_shown(town: Town, said: str) -> None:
    assert "没有交过登记" in town.resident.says(said)
