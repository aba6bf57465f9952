"""What is not known: one near question is answered, two are offered, the rest somebody answers."""

import re

import pytest
from sqlalchemy import select

from db.models import WorkItem
from tests.conftest import Town

NOT_KNOWN = ["小区的喷泉每天几点开", "我们楼的宽带是哪家管的"]


@pytest.mark.parametrize("asked", NOT_KNOWN)
def test_who_asks_what_nobody_knows_hears_who_answers_and_when(town: Town, asked: str) -> None:
    said = town.resident.says(asked)

    assert "还不知道" in said and "网格员" in said
    assert "今天18点前" in said  # it is eight in the morning


@pytest.mark.parametrize("asked", NOT_KNOWN)
def test_and_somebody_is_asked_and_answers(town: Town, asked: str) -> None:
    town.resident.says(asked)
    town.send()

    [told] = [text for text in town.grid_worker.hears() if "请答复" in text]
    number = re.search(r"答 (\d+) 内容", told)
    assert asked in told and number
    town.grid_worker.says(f"答 {number[1]} 问过了，早上七点")
    town.send()
    assert any("早上七点" in text for text in town.resident.hears())


def test_after_ten_it_is_noon_of_the_next_day_said_as_a_date(town: Town) -> None:
    town.at("2026-11-21T15:00")

    assert "11月22日12点前" in town.resident.says(NOT_KNOWN[0])


def test_the_same_question_of_two_people_is_one_thing_to_answer(town: Town) -> None:
    town.resident.says(NOT_KNOWN[0])
    town.observed[0].says(NOT_KNOWN[0])

    with town.bot.database.read() as db:
        assert len(db.scalars(select(WorkItem)).all()) == 1


def test_who_does_not_answer_is_followed_by_the_secretary(town: Town) -> None:
    town.resident.says(NOT_KNOWN[0])
    town.send()
    for _ in range(30):
        town.clock.advance(hours=1)
        town.tick()
        town.send()

    assert any(NOT_KNOWN[0] in text for text in town.secretary.hears())


def test_the_rest_of_the_world_is_nobody_s_to_answer(town: Town) -> None:
    town.resident.says("恐龙为什么灭绝")

    with town.bot.database.read() as db:
        assert db.scalars(select(WorkItem)).all() == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("手机收到短信让我点网址领社保补助，要不要点", "别点"),
        ("野猫把手挠破了，打不打针", "狂犬"),
        ("楼上狗一到半夜就叫个不停，哪个管", "狗"),
        ("我老爹八十了，社保叫他刷脸证明还活着", "12333"),
        ("小孩蚊子包抠烂了发炎了咋办", "肥皂水"),
    ],
)
def test_a_question_in_words_of_their_own_is_answered_first(
    town: Town, asked: str, told: str
) -> None:
    said = town.resident.says(asked)

    assert told in said.splitlines()[0]
    assert said.splitlines()[-1].startswith(("依据", "没答到", "回复 1 看详细"))


def test_of_two_likely_questions_the_first_is_answered_and_the_other_offered(town: Town) -> None:
    offered = town.resident.says("车位被人占了，该谁管")
    chosen = town.resident.says("1")

    assert "我猜您问的是" in offered and "依据" in offered and "都不是" in offered
    assert "依据" in chosen and chosen not in offered


def test_none_of_them_is_answered_by_somebody(town: Town) -> None:
    offered = town.resident.says("车位被人占了，该谁管")
    none = re.search(r"回复 (\d) 都不是", offered)

    assert none is not None
    assert "答复您" in town.resident.says(none[1])


def test_the_source_is_one_quiet_line(town: Town) -> None:
    said = town.resident.says("新冠疫苗两针隔多久")

    assert sum("依据" in line or "核对" in line for line in said.splitlines()) == 1


def test_a_longer_explanation_is_one_digit_away(town: Town) -> None:
    short = town.resident.says("被狗咬了怎么办")
    long = town.resident.says("1")

    assert "回复 1 看详细" in short
    assert "一步一步" in long and len(long) > len(short.splitlines()[0])


@pytest.mark.parametrize(
    "asked", ["今天四十度还让干活违法不", "气温四十度老板还让干活合法吗", "40度让环卫工扫街犯法吗"]
)
def test_a_fact_stands_before_a_refused_verdict(town: Town, asked: str) -> None:
    said = town.resident.says(asked)

    assert "40℃" in said.splitlines()[0]
    assert "12348" in said and "不能下结论" in said


@pytest.mark.parametrize(
    ("asked", "told"), [("剩下的阿莫西林还能吃吗", "消炎药"), ("当志愿者有什么要求", "18")]
)
def test_who_asks_about_something_does_not_ask_for_it(town: Town, asked: str, told: str) -> None:
    assert told in town.resident.says(asked)


def test_who_asks_for_medicine_still_gets_it(town: Town) -> None:
    assert "网格员" in town.resident.says("我的降压药快没了，帮我买一盒")


def test_no_answer_asks_for_a_photo(town: Town) -> None:
    asks = re.compile(r"(?:照片|拍照)[^，。；]{0,4}(?:发给|问|告诉)(?:我|网格员)|(?<!不用)发照片")
    entries = town.bot.library.entries.values()

    assert [entry.id for entry in entries if asks.search(entry.answer)] == []


@pytest.mark.parametrize("said", ["能帮我买菜吗", "能帮我买点米吗", "能帮忙买几个土豆吗"])
def test_who_asks_to_have_something_bought_is_not_told_how_it_is_done(
    town: Town, said: str
) -> None:
    told = town.observed[0].says(said)

    assert "依据" not in told
    assert "记下了" in told


@pytest.mark.parametrize("said", ["阳台上能不能养鸡", "楼顶能不能种菜", "家里可以养鸽子吗"])
def test_what_is_done_at_home_is_answered_by_somebody(town: Town, said: str) -> None:
    told = town.resident.says(said)

    assert "答复您" in told or "依据" in told
