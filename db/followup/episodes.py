"""Questions about follow-up: who is watched over, what is due, what was reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, true, update
from sqlalchemy.orm import Session, joinedload

from db.models import (
    Episode,
    EpisodeState,
    Observation,
    SlotDue,
    SlotState,
)
from db.quick import insert_for

RUNNING = (EpisodeState.ACTIVE, EpisodeState.PAUSED)


def runs_on(day: date) -> ColumnElement[bool]:
    """Select what lasts to a day, or goes on because something spoke against its end."""
    return or_(Episode.ends_on >= day, Episode.held_on.is_not(None))


def active_of_person(db: Session, person_id: int, day: date) -> Episode | None:
    return db.scalar(
        select(Episode)
        .where(
            Episode.person_id == person_id,
            Episode.state == EpisodeState.ACTIVE,
            Episode.starts_on <= day,
            runs_on(day),
        )
        .order_by(Episode.id.desc())
        .limit(1)
    )


def get(db: Session, episode_id: int) -> Episode:
    return db.get_one(Episode, episode_id)


def last_of_person(db: Session, person_id: int) -> Episode | None:
    """Return somebody's newest episode, running or not."""
    mine = select(Episode).where(Episode.person_id == person_id)
    return db.scalar(mine.order_by(Episode.ends_on.desc(), Episode.id.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class Opens:
    """A part of a day that is to be opened for everybody in a programme."""

    programme: str
    day: date
    part: str
    opens_at: datetime
    closes_at: datetime


def has_no_slot(day: date, part: Any) -> ColumnElement[bool]:
    """Tell which episodes have no slot for a part of a day.

    Looked up one by one: of a day that has just begun the engine's statistics know nothing, and
    what it would compare everybody with everybody for takes minutes.
    """
    theirs = (SlotDue.episode_id == Episode.id) & (SlotDue.day == day) & (SlotDue.part == part)
    return select(SlotDue.id).where(theirs).limit(1).scalar_subquery().is_(None)


def opened_for(db: Session, opens: Opens, after: int, limit: int) -> list[int]:
    """Return who in the programme is to have a slot of this part, beyond one episode, by number."""
    wanted = select(Episode.id).where(_is_wanted(opens), Episode.id > after)
    return list(db.scalars(wanted.order_by(Episode.id).limit(limit)))


def _is_wanted(opens: Opens) -> ColumnElement[bool]:
    return and_(
        Episode.state == EpisodeState.ACTIVE,
        Episode.programme == opens.programme,
        Episode.starts_on <= opens.day,
        runs_on(opens.day),
        Episode.opened_at < opens.closes_at,
    )


def open_slots(db: Session, opens: Opens, first: int, last: int) -> int:
    """Make this part's slot for everybody in the programme who has none, from one episode to another."""
    day, closes_at, opens_at = opens.day, opens.closes_at, opens.opens_at
    wanted = select(
        Episode.id,
        literal(day, SlotDue.day.type),
        literal(opens.part),
        literal(opens_at, SlotDue.opens_at.type),
        literal(closes_at, SlotDue.closes_at.type),
        literal(opens_at, SlotDue.asks_at.type),
        literal(SlotState.OPEN, SlotDue.state.type),
    ).where(_is_wanted(opens), Episode.id.between(first, last))
    names = ["episode_id", "day", "part", "opens_at", "closes_at", "asks_at", "state"]
    made = insert_for(db.get_bind().dialect.name, SlotDue).from_select(names, wanted)
    keeps = {"preserve_rowcount": True}
    done: Any = db.execute(made.on_conflict_do_nothing(), execution_options=keeps)
    return int(done.rowcount)


def slot_at(db: Session, episode_id: int, day: date, part: str) -> int | None:
    """Return the slot of an episode for a part of a day, if there is one."""
    found = select(SlotDue.id).filter_by(episode_id=episode_id, day=day, part=part)
    return db.scalar(found)


def fill_from_reports(
    db: Session, day: date, part: str, now: datetime, among: tuple[int, int] | None = None
) -> int:
    """Fill the slots of those who reported earlier in the same part of the day.

    `among`: from one episode to another; else of all.
    """
    here = SlotDue.episode_id.between(*among) if among else true()
    report = (
        select(func.max(Observation.id))
        .join(Episode, Episode.id == SlotDue.episode_id)
        .where(
            Observation.person_id == Episode.person_id,
            Observation.day == day,
            Observation.part == part,
            Observation.kind != "not_measured",
            Observation.replaced_by.is_(None),
            Observation.at < SlotDue.closes_at,
        )
        .scalar_subquery()
    )
    filled = db.execute(
        update(SlotDue)
        .where(
            here,
            SlotDue.day == day,
            SlotDue.part == part,
            is_open() if among else SlotDue.state == SlotState.OPEN,
            report.is_not(None),
        )
        .values(state=SlotState.FILLED, reason="already_done", filled_at=now, observation_id=report)
    )
    return int(filled.rowcount)  # type: ignore[attr-defined]


def is_open() -> ColumnElement[bool]:
    """Tell which slots are open, where they are found by their episodes.

    Spelled so that no engine goes through every open slot there is to find these few.
    """
    return (
        func.coalesce(SlotDue.state, SlotState.MISSED, type_=SlotDue.state.type) == SlotState.OPEN
    )


def open_slots_of_delivery(db: Session, delivery_id: int) -> Sequence[SlotDue]:
    return db.scalars(
        select(SlotDue)
        .where(SlotDue.delivery_id == delivery_id, SlotDue.state == SlotState.OPEN)
        .options(joinedload(SlotDue.episode).joinedload(Episode.person))
        .order_by(SlotDue.id)
    ).all()


def has_ended(today: date) -> ColumnElement[bool]:
    """Select what goes on though its last day is over, and was not looked at today."""
    not_held = or_(Episode.held_on.is_(None), Episode.held_on < today)
    return and_(Episode.state.in_(RUNNING), Episode.ends_on < today, not_held)


def slots_on(db: Session, person_ids: Sequence[int], day: date) -> Sequence[SlotDue]:
    return db.scalars(
        select(SlotDue)
        .join(Episode, SlotDue.episode_id == Episode.id)
        .where(Episode.person_id.in_(person_ids), SlotDue.day == day)
        .order_by(SlotDue.opens_at, SlotDue.id)
        .options(joinedload(SlotDue.episode).joinedload(Episode.person))
    ).all()


def observations_of(db: Session, person_ids: Sequence[int]) -> Sequence[Observation]:
    return db.scalars(
        select(Observation)
        .where(or_(Observation.person_id.in_(person_ids), Observation.told_by.in_(person_ids)))
        .order_by(Observation.at)
    ).all()
