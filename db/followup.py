"""Questions about follow-up: who is watched over, what is due, what was reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, case, exists, func, insert, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, joinedload

from db.models import (
    Delivery,
    DeliveryStatus,
    Episode,
    EpisodeState,
    Household,
    Observation,
    Person,
    Quota,
    SlotDue,
    SlotState,
)
from db.quick import Quick

_LEDGER = {
    "sqlite": sqlite.insert(Quota).on_conflict_do_nothing().returning(Quota.id),
    "postgresql": postgresql.insert(Quota).on_conflict_do_nothing().returning(Quota.id),
}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody under observation, as far as reports need to know them."""

    id: int
    name: str | None
    relation: str | None


@dataclass(frozen=True, slots=True)
class Watched:
    """A running episode and whose it is."""

    id: int
    person_id: int
    programme: str
    ends_on: date
    person: Member

    @classmethod
    def of(cls, episode: Episode) -> "Watched":
        person = episode.person
        member = Member(person.id, person.name, person.relation)
        return cls(episode.id, person.id, episode.programme, episode.ends_on, member)


_WATCHED = Quick(
    lambda _: (
        select(
            Episode.id,
            Episode.programme,
            Episode.ends_on,
            Person.id,
            Person.name,
            Person.relation,
            Person.household_id,
        )
        .join(Person, Episode.person_id == Person.id)
        .where(
            or_(
                Person.id == bindparam("person"),
                Person.household_id
                == select(Person.household_id)
                .where(Person.id == bindparam("person"))
                .scalar_subquery(),
            ),
            Episode.state == EpisodeState.ACTIVE,
            Episode.starts_on <= bindparam("day"),
            Episode.ends_on >= bindparam("day"),
        )
        .order_by(Episode.id)
    )
)


def watched_with(db: Session, person_id: int, day: date) -> list[Watched]:
    """Return the episodes that run that day for this person and everybody they live with."""
    rows = _WATCHED.all(db, {"person": person_id, "day": day})
    if rows and rows[0][6] is None:  # without a household their newest counts
        rows = rows[-1:]
    return [
        Watched(number, person, programme, ends, Member(person, name, relation))
        for number, programme, ends, person, name, relation, _ in rows
    ]


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


def first_time(db: Session, scope: str, period: str) -> bool:
    """Write into the ledger that something is done; False if it was there already."""
    connection = db.connection()
    statement = _LEDGER[connection.dialect.name].values(scope=scope, period=period, used=1)
    return connection.execute(statement).scalar() is not None


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


def close_slots(db: Session, now: datetime) -> int:
    """Mark what is over as missed; what was never asked for says so."""
    over = and_(SlotDue.state == SlotState.OPEN, SlotDue.closes_at <= now)
    db.execute(update(SlotDue).where(over, SlotDue.asked_at.is_(None)).values(reason="not_running"))
    closed = db.execute(update(SlotDue).where(over).values(state=SlotState.MISSED))
    return int(closed.rowcount)  # type: ignore[attr-defined]


def to_ask(db: Session, now: datetime, limit: int) -> Sequence[SlotDue]:
    """Return open slots nobody has been asked about yet, household by household."""
    return db.scalars(
        select(SlotDue)
        .join(Episode, SlotDue.episode_id == Episode.id)
        .join(Person, Episode.person_id == Person.id)
        .where(
            SlotDue.state == SlotState.OPEN,
            SlotDue.asked_at.is_(None),
            SlotDue.opens_at <= now,
            SlotDue.closes_at > now,
        )
        .order_by(Person.household_id, SlotDue.id)
        .limit(limit)
        .options(
            joinedload(SlotDue.episode)
            .joinedload(Episode.person)
            .joinedload(Person.household)
            .joinedload(Household.unit)
        )
        .with_for_update(skip_locked=True, of=SlotDue)
    ).all()


@dataclass(frozen=True, slots=True)
class Slot:
    """One report that is due, as far as filling it needs."""

    id: int
    state: SlotState
    closes_at: datetime
    asked_at: datetime | None
    delivery_id: int | None


_SLOT = Quick(
    lambda _: select(
        SlotDue.id, SlotDue.state, SlotDue.closes_at, SlotDue.asked_at, SlotDue.delivery_id
    ).where(
        SlotDue.episode_id == bindparam("episode"),
        SlotDue.day == bindparam("day_"),
        SlotDue.part == bindparam("part_"),
    )
)
_REPORTED = Quick(
    lambda _: (
        update(SlotDue)
        .where(SlotDue.id == bindparam("slot"))
        .values(observation_id=bindparam("report"))
    )
)
_FILLED = Quick(
    lambda _: (
        update(SlotDue)
        .where(SlotDue.id == bindparam("slot"))
        .values(
            observation_id=bindparam("report"),
            state=SlotState.FILLED,
            filled_at=bindparam("now"),
            reason=case((SlotDue.asked_at.is_(None), "already_done"), else_=SlotDue.reason),
        )
    )
)


def slot_of(db: Session, episode_id: int, day: date, part: str) -> Slot | None:
    row = _SLOT.one(db, {"episode": episode_id, "day_": day, "part_": part})
    return Slot(*row) if row else None


def fill(db: Session, slot: Slot, observation_id: int, now: datetime) -> None:
    """A report has come: it fills the slot, or is kept beside one that is over."""
    values = {"slot": slot.id, "report": observation_id, "now": now}
    # It may be closed though no tick has said so yet.
    in_time = slot.state is SlotState.OPEN and now < slot.closes_at
    (_FILLED if in_time else _REPORTED).one(db, values)


def open_slots_of_delivery(db: Session, delivery_id: int) -> Sequence[SlotDue]:
    return db.scalars(
        select(SlotDue)
        .where(SlotDue.delivery_id == delivery_id, SlotDue.state == SlotState.OPEN)
        .options(joinedload(SlotDue.episode).joinedload(Episode.person))
        .order_by(SlotDue.id)
    ).all()


_WAITS = Quick(
    lambda _: select(Delivery.id).where(
        Delivery.id == bindparam("delivery"), Delivery.status == DeliveryStatus.QUEUED
    )
)


def queued_reminder(db: Session, delivery_id: int) -> Delivery | None:
    """Return a reminder that was not sent yet; most were sent long before the report."""
    waits = _WAITS.one(db, {"delivery": delivery_id})
    return db.get(Delivery, delivery_id) if waits else None


_COMPLAINTS = Quick(
    lambda _: select(Observation.symptoms).where(
        Observation.person_id == bindparam("person"),
        Observation.day == bindparam("day_"),
        Observation.part == bindparam("part_"),
        Observation.kind == "symptoms",
        Observation.replaced_by.is_(None),
    )
)


def symptoms_in(db: Session, person_id: int, day: date, part: str) -> list[str]:
    """Return what somebody complained of in one part of a day."""
    rows = _COMPLAINTS.all(db, {"person": person_id, "day_": day, "part_": part})
    return [symptom for (symptoms,) in rows for symptom in symptoms or []]


_LATEST = Quick(
    lambda _: (
        select(Observation.id)
        .where(
            Observation.person_id == bindparam("person"),
            Observation.day == bindparam("day_"),
            Observation.part == bindparam("part_"),
            Observation.kind == bindparam("kind_"),
            Observation.replaced_by.is_(None),
        )
        .order_by(Observation.id.desc())
        .limit(1)
    )
)
_REPLACED = Quick(
    lambda _: (
        update(Observation)
        .where(Observation.id == bindparam("older"))
        .values(replaced_by=bindparam("newer"))
    )
)


def latest(db: Session, person_id: int, day: date, part: str, kind: str) -> int | None:
    """Return the report that counts so far for one part of a day."""
    values = {"person": person_id, "day_": day, "part_": part, "kind_": kind}
    row = _LATEST.one(db, values)
    return row[0] if row else None


def replace(db: Session, older: int, newer: int) -> None:
    """A newer report takes the place of an older one."""
    _REPLACED.one(db, {"older": older, "newer": newer})


def end_over(db: Session, today: date, now: datetime) -> Sequence[Episode]:
    over = db.scalars(
        select(Episode)
        .where(Episode.state == EpisodeState.ACTIVE, Episode.ends_on < today)
        .options(joinedload(Episode.person))
        .with_for_update(skip_locked=True, of=Episode)
    ).all()
    for episode in over:
        episode.state, episode.closed_at = EpisodeState.ENDED, now
    return over


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
