"""Another last day, another door: the watch goes on, and what happened to it can be read."""

from datetime import date

import pytest
from sqlalchemy import select

from db.models import Episode, EpisodeState, Person
from tests.conftest import Town
from tests.staffing import move_posts


@pytest.fixture
def watched(town: Town) -> Town:
    """邢海波 and 邢小雨 are watched over until the 28th."""
    for told in ("登记住户 3-2-502 邢海波 17000000003", "登记成员 3-2-502 邢小雨 女儿"):
        town.grid_worker.says(told)
        town.grid_worker.says("对")
    town.grid_worker.says("观察 3-2-502 邢海波 邢小雨 7天")
    return town


def end_of(town: Town, name: str) -> tuple[EpisodeState, date]:
    with town.bot.database.read() as db:
        row = db.execute(
            select(Episode.state, Episode.ends_on)
            .join(Person, Episode.person_id == Person.id)
            .where(Person.name_index == name)
        ).one()
        return row[0], row[1]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("邢小雨延长三天", 1),
        ("邢小雨的观察缩短到11月25日", 25),
        ("邢小雨改到11月26日结束", 26),
        ("3-2-502 邢小雨 缩短两天", 26),
        ("邢小雨的监测提前到11月24日结束", 24),
    ],
)
def test_the_last_day_is_shown_and_moved(watched: Town, said: str, day: int) -> None:
    shown = watched.grid_worker.says(said)
    assert "现在到11月28日" in shown
    assert "改好了" in watched.grid_worker.says("1")

    assert end_of(watched, "邢小雨")[1].day == day
    assert end_of(watched, "邢海波")[1] == date(2026, 11, 28)


@pytest.mark.parametrize("said", ["邢小雨缩短十天", "邢小雨延长60天"])
def test_no_end_before_today_and_none_beyond_sixty_days(watched: Town, said: str) -> None:
    shown = watched.grid_worker.says(said)

    assert "不能早于今天" in shown or "最多60天" in shown
    assert end_of(watched, "邢小雨")[1] == date(2026, 11, 28)


def test_moving_house_keeps_the_watch(watched: Town) -> None:
    watched.secretary.says("邢小雨搬到1-1-302了")
    assert "改好了" in watched.secretary.says("1")
    watched.send()

    assert end_of(watched, "邢小雨") == (EpisodeState.ACTIVE, date(2026, 11, 28))
    watched.at("2026-11-21T17:30")
    assert watched.tick()["reminded"] >= 2  # behind both doors
    said = watched.secretary.says("监测经过 1-1-302 邢小雨")
    assert "搬家 3号楼2单元502→1号楼1单元302" in said and "开始 11月28日" in said


def test_whoever_looks_after_the_new_door_hears_of_it(watched: Town) -> None:
    move_posts(watched, watched.who["grid_worker"], "1")
    watched.secretary.says("邢小雨搬到1-1-302了")
    watched.secretary.says("1")
    watched.send()

    told = [text for text in watched.grid_worker.phone.texts() if "请接着管" in text]
    assert len(told) == 1 and "从3号楼2单元502搬来" in told[0]


def test_the_history_names_what_happened_and_who_did_it(watched: Town) -> None:
    grid_worker = watched.grid_worker
    for said in ("邢小雨延长三天", "1", "暂停 3-2-502 邢小雨 住院", "恢复 3-2-502 邢小雨",
                 "解除 3-2-502 邢小雨", "1"):  # fmt: skip
        grid_worker.says(said)
    said = grid_worker.says("邢小雨的监测经过")

    for word in ("开始", "延长", "暂停", "恢复", "结束", "提前"):
        assert word in said
