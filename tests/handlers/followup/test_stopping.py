"""Who writes “退订” is left in peace as far as that may be, and hears what still comes."""

import pytest
from sqlalchemy import select

from db.models import Episode, EpisodeState, ItemKind, WorkItem
from tests.conftest import Town

STOPS = [
    "退订",
    "TD",
    "td",
    "别发了",
    "停止提醒",
    "退出",
    "不要再给我发消息了",
    "不想收到通知了。",
    "别烦我了，别发消息",
]


def states(town: Town) -> list[EpisodeState]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Episode.state).order_by(Episode.id)))


def ended(town: Town) -> int:
    return states(town).count(EpisodeState.ENDED)


@pytest.mark.parametrize("said", STOPS)
def test_a_word_that_stops_stops_the_reminders_and_says_what_still_comes(
    town: Town, said: str
) -> None:
    before = ended(town)

    answer = town.observed[0].says(said)

    assert ended(town) == before + 1
    assert "不再提醒" in answer and "还会收到" in answer and "恢复" in answer


def test_what_was_stopped_goes_on_with_one_reply(town: Town) -> None:
    before = states(town)

    town.observed[0].says("退订")
    answer = town.observed[0].says("1")

    assert "恢复" in answer
    assert states(town) == before


@pytest.mark.parametrize("said", ["恢复提醒", "重新提醒我量体温", "接着提醒我吧"])
def test_what_was_stopped_goes_on_in_words_too(town: Town, said: str) -> None:
    before = states(town)
    town.observed[0].says("退订")
    town.observed[0].says("谢谢")

    assert "恢复" in town.observed[0].says(said)
    assert states(town) == before


def test_staff_hear_that_somebody_stopped(town: Town) -> None:
    town.observed[0].says("停止提醒")

    with town.bot.database.read() as db:
        texts = db.scalars(select(WorkItem.text).where(WorkItem.kind == ItemKind.HELP)).all()
    assert any("自愿退出" in text for text in texts)


@pytest.mark.parametrize("said", STOPS)
def test_who_gets_no_reminders_hears_so(town: Town, said: str) -> None:
    answer = town.newcomer().says(said)

    assert "没有给您定时发的提醒" in answer and "还会收到" in answer


def test_somebody_who_wanted_to_hear_of_changes_hears_of_none(town: Town) -> None:
    lin = town.resident
    lin.says("从外地回来怎么报备")
    lin.says("有变化告诉我")

    assert "规定有变化不再告诉您" in lin.says("退订")
    assert "没有给您定时发的提醒" in lin.says("退订")


@pytest.mark.parametrize("said", ["别发了烧还乱跑", "停止发热门诊了吗", "不要给我发菜了，发钱"])
def test_what_only_begins_like_it_is_something_else(town: Town, said: str) -> None:
    assert "还会收到" not in town.newcomer().says(said)
