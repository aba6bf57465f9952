"""A programme gets shorter: the secretary sees old and new ends, approves at once, people hear."""

from typing import Any

from community import followup
from community.followup import Watch
from db.followup import programmes
from tests.conftest import Town
from tests.databases import MORNING, ZONE


def shorten(town: Town, days: int) -> None:
    """The pack now says so many days."""
    known = town.bot.library.programmes
    shorter = {**known, "chik_2025": known["chik_2025"].model_copy(update={"days": days})}
    now = town.clock.now()
    town.bot.database.write(lambda db: followup.note_days(db, shorter, now))


def observe(town: Town) -> str:
    """A household of the building is watched over for the programme's own length."""
    return town.grid_worker.says("观察 1-1-101 张三")


def ends(town: Town) -> list[Any]:
    watch = Watch(town.bot.library.programmes, ZONE)
    with town.bot.database.read() as db:
        found = programmes.running(db, "chik_2025", watch.today(town.clock.now()))
        return [episode.ends_on.isoformat() for episode in found]


def test_old_and_new_ends_are_shown_approved_at_once_and_told(town: Town) -> None:
    town.at("2026-11-21T09:00")
    assert "12月5日" in observe(town)
    before = ends(town)
    shorten(town, 10)

    town.tick()
    town.send()

    [shown] = [text for text in town.secretary.hears() if "改期" in text]
    assert "改为10天，1人的结束日期要变：" in shown and "张三 12月5日→12月1日" in shown
    assert ends(town) == before
    assert "规定由社区书记或街道" in town.grid_worker.says("批准改期")
    assert "已改1人" in town.secretary.says("批准改期")
    assert sorted(ends(town)) == sorted([*(e for e in before if e != "2026-12-05"), "2026-12-01"])
    assert town.secretary.says("批准改期") == "现在没有等批准的改期。"


def test_whoever_was_given_days_of_their_own_keeps_them(town: Town) -> None:
    before = ends(town)
    shorten(town, 10)

    assert town.tick()["ends_proposed"] == 0
    assert ends(town) == before


def test_a_household_on_wechat_hears_the_old_and_the_new_end(town: Town) -> None:
    town.at("2026-11-21T09:00")
    home = town.newcomer()
    home.says("我是3号楼2单元601 张三")
    town.grid_worker.says("同意")
    town.grid_worker.says("观察 3-2-601 张三")
    town.send()
    home.hears()
    shorten(town, 10)
    town.tick()
    town.secretary.says("批准改期")

    town.send()

    assert [text for text in home.hears() if "原来到12月5日，现在改为到12月1日结束" in text]


def test_whoever_is_held_is_given_a_longer_end(town: Town) -> None:
    town.at("2026-11-21T09:00")
    observe(town)
    town.at("2026-12-06T08:00")  # nobody has reported: it is held
    town.tick()
    town.secretary.says("待办")
    shorten(town, 21)
    town.tick()
    town.send()

    assert any("张三 12月5日→12月12日" in text for text in town.secretary.hears())
    town.secretary.says("批准改期")
    with town.bot.database.read() as db:
        [moved] = [
            one
            for one in programmes.running(db, "chik_2025", MORNING.date())
            if one.ends_on.isoformat() == "2026-12-12"
        ]
        assert moved.held_on is None


def test_whoever_is_held_keeps_their_end_where_the_new_one_is_over(town: Town) -> None:
    town.at("2026-11-21T09:00")
    observe(town)
    town.at("2026-12-06T08:00")
    town.tick()
    shorten(town, 10)

    assert town.tick()["ends_proposed"] == 0
