"""A message that asks is answered, and nothing nobody meant is ordered, thanked for or guessed."""

import re

import pytest
from sqlalchemy import func, select

from db.models import WorkItem
from tests.conftest import Town


def kept(town: Town) -> int:
    with town.bot.database.read() as db:
        return db.scalar(select(func.count()).select_from(WorkItem)) or 0


@pytest.mark.parametrize(
    "text",
    [
        "政府给老人的上门照料，我妈这种情况够不够格",
        "要什么条件才能有人上门给做饭，我腿不好",
        "水车送的水可以直接喝吗",
    ],
)
def test_who_asks_for_the_conditions_orders_nothing(town: Town, text: str) -> None:
    said = town.resident.says(text)
    assert not re.search("怎么买|和您约时间|记下了", said), said


def test_who_asks_somebody_to_come_is_still_given_somebody(town: Town) -> None:
    before = kept(town)
    assert "记下了" in town.resident.says("麻烦派个人上门帮我做顿饭，我腿动不了")
    assert kept(town) == before + 1


@pytest.mark.parametrize(
    "text",
    [
        "我血糖高，邻居说打流感针会昏倒，我不敢去打",
        "老伴有冠心病，都说疫苗打了要出事，还打不打",
    ],
)
def test_nobody_is_thanked_for_what_they_did_not_offer(town: Town, text: str) -> None:
    assert "捐款" not in town.resident.says(text)


@pytest.mark.parametrize(
    "text",
    [
        "我投诉了隔壁装修，他会不会晓得是我说的",
        "举报网吧会被老板知道吗",
        "反映楼上的事，会给我保密吗",
    ],
)
def test_who_asks_whether_they_stay_unknown_is_told(town: Town, text: str) -> None:
    assert "保密" in town.resident.says(text).partition("依据")[0]


def test_who_reports_is_still_asked_whether_by_name(town: Town) -> None:
    assert "要留姓名吗" in town.resident.says("我要举报楼下饭店往下水道倒油")


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("台风蓝色预警，老板要我们照常去仓库", "暴雨红色"),
        ("我有痛风，能打流感针不", "鸡蛋过敏"),
        ("小区义工有没有意外险", "报名"),
    ],
)
def test_a_guess_of_another_matter_is_no_answer(town: Town, text: str, other: str) -> None:
    said = town.resident.says(text)
    assert f"我猜您问的是“{other}" not in said and not re.search(f"我猜.*{other}", said), said


@pytest.mark.parametrize("text", ["我的号是37", "取件号38", "我是39号，轮到了吗"])
def test_the_number_of_a_place_in_a_line_is_no_reading(town: Town, text: str) -> None:
    said = town.resident.says(text)
    assert "没当成体温" in said and "正常" not in said


@pytest.mark.parametrize("text", ["我37.2", "我的体温是36", "36.4"])
def test_a_reading_still_is_one(town: Town, text: str) -> None:
    assert "没当成体温" not in town.resident.says(text)


@pytest.mark.parametrize(
    "text",
    [
        "Is it fine to sleep with the window open, the family upstairs has dengue?",
        "May I keep bees on the roof?",
        "Can I get my passport photos taken here?",
    ],
)
def test_nothing_unrelated_is_offered_in_english(town: Town, text: str) -> None:
    said = town.resident.says(text)
    assert not re.search("charcoal|vaccinated|my data|test positive", said), said


def test_a_trouble_told_with_a_journey_in_it_is_no_journey(town: Town) -> None:
    said = town.resident.says("我出差回来行李都在屋里，房东把锁换了")

    assert "110" in said and "祝一路平安" not in said, said


def test_what_is_plainly_told_of_a_matter_is_answered_as_if_asked(town: Town) -> None:
    said = town.resident.says("我隔离14天回来厂里说算事假，一分钱没有")

    assert "病假" in said and "不敢乱说" not in said, said
