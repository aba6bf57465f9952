"""What was said of time holds from when it was sent, however late it is handled."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.messages import Kind, Message
from db.models import Contact, Episode, Grade, Observation, SlotDue, SlotState, Submission
from tests.common import examples
from tests.conftest import Someone, Town, community_time
from tests.databases import ZONE

KEYS = count()


def tells(town: Town, openid: str, text: str, sent_at: datetime) -> str:
    """Hand over what was sent at a moment, now."""
    message = Message("official", f"late{next(KEYS)}", openid, Kind.TEXT, text, sent_at)
    return town.bot.inbox.receive(message)


def household(town: Town, number: int) -> Someone:
    """Somebody who is watched over from now on, alone in a household."""
    someone = town.newcomer(f"oHousehold{number:018d}")
    someone.says(f"我是3号楼2单元{number:03d} 张三")
    town.grid_worker.says("同意")
    town.grid_worker.says(f"观察 3-2-{number:03d} 张三 3天")
    return someone


def kept(town: Town, openid: str) -> list[tuple[Any, ...]]:
    """Return what was stored of somebody: day, part, value, grade, when."""
    with town.bot.database.read() as db:
        rows = db.scalars(
            select(Observation)
            .join(Contact, Contact.person_id == Observation.person_id)
            .where(Contact.address == openid)
            .order_by(Observation.id)
        )
        return [(row.day, row.part, row.value, row.grade, row.at) for row in rows]


def slots(town: Town, openid: str) -> list[tuple[Any, ...]]:
    with town.bot.database.read() as db:
        rows = db.scalars(
            select(SlotDue)
            .join(Episode, SlotDue.episode_id == Episode.id)
            .join(Contact, Contact.person_id == Episode.person_id)
            .where(Contact.address == openid)
            .order_by(SlotDue.id)
        )
        return [(row.day.isoformat(), row.part, row.state, row.reason) for row in rows]


@pytest.mark.slow
def test_any_delay_gives_the_same_observation_as_none(town: Town) -> None:
    numbers, start = count(101), community_time("2026-12-01T07:00")
    days = count()

    @settings(
        max_examples=examples(12),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        database=None,
    )
    @given(
        at=st.integers(0, 24 * 60 * 2 - 1),
        delay=st.integers(0, 48 * 3600),
        ticks=st.booleans(),
        said=st.sampled_from(["37.9", "36.6", "昨晚37.6", "早上36.4"]),
    )
    def check(at: int, delay: int, ticks: bool, said: str) -> None:
        town.clock.set(start + timedelta(days=5 * next(days)))
        punctual, late = (household(town, next(numbers)).phone.openid for _ in range(2))
        sent_at = town.clock.now() + timedelta(minutes=at)
        town.clock.set(sent_at)
        tells(town, punctual, said, sent_at)
        if ticks:
            town.clock.advance(seconds=delay / 2)
            town.tick()
            town.clock.advance(seconds=delay / 2)
            town.tick()
        else:
            town.clock.advance(seconds=delay)
        tells(town, late, said, sent_at)

        assert kept(town, late) == kept(town, punctual) != []
        assert {row[-1].astimezone(ZONE).date() for row in kept(town, late)} == {
            sent_at.astimezone(ZONE).date()
        }

    check()


def test_a_fever_of_yesterday_is_yesterdays_and_alarms_now(town: Town) -> None:
    someone = town.observed[0].phone.openid
    town.at("2026-11-21T08:05")
    town.tick()
    town.send()
    town.at("2026-11-22T00:20")
    town.tick()
    assert slots(town, someone)[0][2:] == (SlotState.MISSED, None)

    said = tells(town, someone, "37.9", community_time("2026-11-21T08:30"))
    town.send()

    assert "昨天早上 37.9℃" in said
    [(day, part, value, grade, at)] = kept(town, someone)
    assert (day.isoformat(), part, value, grade) == ("2026-11-21", "morning", "37.9", Grade.FEVER)
    assert at == community_time("2026-11-21T08:30")
    assert slots(town, someone)[0] == ("2026-11-21", "morning", SlotState.FILLED, "received_late")
    told = " ".join(town.doctor.hears())
    assert "11月21日（周六）早上 37.9℃（昨天8:30报的，刚收到）" in told


def test_an_alarm_that_was_held_up_on_the_same_day_says_so(town: Town) -> None:
    town.at("2026-11-21T10:00")
    tells(town, town.observed[0].phone.openid, "38.2", community_time("2026-11-21T08:30"))
    town.send()

    assert "早上 38.2℃（8:30报的，刚收到）" in " ".join(town.doctor.hears())


def test_what_was_sent_earlier_does_not_take_the_place_of_what_was_sent_later(town: Town) -> None:
    someone = town.observed[0].phone.openid
    town.at("2026-11-21T09:30")
    tells(town, someone, "36.9", community_time("2026-11-21T09:10"))
    tells(town, someone, "36.5", community_time("2026-11-21T08:40"))

    with town.bot.database.read() as db:
        rows = db.scalars(select(Observation).where(Observation.replaced_by.is_(None)))
        assert [row.value for row in rows] == ["36.9"]


@pytest.mark.parametrize("sent_at", ["1970-01-01T08:00", "2026-11-21T09:30", "2031-01-01T00:00"])
def test_a_clock_that_goes_wrong_is_not_believed(town: Town, sent_at: str) -> None:
    town.at("2026-11-21T08:30")

    tells(town, town.observed[0].phone.openid, "36.6", community_time(sent_at))

    [(day, part, *_, at)] = kept(town, town.observed[0].phone.openid)
    assert (day.isoformat(), part, at) == ("2026-11-21", "morning", town.clock.now())


def test_the_last_day_of_an_episode_still_counts_the_day_after(town: Town) -> None:
    someone = household(town, 901).phone.openid
    town.at("2026-11-24T21:00")
    sent_at = town.clock.now()
    tells(town, someone, "36.5", sent_at)
    town.at("2026-11-25T00:30")
    town.tick()
    with town.bot.database.read() as db:
        ended = select(Episode).join(Contact, Contact.person_id == Episode.person_id)
        [episode] = db.scalars(ended.where(Contact.address == someone))
        assert episode.state == "ended"

    tells(town, someone, "36.7", sent_at)

    assert {row[0].isoformat() for row in kept(town, someone)} == {"2026-11-24"}
    assert "36.7" in str(kept(town, someone))


def test_tomorrow_is_the_day_after_it_was_said(town: Town) -> None:
    """A form that asks for a day takes it from when the words were sent."""
    someone = town.resident.phone.openid
    evening, night = community_time("2026-11-21T23:50"), community_time("2026-11-22T00:40")
    town.clock.set(evening)
    tells(town, someone, "我明天要从广州回来，要报备", evening)
    punctual = said_in_form(town, someone)
    town.resident.says("不填了")
    town.clock.set(night)
    tells(town, someone, "我明天要从广州回来，要报备", evening)

    assert said_in_form(town, someone) == punctual
    assert "2026-11-22" in punctual


def said_in_form(town: Town, openid: str) -> str:
    """Return what is written down of a form that is being filled."""
    from db.models import Conversation

    with town.bot.database.read() as db:
        found = select(Conversation).join(Contact).where(Contact.address == openid)
        conversation = db.scalars(found).one()
        return str(conversation.place)


def test_a_window_is_counted_from_when_they_spoke(town: Town) -> None:
    someone = town.newcomer()
    town.at("2026-11-22T10:00")
    tells(town, someone.phone.openid, "你好", community_time("2026-11-21T10:00"))
    tells(town, someone.phone.openid, "在吗", community_time("2026-11-20T10:00"))

    with town.bot.database.read() as db:
        contact = db.scalars(select(Contact).where(Contact.address == someone.phone.openid)).one()
        assert contact.window_until == community_time("2026-11-23T10:00")
        assert db.scalars(select(Submission)).all() == []


@pytest.mark.parametrize("text", ["救命，我妈喘不上气", "转人工"])
def test_who_is_called_hears_when_it_was_said(town: Town, text: str) -> None:
    town.at("2026-11-22T00:10")
    tells(town, town.resident.phone.openid, text, community_time("2026-11-21T23:40"))
    town.send()

    told = " ".join(town.grid_worker.hears())
    assert "（昨天23:40发的，刚收到）" in told
