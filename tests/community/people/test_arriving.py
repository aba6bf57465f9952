"""Whether somebody follows: events come unordered, twice and late, and tell only the second."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from community.people import arriving
from community.people.access import Actor
from db.models import Contact, ContactState
from db.people import contacts
from tests.common import examples
from tests.conftest import Town

OPENID = "oComesAndGoes000000000000001"
BEGIN = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Sign:
    """What somebody did, and at which second: follow, leave, speak."""

    what: str
    second: int

    @property
    def at(self) -> datetime:
        return BEGIN + timedelta(seconds=self.second)


def hear(db: Session, sign: Sign) -> None:
    """Let a sign arrive."""
    if sign.what == "leave":
        found = contacts.find(db, "official", OPENID)
        if found is not None:
            arriving.unfollow(Actor(None, found.id), db, sign.at)
        return
    spoke = sign.what == "speak"
    contacts.hear(db, "official", OPENID, sign.at, spoke=spoke)


def state_after(town: Town, signs: Sequence[Sign], *, sent: bool = False) -> ContactState:
    """Return what we take it to be when these have arrived, in this order."""

    def work(db: Session) -> ContactState:
        db.execute(delete(Contact).where(Contact.address == OPENID))
        contacts.hear(db, "official", OPENID, BEGIN, spoke=True)
        for sign in signs:
            hear(db, sign)
        contact = contacts.find(db, "official", OPENID)
        assert contact is not None
        if sent and not follows(signs):  # the platform's answer to whatever is sent next
            at = BEGIN + timedelta(seconds=60)
            contacts.note_refusal(db, contact.id, ContactState.UNFOLLOWED, at)
        db.refresh(contact)
        return contact.state

    return town.bot.database.write(work)


def follows(signs: Sequence[Sign]) -> bool:
    """Return what the platform has: the last thing that happened, as each is numbered."""
    last = max(signs, key=lambda sign: (sign.second, signs.index(sign)))
    return last.what != "leave"


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Sign], list[Sign]]:
    """Return what somebody did, a second apart, and how it arrived: any order, some of it twice."""
    seconds = draw(st.lists(st.integers(1, 50), min_size=1, max_size=6, unique=True))
    done = []
    following = True
    for second in sorted(seconds):
        what = draw(st.sampled_from(["leave", "speak"])) if following else "follow"
        following = what != "leave"
        done.append(Sign(what, second))
    arrived = draw(st.permutations(done + draw(st.lists(st.sampled_from(done), max_size=4))))
    return done, arrived


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(histories())
def test_in_any_order_the_last_second_counts(
    town: Town, history: tuple[list[Sign], list[Sign]]
) -> None:
    done, arrived = history

    assert (state_after(town, arrived) is ContactState.FOLLOWING) == follows(done)


WITHIN = (Sign("follow", 9), Sign("leave", 9), Sign("follow", 9), Sign("speak", 9))


@pytest.mark.parametrize("signs", sorted(set(permutations(WITHIN)), key=str))
def test_within_one_second_they_are_taken_to_follow(town: Town, signs: tuple[Sign, ...]) -> None:
    assert state_after(town, signs) is ContactState.FOLLOWING


def test_where_that_was_wrong_the_next_message_finds_out_and_late_copies_change_nothing(
    town: Town,
) -> None:
    gone = [Sign("follow", 9), Sign("leave", 9)]
    assert state_after(town, gone, sent=True) is ContactState.UNFOLLOWED

    def later(db: Session) -> ContactState:
        hear(db, Sign("follow", 9))
        found = contacts.find(db, "official", OPENID)
        assert found is not None
        db.refresh(found)
        return found.state

    assert town.bot.database.write(later) is ContactState.UNFOLLOWED


def test_who_is_back_after_a_refusal_follows(town: Town) -> None:
    state_after(town, [Sign("leave", 9)], sent=True)

    def back(db: Session) -> ContactState:
        hear(db, Sign("follow", 70))
        return db.scalars(select(Contact.state).where(Contact.address == OPENID)).one()

    assert town.bot.database.write(back) is ContactState.FOLLOWING


def test_by_the_door_somebody_who_comes_and_goes_within_a_second_is_sent_what_they_are_owed(
    town: Town,
) -> None:
    resident = town.resident
    resident.says("转人工")
    resident.phone.unfollows()
    resident.phone.follows()
    town.grid_worker.says("收到 1")
    resident.hears()

    town.grid_worker.says("回 1 我马上到")
    town.send()

    assert any("我马上到" in heard for heard in resident.hears())
