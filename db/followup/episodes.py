"""Questions about follow-up: who is watched over, what is due, what was reported."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from db.models import (
    Episode,
    EpisodeState,
    Household,
    Observation,
    Person,
    SlotDue,
    SlotState,
)
from db.slices import update_some


def active_of_person(db: Session, person_id: int, day: date) -> Episode | None:
    return db.scalar(
        select(Episode)
        .where(
            Episode.person_id == person_id,
            Episode.state == EpisodeState.ACTIVE,
            Episode.starts_on <= day,
            Episode.ends_on >= day,
        )
        .order_by(Episode.id.desc())
        .limit(1)
    )


def open_slots(
    db: Session, programme: str, day: date, part: str, opens_at: datetime, closes_at: datetime
) -> int:
    """Make this part's slot for everybody in the programme who has none yet."""
    there = exists().where(
        SlotDue.episode_id == Episode.id, SlotDue.day == day, SlotDue.part == part
    )
    wanted = select(
        Episode.id,
        literal(day, SlotDue.day.type),
        literal(part),
        literal(opens_at, SlotDue.opens_at.type),
        literal(closes_at, SlotDue.closes_at.type),
        literal(SlotState.OPEN, SlotDue.state.type),
    ).where(
        Episode.state == EpisodeState.ACTIVE,
        Episode.programme == programme,
        Episode.starts_on <= day,
        Episode.ends_on >= day,
        Episode.opened_at < closes_at,
        ~there,
    )
    names = ["episode_id", "day", "part", "opens_at", "closes_at", "state"]
    made = db.execute(
        insert(SlotDue).from_select(names, wanted), execution_options={"preserve_rowcount": True}
    )
    return int(made.rowcount)  # type: ignore[attr-defined]


def fill_from_reports(db: Session, day: date, part: str, now: datetime) -> int:
    """Fill the slots of those who reported earlier in the same part of the day."""
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
            SlotDue.day == day,
            SlotDue.part == part,
            SlotDue.state == SlotState.OPEN,
            report.is_not(None),
        )
        .values(state=SlotState.FILLED, reason="already_done", filled_at=now, observation_id=report)
    )
    return int(filled.rowcount)  # type: ignore[attr-defined]


def is_closing(now: datetime) -> ColumnElement[bool]:
    return and_(SlotDue.state == SlotState.OPEN, SlotDue.closes_at <= now)


def close_slots(db: Session, now: datetime, limit: int) -> int:
    """Mark what is over as missed; what was never asked for says so."""
    reason = case((SlotDue.asked_at.is_(None), "not_running"), else_=SlotDue.reason)
    return update_some(
        db, SlotDue.id, is_closing(now), limit, reason=reason, state=SlotState.MISSED
    )


def is_to_ask(now: datetime) -> ColumnElement[bool]:
    return and_(
        SlotDue.state == SlotState.OPEN,
        SlotDue.asked_at.is_(None),
        SlotDue.opens_at <= now,
        SlotDue.closes_at > now,
    )


def to_ask(db: Session, now: datetime, limit: int) -> Sequence[SlotDue]:
    """Return open slots nobody has been asked about yet: all of some households, one by one.

    Which households, so many slots tell that close first; sorting all of them would cost more.
    """
    first = (
        select(SlotDue.episode_id).where(is_to_ask(now)).order_by(SlotDue.closes_at).limit(limit)
    )
    some = (
        select(Person.id, Person.household_id)
        .join(Episode, Episode.person_id == Person.id)
        .where(Episode.id.in_(first))
    )
    rows = db.execute(some).all()
    homes = {row[1] for row in rows if row[1] is not None}
    alone = {row[0] for row in rows if row[1] is None}
    return db.scalars(
        select(SlotDue)
        .join(Episode, SlotDue.episode_id == Episode.id)
        .join(Person, Episode.person_id == Person.id)
        .where(is_to_ask(now), or_(Person.household_id.in_(homes), Person.id.in_(alone)))
        .order_by(Person.household_id, case((Person.id.in_(alone), Person.id), else_=0), SlotDue.id)
        .options(
            contains_eager(SlotDue.episode)
            .contains_eager(Episode.person)
            .joinedload(Person.household)
            .joinedload(Household.unit)
        )
        .with_for_update(skip_locked=True, of=SlotDue)
    ).all()


def open_slots_of_delivery(db: Session, delivery_id: int) -> Sequence[SlotDue]:
    return db.scalars(
        select(SlotDue)
        .where(SlotDue.delivery_id == delivery_id, SlotDue.state == SlotState.OPEN)
        .options(joinedload(SlotDue.episode).joinedload(Episode.person))
        .order_by(SlotDue.id)
    ).all()


def has_ended(today: date) -> ColumnElement[bool]:
    return and_(Episode.state == EpisodeState.ACTIVE, Episode.ends_on < today)


def over(db: Session, today: date, limit: int) -> Sequence[Episode]:
    """Return some episodes whose last day is over and that still run."""
    return db.scalars(
        select(Episode)
        .where(has_ended(today))
        .order_by(Episode.id)
        .limit(limit)
        .options(joinedload(Episode.person))
        .with_for_update(skip_locked=True, of=Episode)
    ).all()


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
