"""Somebody who writes without a pause: said so kindly, and nothing that must not wait waits."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot import Bot
from core.messages import Kind, Message
from db.models import Delivery, DeliveryKind, Observation, Turn
from dialog.pacing import AT_ONCE, BURST, LONGEST, WEIGHT, Pacer
from tests.conftest import Someone, Town
from tests.databases import MORNING, ZONE
from tests.wechat.door import nothing_understood

MANY = BURST // WEIGHT
CHATTER = "随便说说"
SLOW = "您发得太快了"


def count(town: Town, table: type, *where: object) -> int:
    with town.bot.database.read() as db:
        found = select(func.count()).select_from(table).where(*where)  # type: ignore[arg-type]
        return db.scalar(found) or 0


def flood(someone: Someone, messages: int, text: str = "谢谢") -> list[str]:
    return [someone.says(text) for _ in range(messages)]


def test_whoever_writes_without_a_pause_is_told_so_and_costs_nothing(town: Town) -> None:
    stranger = town.newcomer()

    first = flood(stranger, MANY)
    turns = count(town, Turn)
    then = flood(stranger, 50)

    assert not any(SLOW in said for said in first)
    assert all(SLOW in said and "分钟再说" in said and "120" in said for said in then)
    assert count(town, Turn) == turns


@pytest.mark.slow
def test_the_wait_grows_and_ends(town: Town) -> None:
    stranger = town.newcomer()
    flood(stranger, MANY)

    waits = [said.split("请过")[1].split("分钟")[0] for said in flood(stranger, 700)]
    town.clock.advance(minutes=int(waits[-1]) + 1)

    assert [int(wait) for wait in waits] == sorted(int(wait) for wait in waits)
    assert (waits[0], waits[-1]) == ("1", "30")
    assert SLOW not in stranger.says("谢谢")


def test_danger_is_heard_in_the_middle_of_a_flood_and_does_not_storm(town: Town) -> None:
    stranger = town.newcomer()
    flood(stranger, MANY + 20)

    said = flood(stranger, 60, "救命，我爸晕倒了叫不醒")
    other = stranger.says("家里着火了快来人")
    town.send()

    assert all("120" in each and SLOW not in each for each in said)
    assert "119" in other
    alerts = count(town, Delivery, Delivery.kind == DeliveryKind.ALERT)
    assert 0 < alerts <= 12


def test_a_watched_household_reports_whatever_it_has_sent_before(town: Town) -> None:
    [family, *_] = town.observed
    flood(family, MANY + 20)
    before = count(town, Observation)

    assert SLOW in family.says("谢谢")
    assert SLOW not in family.says("36.6")
    assert count(town, Observation) > before


@pytest.mark.slow
def test_staff_are_heard_however_much_they_write(town: Town) -> None:
    assert not any(SLOW in said for said in flood(town.secretary, MANY + 30, "谢谢"))


def test_others_are_heard_while_somebody_writes_too_fast(town: Town) -> None:
    flood(town.newcomer(), MANY + 20)

    assert SLOW not in town.resident.says("谢谢")


def test_no_more_than_a_few_of_one_sender_are_in_hand_at_once(bot: Bot) -> None:
    pacer = Pacer(bot.database, nothing_understood, ZONE)
    heard = [_message(number) for number in range(AT_ONCE)]

    assert [pacer.instead(message, MORNING) for message in heard] == [None] * AT_ONCE
    assert SLOW in str(pacer.instead(_message(AT_ONCE), MORNING))
    assert pacer.instead(heard[-1], MORNING) is None  # the platform repeats itself
    for message in (heard[-1], heard[0]):
        pacer.leave(message, "", MORNING)
    assert pacer.instead(_message(AT_ONCE + 1), MORNING) is None


def _message(number: int, text: str = CHATTER) -> Message:
    return Message("official", f"k{number}", "oFlood", Kind.TEXT, text, MORNING)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=400))
def test_whoever_pauses_as_long_as_they_are_asked_to_is_heard(pauses: list[int]) -> None:
    pacer = Pacer(None, nothing_understood, ZONE)  # type: ignore[arg-type]
    now, weighed = MORNING, timedelta(0)
    for number, pause in enumerate(pauses):
        now += timedelta(milliseconds=pause * 10)
        weighed = pacer._weigh(_message(number), now)[1]

    assert weighed <= LONGEST
    assert pacer._weigh(_message(len(pauses)), now + weighed + WEIGHT)[1] == timedelta(0)
