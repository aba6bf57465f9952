"""Questions of the auditor: which open loops have no next step in the future."""

import enum
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.followup.episodes import has_no_slot, runs_on
from db.followup.silence import BY_PHONE, heard_since, is_silent
from db.models import (
    GOING_ON,
    Delivery,
    Episode,
    EpisodeState,
    ItemKind,
    ItemState,
    Person,
    SlotDue,
    SlotState,
    StuckLoop,
    WorkItem,
)
from db.quick import insert_for

LATE = timedelta(minutes=5)  # what should have been done so long ago is stuck
LATELY = timedelta(days=2)  # silence further back is over: somebody else looks after it by then
STILL = (BY_PHONE, "no_programme", "quiet_hours")  # why nobody is asked, and that is right


class Stuck(enum.StrEnum):
    """What is wrong with a loop."""

    SLOT_NOT_CLOSED = "slot_not_closed"
    SLOT_NOT_ASKED = "slot_not_asked"
    SLOT_WITHOUT_STEP = "slot_without_step"
    SLOT_NOT_OPENED = "slot_not_opened"
    NO_PROGRAMME = "no_programme"
    ITEM_NOT_CLIMBED = "item_not_climbed"
    ITEM_WITHOUT_STEP = "item_without_step"
    ITEM_IN_NO_HANDS = "item_in_no_hands"
    SILENCE_NOT_TOLD = "silence_not_told"
    SILENCE_OVER = "silence_over"


Found = Mapping[Stuck, Sequence[Any]]


def look(
    db: Session,
    now: datetime,
    day: date,
    asked: Collection[tuple[str, str]],
    known: Collection[str],
    limit: int,
) -> Found:
    """Return what is stuck: numbers of slots, episodes, items or people; so many of each kind.

    `asked`: (programme, part) of what is being asked for at this moment; `known`: all programmes.
    """
    found = {kind: list(db.scalars(query.limit(limit))) for kind, query in _all(now).items()}
    found[Stuck.SLOT_NOT_OPENED] = [
        (episode, part)
        for programme, part in asked
        for episode in db.scalars(_not_opened(day, programme, part).limit(limit))
    ]
    lost = select(Episode.id).where(
        Episode.state == EpisodeState.ACTIVE, Episode.programme.not_in(list(known))
    )
    found[Stuck.NO_PROGRAMME] = list(db.scalars(lost.limit(limit)))
    return {kind: rows for kind, rows in found.items() if rows}


def _all(now: datetime) -> Mapping[Stuck, Select[Any]]:
    late, is_open = now - LATE, SlotDue.state == SlotState.OPEN
    unheard = and_(SlotDue.asked_at.is_(None), or_(SlotDue.reason.is_(None), ~_is(STILL)))
    items = select(WorkItem.id)
    return {
        Stuck.SLOT_NOT_CLOSED: select(SlotDue.id).where(is_open, SlotDue.closes_at <= late),
        Stuck.SLOT_NOT_ASKED: select(SlotDue.id).where(
            is_open, SlotDue.asks_at <= late, SlotDue.closes_at > now
        ),
        Stuck.SLOT_WITHOUT_STEP: select(SlotDue.id)
        .join(Episode, SlotDue.episode_id == Episode.id)
        .where(
            is_open,
            SlotDue.asks_at.is_(None),
            SlotDue.closes_at > now,
            unheard,
            ~heard_since(SlotDue),
        ),
        Stuck.ITEM_NOT_CLIMBED: items.where(
            WorkItem.state.in_(GOING_ON), WorkItem.escalates_at <= late
        ),
        Stuck.ITEM_WITHOUT_STEP: items.where(_has_no_step()),
        Stuck.ITEM_IN_NO_HANDS: items.where(
            WorkItem.state == ItemState.TAKEN, WorkItem.owner_id.is_(None)
        ),
        Stuck.SILENCE_NOT_TOLD: _not_told(now),
        Stuck.SILENCE_OVER: _over(),
    }


def _is(reasons: Collection[str]) -> ColumnElement[bool]:
    return SlotDue.reason.in_(reasons)


def _has_no_step() -> ColumnElement[bool]:
    is_open = WorkItem.state == ItemState.OPEN
    expires = and_(WorkItem.state == ItemState.TAKEN, WorkItem.holds_minutes.is_not(None))
    return and_(or_(is_open, expires), WorkItem.escalates_at.is_(None))


def _not_opened(day: date, programme: str, part: str) -> Select[Any]:
    return select(Episode.id).where(
        Episode.state == EpisodeState.ACTIVE,
        Episode.programme == programme,
        Episode.starts_on <= day,
        runs_on(day),
        has_no_slot(day, part),
    )


_THEM = aliased(Person)


def _of_home() -> ColumnElement[bool]:
    """Tell which items about silence are about a person or those they live with."""
    same = or_(_THEM.id == Person.id, _THEM.household_id == Person.household_id)
    is_theirs = exists().where(_THEM.id == WorkItem.person_id, same)
    return and_(WorkItem.kind == ItemKind.SILENCE, is_theirs)


def _not_told(now: datetime) -> Select[Any]:
    """Return people who are silent, and no item says so, nor was one closed since."""
    seen = or_(WorkItem.state.in_(GOING_ON), WorkItem.closed_at > SlotDue.opens_at)
    return (
        select(Person.id)
        .join(Episode, Episode.person_id == Person.id)
        .join(SlotDue, SlotDue.episode_id == Episode.id)
        .outerjoin(Delivery, SlotDue.delivery_id == Delivery.id)
        .where(
            or_(
                and_(SlotDue.state == SlotState.MISSED, SlotDue.closes_at > now - LATELY),
                and_(SlotDue.state == SlotState.OPEN, SlotDue.closes_at > now),
            ),
            is_silent(),
            ~exists(select(WorkItem.id).where(_of_home(), seen)),
        )
        .group_by(Person.id)
        .order_by(func.min(SlotDue.id))
    )


def _over() -> Select[Any]:
    """Return items about the silence of households in which nobody is silent."""
    member = aliased(Person)
    silent = (
        select(SlotDue.id)
        .join(Episode, SlotDue.episode_id == Episode.id)
        .join(member, Episode.person_id == member.id)
        .outerjoin(Delivery, SlotDue.delivery_id == Delivery.id)
        .where(or_(member.id == Person.id, member.household_id == Person.household_id), is_silent())
    )
    return (
        select(WorkItem.id)
        .join(Person, WorkItem.person_id == Person.id)
        .where(
            WorkItem.kind == ItemKind.SILENCE,
            WorkItem.state.in_(GOING_ON),
            ~exists(silent.correlate(Person)),
        )
    )


# -- setting them going again ---------------------------------------------------------------


def ask_at(db: Session, slot_ids: Collection[int], at: datetime | None, reason: str | None) -> None:
    """Set when slots are asked about next."""
    _quietly(db, update(SlotDue).where(SlotDue.id.in_(slot_ids)).values(asks_at=at, reason=reason))


def climb_at(db: Session, item_ids: Collection[int], at: datetime) -> None:
    """Set when items climb next, where they have no moment for it."""
    here = WorkItem.id.in_(item_ids) & WorkItem.escalates_at.is_(None)
    _quietly(db, update(WorkItem).where(here).values(escalates_at=at))


def let_go(db: Session, item_ids: Collection[int], at: datetime) -> None:
    """Open again what is in nobody's hands."""
    here = WorkItem.id.in_(item_ids) & WorkItem.owner_id.is_(None)
    open_again = {"state": ItemState.OPEN, "taken_at": None, "escalates_at": at}
    _quietly(db, update(WorkItem).where(here).values(open_again))


def _quietly(db: Session, statement: Any) -> None:
    db.execute(statement, execution_options={"synchronize_session": False})


# -- what the operator reads ----------------------------------------------------------------


def count(db: Session, day: date, kind: Stuck, found: int, repaired: int, now: datetime) -> None:
    """Add to what was found on a day."""
    insert = insert_for(db.get_bind().dialect.name, StuckLoop)
    row = insert.values(day=day, kind=kind.value, found=found, repaired=repaired, at=now)
    more = {
        "found": StuckLoop.found + found,
        "repaired": StuckLoop.repaired + repaired,
        "at": now,
    }
    db.execute(row.on_conflict_do_update(index_elements=["day", "kind"], set_=more))


def counts(db: Session) -> list[tuple[str, int, int]]:
    """Return (kind, found, repaired) of the last day on which something was found."""
    last = select(func.max(StuckLoop.day)).scalar_subquery()
    rows = db.execute(
        select(StuckLoop.kind, StuckLoop.found, StuckLoop.repaired)
        .where(StuckLoop.day == last)
        .order_by(StuckLoop.kind)
    )
    return [(kind, found, repaired) for kind, found, repaired in rows]
