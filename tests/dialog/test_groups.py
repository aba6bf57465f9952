"""In a group: danger and sure answers are spoken to, everything else meets silence."""

from itertools import count

import pytest
from sqlalchemy import select

from core.messages import Kind, Message
from db.models import Observation, Question, WorkItem
from tests.conftest import Town

_NUMBERS = count(1)


def heard(town: Town, text: str, who: str = "oSomebodyInTheGroup000000001") -> str:
    """Say something in a group and return what the group reads."""
    message = Message(
        "official", f"group-{next(_NUMBERS)}", who, Kind.TEXT, text, town.clock.now(), in_group=True
    )
    return town.bot.inbox.receive(message)


@pytest.mark.parametrize(
    "text",
    ["哈哈哈", "今晚吃什么", "好的收到", "谁有空打牌", "36.8", "帮我买点菜", "我家在3-2-601"],
)
def test_what_is_not_for_us_meets_silence(town: Town, text: str) -> None:
    assert heard(town, text) == ""


def test_a_question_we_know_is_answered_for_everybody_without_numbers(town: Town) -> None:
    said = heard(town, "从外地回来要隔离吗")

    assert "依据" in said
    assert "回复 1" not in said


def test_what_is_only_a_guess_meets_silence(town: Town) -> None:
    assert town.resident.says("洗手间应该如何清洁和消毒？").startswith("我猜")

    assert heard(town, "洗手间应该如何清洁和消毒？") == ""


def test_who_is_in_danger_hears_120_and_gives_the_address_in_private(town: Town) -> None:
    said = heard(town, "我妈喘不上气了")

    assert "120" in said and "私信" in said
    assert "请把您在几号楼" not in said
    with town.bot.database.read() as db:
        assert db.scalars(select(WorkItem)).one().kind == "danger"


def test_a_question_nobody_can_answer_is_kept_and_not_spoken_of(town: Town) -> None:
    said = heard(town, "小区门口的公交停运了吗")

    assert said == ""
    with town.bot.database.read() as db:
        [kept] = db.scalars(select(Question)).all()
        assert "公交" in kept.text


def test_a_reading_of_a_watched_household_is_neither_stored_nor_repeated(town: Town) -> None:
    said = heard(town, "36.9", town.who["observed"][0])

    assert said == ""
    with town.bot.database.read() as db:
        assert db.scalars(select(Observation)).all() == []
