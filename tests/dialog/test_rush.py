"""More messages than can be heard in time: the rest is put off, said so, heard later, never lost."""

from contextvars import copy_context
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from core import arrival
from core.config import Config
from core.messages import Message
from db import pauses, quotas
from db.models import Observation
from db.pauses import Pause
from dialog.pressure import LIKED, LONG, RELAXED, STANDING, Gauge, Pressure
from dialog.rush import AGAIN, HOPELESS, SOON
from tests.conftest import Town
from tests.databases import MORNING
from tests.dialog.processes import count, message, said_to, spooled

TOO_LONG = LONG[Pressure.OTHERS] + 0.1


def arriving(town: Town, sent: Message, waited: float = 0.0) -> str:
    """Let a message be heard that has waited so many seconds for a thread."""

    def hear() -> str:
        arrival.note(monotonic() - waited)
        return town.bot.inbox.receive(sent)

    return copy_context().run(hear)


def saying(text: str, number: int) -> Message:
    return replace(message(number), text=text)


def test_what_is_put_off_is_said_so_kept_and_answered_later(town: Town, config: Config) -> None:
    lin = town.newcomer()
    lin.phone.windows.spoke(MORNING)

    assert arriving(town, message(1), TOO_LONG) == SOON
    assert (spooled(config), count(town.bot, "turns")) == (1, 0)
    assert town.bot.finish_all() == 1
    town.send()

    assert (spooled(config), count(town.bot, "turns")) == (0, 1)
    assert len(said_to(lin)) == 1 and "没听懂" in said_to(lin)[0]


def test_the_platforms_repeat_of_what_was_put_off_adds_nothing(town: Town, config: Config) -> None:
    lin = town.newcomer()
    lin.phone.windows.spoke(MORNING)

    assert arriving(town, message(1), TOO_LONG) == SOON
    assert arriving(town, message(1)) == ""
    assert town.bot.finish_all() == 1
    assert arriving(town, message(1)) == ""
    town.send()

    assert len(said_to(lin)) == 1
    assert count(town.bot, "turns") == 1


@pytest.mark.parametrize(
    "text", ["我妈喘不上气了", "38.6", "孩子三十九度，咳得厉害", "老伴叫不醒，快来人"]
)
def test_danger_and_readings_are_heard_at_once_however_many_wait(
    town: Town, config: Config, text: str
) -> None:
    town.newcomer()

    said = arriving(town, saying(text, 1), TOO_LONG)

    assert said and said != SOON
    assert (spooled(config), count(town.bot, "turns")) == (0, 1)


def test_what_follows_something_put_off_waits_behind_it(town: Town, config: Config) -> None:
    lin = town.newcomer()
    lin.phone.windows.spoke(MORNING)

    assert arriving(town, message(1), TOO_LONG) == SOON
    assert arriving(town, saying("谢谢", 2)) == ""
    assert spooled(config) == 2
    assert town.bot.finish_all() == 2
    town.send()
    first, second = said_to(lin)

    assert "没听懂" in first and "没听懂" not in second
    assert arriving(town, message(3)) != ""
    assert spooled(config) == 0


@pytest.mark.slow
def test_another_process_hears_what_this_one_put_off(town: Town, config: Config) -> None:
    lin = town.newcomer()
    lin.phone.windows.spoke(MORNING)
    arriving(town, message(1), TOO_LONG)

    other = type(town.bot)(config, town.clock)
    try:
        assert other.finish_all() == 1
    finally:
        other.close()
    town.send()

    assert len(said_to(lin)) == 1
    assert arriving(town, message(2)) not in {"", SOON}


def test_whoever_cannot_be_answered_later_is_heard_now_or_told_to_come_again(
    town: Town, config: Config
) -> None:
    town.newcomer()
    until = MORNING + timedelta(hours=1)
    town.bot.database.write(
        lambda db: quotas.close_road(db, "official.custom", until, "unauthorised")
    )

    assert arriving(town, message(1), TOO_LONG) not in {"", SOON, AGAIN}
    assert arriving(town, message(2), HOPELESS) == AGAIN
    assert spooled(config) == 0
    assert arriving(town, saying("我妈喘不上气了", 3), HOPELESS) not in {"", SOON, AGAIN}
    assert arriving(town, message(2)) not in {"", AGAIN}, "what was not noted may be said again"


def test_a_road_that_only_rests_will_carry_answers_later(town: Town, config: Config) -> None:
    town.newcomer()
    minute = timedelta(minutes=1)
    pause = Pause("official", MORNING, MORNING + minute, "unreachable", fails=1)
    town.bot.database.write(lambda db: pauses.rest(db, pause))

    assert arriving(town, message(1), TOO_LONG) == SOON
    assert spooled(config) == 1


@pytest.mark.parametrize(
    ("text", "waited", "is_heard"),
    [
        ("36.5", Pressure.OTHERS, True),
        ("36.5", Pressure.READINGS, False),
        ("37.4", Pressure.READINGS, True),
        ("我36.4，老伴36.7", Pressure.READINGS, False),
        ("我36.4，老伴38.7", Pressure.READINGS, True),
        ("三十七度多", Pressure.READINGS, True),
        ("有点咳嗽，头疼", Pressure.READINGS, True),
        ("38.6", Pressure.ALL, False),
    ],
)
def test_the_longer_everybody_waits_the_more_has_to_wait(
    town: Town, config: Config, text: str, waited: Pressure, *, is_heard: bool
) -> None:
    town.newcomer()

    said = arriving(town, saying(text, 1), LONG[waited] + 0.1)

    assert (said not in {"", SOON}) == is_heard
    assert spooled(config) == (0 if is_heard else 1)


def test_whoever_is_in_danger_hears_the_numbers_to_call_whatever_they_waited(town: Town) -> None:
    town.newcomer()

    assert "120" in arriving(town, saying("老伴叫不醒，快来人", 1), LONG[Pressure.ALL] + 0.1)


def test_a_reading_that_waited_is_filed_for_when_it_was_said(town: Town, config: Config) -> None:
    lin = town.observed[0]
    reading = replace(saying("36.5", 1), sender=lin.phone.openid, sent_at=town.clock.now())

    assert arriving(town, reading, LONG[Pressure.READINGS] + 0.1) == SOON
    town.clock.advance(minutes=50)
    assert town.bot.finish_all() == 1
    with town.bot.database.read() as db:
        filed = list(db.scalars(select(Observation)))

    assert [(each.value, each.at) for each in filed] == [("36.5", reading.sent_at)]


@given(waits=st.lists(st.tuples(st.floats(0, 4), st.floats(0, 1)), max_size=60))
def test_pressure_stands_as_long_as_everybody_waits_and_is_gone_once_nobody_does(
    waits: list[tuple[float, float]],
) -> None:
    now = 0.0
    gauge = Gauge(lambda: now)
    for waited, pause in waits:
        now += pause
        shown = gauge.read(waited)
        assert waited >= LIKED or shown == Pressure.NONE
        assert all(shown >= each for each, long in LONG.items() if waited >= long)
        assert shown < Pressure.ALL or waited >= LONG[Pressure.ALL]

    gauge.read(RELAXED / 2)
    assert gauge.read(LIKED) == Pressure.NONE, "many at once are no trouble yet"
    now += 1.01 * STANDING
    assert gauge.read(LIKED) == Pressure.OTHERS, "a wait that does not go away is"
    now += 1.01 * STANDING
    assert gauge.read(LIKED) == Pressure.READINGS


def test_in_calm_nothing_is_put_off(town: Town, config: Config) -> None:
    town.newcomer()

    assert arriving(town, message(1), LIKED / 2) not in {"", SOON}
    assert spooled(config) == 0
