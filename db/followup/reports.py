"""What a report of somebody's health looks at and writes: asked at every such message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, bindparam, case, or_, select, update
from sqlalchemy.orm import Session

from db.models import (
    Delivery,
    DeliveryStatus,
    Episode,
    EpisodeState,
    Grade,
    Observation,
    Person,
    SlotDue,
    SlotState,
)
from db.quick import Quick


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody under observation, as far as reports need to know them."""

    id: int
    name: str | None
    relation: str | None

    @classmethod
    def of(cls, person: Person) -> "Member":
        return cls(person.id, person.name, person.relation)


@dataclass(frozen=True, slots=True)
class Watched:
    """A running episode and whose it is."""

    id: int
    person_id: int
    programme: str
    ends_on: date
    person: Member
    is_held: bool = False  # its last day is over, and something speaks against its end

    @classmethod
    def of(cls, episode: Episode) -> "Watched":
        person, is_held = episode.person, episode.held_on is not None
        member = Member.of(person)
        return cls(episode.id, person.id, episode.programme, episode.ends_on, member, is_held)


_WATCHED = Quick(
    lambda _: (
        select(
            Episode.id,
            Episode.programme,
            Episode.ends_on,
            Person.id,
            Person.name,
            Person.relation,
            Episode.held_on.is_not(None),
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
            Episode.starts_on <= bindparam("day"),
            # What nobody has closed goes on; it may have been closed since they spoke.
            or_(
                Episode.state == EpisodeState.ACTIVE,
                and_(Episode.closed_at > bindparam("moment"), Episode.ends_on >= bindparam("day")),
            ),
        )
        .order_by(Episode.id)
    )
)


def watched_with(db: Session, person_id: int, day: date, moment: datetime) -> list[Watched]:
    """Return the episodes that ran at that moment of that day for this person and everybody they live with."""
    rows = _WATCHED.all(db, {"person": person_id, "day": day, "moment": moment})
    if rows and rows[0][7] is None:  # without a household their newest counts
        rows = rows[-1:]
    return [
        Watched(number, person, programme, ends, Member(person, name, relation), bool(is_held))
        for number, programme, ends, person, name, relation, is_held, _ in rows
    ]


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
            reason=case(
                (SlotDue.state == SlotState.MISSED, "received_late"),
                (SlotDue.asked_at.is_(None), "already_done"),
                else_=SlotDue.reason,
            ),
        )
    )
)


def slot_of(db: Session, episode_id: int, day: date, part: str) -> Slot | None:
    row = _SLOT.one(db, {"episode": episode_id, "day_": day, "part_": part})
    return Slot(*row) if row else None


def fill(db: Session, slot: Slot, observation_id: int, sent_at: datetime, now: datetime) -> None:
    """A report has come: it fills the slot, or is kept beside one that was over when it was sent.

    What was sent in time fills a slot that was closed before we heard of it.
    """
    values = {"slot": slot.id, "report": observation_id, "now": now}
    in_time = sent_at < slot.closes_at
    (_FILLED if in_time else _REPORTED).one(db, values)


_ASK_NO_MORE = Quick(
    lambda _: (
        update(SlotDue)
        .where(
            SlotDue.episode_id == bindparam("episode"),
            SlotDue.day == bindparam("day_"),
            SlotDue.part == bindparam("part_"),
            SlotDue.state == SlotState.OPEN,
        )
        .values(asks_at=None)
    )
)


def ask_no_more(db: Session, episode_id: int, day: date, part: str) -> None:
    """Somebody has answered without a value: they are not asked again in this part of the day."""
    _ASK_NO_MORE.one(db, {"episode": episode_id, "day_": day, "part_": part})


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
        select(
            Observation.id,
            Observation.value,
            Observation.symptoms,
            Observation.site,
            Observation.at,
            Observation.grade,
            Observation.contact_id,
        )
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


@dataclass(frozen=True, slots=True)
class Latest:
    """The report that counts so far for one part of a day."""

    id: int
    value: str | None
    symptoms: Sequence[str] | None
    site: str | None
    at: datetime
    grade: Grade
    contact_id: int | None


def latest(db: Session, person_id: int, day: date, part: str, kind: str) -> Latest | None:
    """Return the report that counts so far for one part of a day."""
    values = {"person": person_id, "day_": day, "part_": part, "kind_": kind}
    row = _LATEST.one(db, values)
    return Latest(*row) if row else None


_TOLD = Quick(
    lambda _: (
        select(Observation.part, Observation.value)
        .where(
            Observation.person_id == bindparam("person"),
            Observation.day == bindparam("day_"),
            Observation.kind == "temperature",
            Observation.replaced_by.is_(None),
        )
        .order_by(Observation.id.desc())
    )
)


def part_told(db: Session, person_id: int, day: date, value: str) -> str | None:
    """Return the part of a day for which a value was told that counts so far."""
    rows = _TOLD.all(db, {"person": person_id, "day_": day})
    return next((str(part) for part, told in rows if told == value), None)


def replace(db: Session, older: int, newer: int) -> None:
    """A newer report takes the place of an older one."""
    _REPLACED.one(db, {"older": older, "newer": newer})


_WAITS = Quick(
    lambda _: select(Delivery.id).where(
        Delivery.id == bindparam("delivery"), Delivery.status == DeliveryStatus.QUEUED
    )
)


def queued_reminder(db: Session, delivery_id: int) -> Delivery | None:
    """Return a reminder that was not sent yet; most were sent long before the report."""
    waits = _WAITS.one(db, {"delivery": delivery_id})
    return db.get(Delivery, delivery_id) if waits else None


@dataclass(frozen=True, slots=True)
class ToldReading:
    """One temperature, counting or replaced, and who told of it."""

    value: str
    at: datetime
    grade: Grade
    told_by: int | None
    contact_id: int | None


_AROUND = Quick(
    lambda _: (
        select(
            Observation.value,
            Observation.at,
            Observation.grade,
            Observation.told_by,
            Observation.contact_id,
        )
        .where(
            Observation.person_id == bindparam("person"),
            Observation.day.in_((bindparam("day_"), bindparam("before"))),
            Observation.kind == "temperature",
            Observation.at >= bindparam("since"),
            Observation.at <= bindparam("until"),
        )
        .order_by(Observation.at, Observation.id)
    )
)


def readings_around(
    db: Session, person_id: int, day: date, at: datetime, within: timedelta
) -> list[ToldReading]:
    """Return the temperatures told of somebody within a time of a moment, oldest first."""
    values = {"person": person_id, "day_": day, "before": day - timedelta(days=1)}
    rows = _AROUND.all(db, {**values, "since": at - within, "until": at + within})
    return [ToldReading(*row) for row in rows]


def told_at(db: Session, observation_id: int) -> datetime | None:
    """Return when somebody told of what was reported."""
    return db.scalar(select(Observation.at).where(Observation.id == observation_id))
