"""“为什么今天没提醒王阿姨?” has one line a cause, true of what the clock did."""

import pytest
from sqlalchemy.orm import Session

from community import followup
from db.followup import episodes
from tests.conftest import Town
from tests.databases import MORNING
from tests.families import head_of, run


def name_of(town: Town, at: int) -> str:
    with town.bot.database.read() as db:
        return head_of(db, town.observed[at]).name or ""


def ask(town: Town, said: str = "为什么今天没提醒{name}？", at: int = 0) -> str:
    return town.grid_worker.says(said.format(name=name_of(town, at)))


def test_who_had_reported(town: Town) -> None:
    town.at("2026-11-21T07:40")
    town.observed[0].says("36.5")
    run(town, "2026-11-21T08:00")

    said = ask(town)
    assert "早上：07:40已经报过了" in said
    assert "傍晚：还没到时间，17:30提醒" in said


def test_who_was_reminded_after_all(town: Town) -> None:
    run(town, "2026-11-21T08:00")

    assert "早上：提醒过，08:00发给" in ask(town)


def test_who_wished_for_another_time(town: Town) -> None:
    town.observed[0].says("以后早上九点提醒我")
    run(town, "2026-11-21T08:00")

    assert "早上：家里要求晚些提醒，09:00发" in ask(town, "今天怎么没提醒{name}")


def test_who_wants_to_be_rung(town: Town) -> None:
    town.observed[0].says("以后别发微信了，打电话提醒我量体温")
    run(town, "2026-11-21T08:00")

    assert "打电话" in ask(town)


def test_whom_nothing_reaches(town: Town) -> None:
    town.observed[0].phone.unfollows()
    run(town, "2026-11-21T08:00")

    assert "没有关注或已取消关注" in ask(town)


def test_a_clock_that_stood_still(town: Town) -> None:
    run(town, "2026-11-21T12:00")

    assert "早上：那段时间系统没有运行" in ask(town)


def test_yesterday_is_another_day(town: Town) -> None:
    run(town, "2026-11-21T08:00")
    town.at("2026-11-22T07:00")

    said = ask(town, "昨天为什么没有提醒{name}")
    assert "昨天" in said and "提醒过" in said


def test_who_is_not_watched_over(town: Town) -> None:
    def end(db: Session) -> None:
        episode = episodes.active_of_person(db, head_of(db, town.observed[0]).id, MORNING.date())
        assert episode is not None
        followup.end_episode(db, episode, town.clock.now())

    town.bot.database.write(end)
    run(town, "2026-11-22T08:00")

    said = ask(town)
    assert "不提醒" in said or "不再提醒" in said


def test_somebody_asks_for_themselves(town: Town) -> None:
    town.at("2026-11-21T07:40")
    town.observed[0].says("36.5")
    run(town, "2026-11-21T08:00")

    assert "07:40已经报过了" in town.observed[0].says("今天为什么没提醒我")


@pytest.mark.parametrize("said", ["为什么不提醒大家带伞", "怎么没通知我开会"])
def test_other_talk_is_left_alone(town: Town, said: str) -> None:
    assert "的提醒：" not in town.resident.says(said)
