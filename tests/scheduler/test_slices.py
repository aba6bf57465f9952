"""A job works in slices: whoever writes meanwhile is answered between two of them."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import count

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import Bot
from core.budget import Budget
from db.models import Delivery, DeliveryKind, SlotDue, Turn
from scheduler import clockwork
from scheduler.context import Counts, JobContext
from tests.conftest import Town


def one_at_a_time() -> Budget:
    """The time is over as soon as it is looked at."""
    return Budget(seconds=0)


def sliced(town: Town) -> Iterator[Counts]:
    bot = town.bot
    return clockwork.slices(bot.database, bot.job_context, town.clock.now(), one_at_a_time)


def asked(bot: Bot) -> int:
    with bot.database.read() as db:
        return len(db.scalars(select(SlotDue.id).where(SlotDue.asked_at.is_not(None))).all())


def test_a_message_is_answered_between_two_slices(town: Town) -> None:
    town.at("2026-11-21T08:00")
    slices = sliced(town)
    while asked(town.bot) == 0:
        next(slices)
    assert asked(town.bot) == 1

    assert "36.5℃" in town.observed[2].says("36.5")
    with town.bot.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Turn)) == 1
    assert asked(town.bot) == 1

    assert sum(done.get("reminded", 0) for done in slices) == 1
    assert asked(town.bot) == 2  # whoever reported meanwhile is not asked


def test_slices_come_to_the_same_as_one_piece(town: Town) -> None:
    town.at("2026-11-21T08:00")
    total: Counter[str] = Counter()
    for done in sliced(town):
        assert done.get("reminded", 0) <= 1
        total.update(done)

    assert (total["opened"], total["reminded"]) == (3, 3)
    assert not any(town.tick().values())
    with town.bot.database.read() as db:
        mine = select(Delivery.contact_id).where(Delivery.kind == DeliveryKind.REMINDER)
        contacts = db.scalars(mine).all()
    assert len(contacts) == len(set(contacts)) == 3


def test_what_is_over_is_closed_ended_and_forgotten_in_slices(town: Town) -> None:
    town.at("2026-11-21T08:00")
    town.tick()
    town.observed[0].says("36.5")
    town.at("2026-12-01T18:00")
    for someone in town.observed:
        someone.says("36.5")
    town.at("2027-01-10T08:00")

    total: Counter[str] = Counter()
    for done in sliced(town):
        total.update(done)

    assert total["ended"] == 3
    assert total["missed"] == 2
    town.at("2027-01-11T08:00")
    town.tick()
    assert not any(town.tick().values())


def test_a_tick_that_prints_nothing_prints_all_its_sums(town: Town) -> None:
    town.at("2026-11-21T08:00")
    busy = town.tick()

    assert list(town.tick()) == list(busy)


def test_a_job_without_an_end_is_left_alone(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Endless(Budget):
        def __init__(self) -> None:
            super().__init__()
            self.is_more, self.done = True, 1

    monkeypatch.setattr(clockwork, "MOST_SLICES", 7)
    bot = town.bot
    slices = clockwork.slices(bot.database, bot.job_context, town.clock.now(), Endless)

    assert len(list(slices)) <= 7 * 3
    assert "没做完" in caplog.text


def test_a_slice_in_vain_is_the_last(town: Town) -> None:
    class Vain(Budget):
        def __init__(self) -> None:
            super().__init__()
            self.is_more = True

    town.at("2026-11-21T07:00")
    town.tick()
    town.at("2026-11-22T07:00")
    bot = town.bot

    slices = list(clockwork.slices(bot.database, bot.job_context, town.clock.now(), Vain))

    assert len(slices) < 20


def test_a_budget_always_lets_the_first_through() -> None:
    seconds = count()
    budget = Budget(seconds=2, clock=lambda: float(next(seconds)))

    assert list(budget.take("abcdef")) == ["a", "b"]
    assert budget.is_more


def test_what_belongs_together_is_not_cut() -> None:
    budget = Budget(seconds=60, rows=4)

    assert list(budget.take_together("aabb", lambda one: one)) == [["a", "a"]]
    assert budget.is_more

    alone = Budget(seconds=60, rows=4)
    assert list(alone.take_together("aaaa", lambda one: one)) == [["a"] * 4]
    assert alone.is_more

    last = Budget(seconds=60, rows=4)
    assert list(last.take_together("aab", lambda one: one)) == [["a", "a"], ["b"]]
    assert not last.is_more


def test_as_many_rows_are_read_as_fit_the_time() -> None:
    moments = iter([0.0, 0.01, 0.0, 0.1, 0.0, 0.02])
    clock = moments.__next__

    quick = Budget(seconds=0.05, rows=4, clock=clock)
    assert quick.fitting() == 8  # never more than twice as many

    slow = Budget(seconds=0.05, rows=4, clock=clock)
    slow.rows = 40
    assert slow.fitting() == 14  # 40 took twice the time: a third of them leaves some of it

    most = Budget(seconds=0.05, rows=4, clock=clock)
    most.rows = 60
    assert most.fitting() == 64


def test_a_slice_reads_more_where_the_one_before_was_quick(town: Town) -> None:
    read: list[int] = []

    def count_rows(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
        read.append(budget.rows)
        budget.is_more, budget.done = len(read) < 4, 1
        return {}

    bot = town.bot
    work = partial(
        clockwork._slice, count_rows, bot.job_context, town.clock.now(), lambda: Budget(60, 5)
    )
    list(clockwork._sliced(bot.database, work))

    assert read == [5, 10, 20, 40]
