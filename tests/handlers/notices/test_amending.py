"""A notice put right, taken back, held up and reminded of, in the ways secretaries say it."""

import pytest

from db.models import Person
from tests.conftest import Town
from tests.noticing import send
from tests.staffing import person_of


@pytest.fixture
def sent(town: Town) -> Town:
    """A town in which N1 went out."""
    send(town.secretary, "发通知 3号楼 周六上午停水检修，看到请回复")
    town.send()
    return town


@pytest.mark.parametrize(
    "said",
    [
        "更新 N1：停水改到周日上午",
        "更正通知N1 停水改到周日上午",
        "把N1换成：停水改到周日上午",
        "N1号通知内容更新为 停水改到周日上午",
        "N1 以这条为准：停水改到周日上午",
    ],
)
def test_it_is_replaced(sent: Town, said: str) -> None:
    shown = sent.secretary.says(said)

    assert "代替：通知 N1" in shown and "内容：停水改到" in shown, shown
    assert "N1 已由它代替" in sent.secretary.says("1")


def test_something_is_added(sent: Town) -> None:
    shown = sent.secretary.says("补充 N1：请备好水桶")

    assert "代替：通知 N1" in shown and "看到请回复。补充：请备好水桶" in shown, shown


@pytest.mark.parametrize(
    "said", ["N1作废", "N1 不算数了", "把 N1 撤了，水管修好了", "N1号通知取消吧"]
)
def test_it_is_taken_back(sent: Town, said: str) -> None:
    assert "撤回通知 N1" in sent.secretary.says(said)
    assert "已撤回" in sent.secretary.says("1")


def test_it_is_held_up_let_go_and_stopped_with_its_code_first(town: Town) -> None:
    send(town.secretary, "发通知 3号楼 周六上午停水检修，看到请回复")

    assert "先停下了" in town.secretary.says("N1先别发了")
    assert "接着发" in town.secretary.says("N1 接着发吧")
    assert "不再往下发" in town.secretary.says("N1 别再发了")


@pytest.mark.parametrize(
    "said",
    [
        "提醒一下N1没回的",
        "N1没回的再提醒一遍",
        "给N1没回的人再提醒一下",
        "没回的再通知一遍",
        "N1 再催催",
    ],
)
def test_the_silent_are_reminded(sent: Town, said: str) -> None:
    assert "没回的4人" in sent.secretary.says(said)


def test_a_change_that_is_no_whole_notice_is_asked_for(sent: Town) -> None:
    for said in ("N1改一下，两点改三点", "更新 N1"):
        assert "发给3号楼" not in sent.secretary.says(said), said


def test_whoever_is_on_duty_tonight_is_told(town: Town) -> None:
    before = town.secretary.says("发通知 今晚值班的人 带好手电")
    with town.bot.database.read() as db:
        name = db.get_one(Person, person_of(town, town.who["grid_worker"])).name
    send(town.secretary, f"今晚值班 {name}")
    shown = town.secretary.says("发通知 今晚的夜班人员 河堤巡查改到9点")

    assert "共1人" in before and "内容：带好手电" in before, before
    assert "共2人" in shown and "内容：河堤巡查" in shown, shown


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("在监测的、3号楼的 明天上门", "内容：11月22日上门"),
        ("在监测的人（3号楼） 明天上门", "内容：11月22日上门"),
    ],
)
def test_places_may_stand_behind_who_is_meant(town: Town, said: str, text: str) -> None:
    shown = town.secretary.says(f"发通知 {said}")

    assert "发给3号楼" in shown and text in shown, shown
