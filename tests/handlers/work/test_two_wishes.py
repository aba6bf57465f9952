"""Two wishes in one message: both are answered, both are done."""

import pytest
from sqlalchemy import select

from db.models import ItemKind, WorkItem
from tests.conftest import Town


def items(town: Town, kind: ItemKind = ItemKind.HELP) -> list[str]:
    with town.bot.database.read() as db:
        found = db.scalars(select(WorkItem).where(WorkItem.kind == kind).order_by(WorkItem.id))
        return [each.text for each in found]


def test_shopping_and_an_errand_are_both_given_to_somebody(town: Town) -> None:
    before = len(items(town))

    answer = town.resident.says("家里没米了帮我买一袋，顺便把门口的垃圾带下去")

    told = items(town)[before:]
    assert "和您约时间" in answer and "怎么买" in answer
    assert [text for text in told if "垃圾" in text] and [text for text in told if "米" in text]


def test_a_wish_and_a_question_are_both_answered(town: Town) -> None:
    before = len(items(town))

    answer = town.resident.says("水管爆了找人来修，另外从外地回来怎么报备")

    assert "和您约时间" in answer and "报备" in answer
    assert len(items(town)) == before + 1


def test_two_questions_are_both_answered(town: Town) -> None:
    both = town.resident.says("疫苗在哪打？口罩多久换一次？")

    assert "接种门诊" in both and "口罩" in both


def test_a_reading_with_a_wish_stores_the_one_and_does_the_other(town: Town) -> None:
    before = len(items(town))

    answer = town.observed[0].says("36.6，另外家里没鸡蛋了给捎一板")

    assert "36.6℃" in answer and "怎么买" in answer
    assert len(items(town)) == before + 1


def test_what_is_bought_together_is_one_request(town: Town) -> None:
    before = len(items(town))

    town.resident.says("帮我买两斤鸡蛋，再带一盒降压药")

    assert len(items(town)) == before + 1


def test_a_tip_beside_something_else_is_asked_for_alone(town: Town) -> None:
    answer = town.resident.says("门口垃圾没人收，帮忙收一下。还有楼上又聚众打麻将了")

    assert "和您约时间" in answer and "不留姓名" in answer
    assert not [text for text in items(town) if "打麻将" in text and "垃圾" not in text]


@pytest.mark.parametrize("said", ["谢谢，帮我买两斤鸡蛋", "医生您好，我有点咳嗽"])
def test_politeness_is_no_second_wish(town: Town, said: str) -> None:
    assert "不客气" not in town.resident.says(said)
    assert "您好，我是" not in town.newcomer().says(said)
