"""A clock with nothing to do writes nothing, and marks what it has done exactly once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select

from bot import Bot
from db import Database, marks
from db.models import JobMark
from tests.conftest import Town
from tests.databases import MORNING
from tests.statements import listening


def marked(bot: Bot) -> int:
    with bot.database.read() as db:
        return db.scalar(select(func.count()).select_from(JobMark)) or 0


def test_an_idle_tick_writes_nothing_and_looks_twice(town: Town) -> None:
    town.at("2026-11-21T08:00")
    town.tick()

    with listening(town.bot.database.engine) as heard:
        counts = town.tick()

    assert not any(counts.values())
    assert heard.writes == []
    assert len(heard.said) <= 2


def test_an_idle_tick_is_idle_however_much_has_happened(town: Town) -> None:
    town.at("2026-11-21T08:00")
    town.tick()
    town.send()
    town.observed[0].says("38.5")
    town.secretary.says("发通知 3号楼 明天9点停水")
    town.secretary.says("1")
    town.send()
    town.tick()

    with listening(town.bot.database.engine) as heard:
        counts = town.tick()

    assert not any(counts.values())
    assert heard.writes == []


def test_a_day_and_a_part_are_marked_once(town: Town) -> None:
    town.at("2026-11-21T08:00")
    town.tick()
    before = marked(town.bot)
    town.at("2026-11-21T17:30")
    town.tick()

    assert before > 0
    assert marked(town.bot) > before
    with listening(town.bot.database.engine) as heard:
        town.tick()
    assert heard.writes == []


def test_of_many_clocks_one_writes_the_mark(plain_database: Database) -> None:
    day = MORNING.date() + timedelta(days=1)

    with ThreadPoolExecutor(8) as pool:
        written = list(
            pool.map(
                lambda _: plain_database.write(lambda db: marks.first_time(db, "x", day, MORNING)),
                range(8),
            )
        )

    assert sorted(written) == [False] * 7 + [True]
    with plain_database.read() as db:
        assert ("x", day.isoformat()) in marks.since(db, day)
        assert marks.since(db, day + timedelta(days=1)) == set()
