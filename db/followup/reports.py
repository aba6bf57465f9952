"""What a report of somebody's health looks at and writes: asked at every such message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, case, or_, select, update
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
            # It may have ended since they spoke.
            or_(Episode.state == EpisodeState.ACTIVE, Episode.closed_at > bindparam("moment")),
            Episode.starts_on <= bindparam("day"),
            Episode.ends_on >= bindparam("day"),
        )
        .order_by(Episode.id)
    )
)


def watched_with(db: Session, person_id: int, day: date, moment: datetime) -> list[Watched]:
    """Return the episodes that ran at that moment of that day for this person and everybody they live with."""
    rows = _WATCHED.all(db, {"person": person_id, "day": day, "moment": moment})
    if rows and rows[0][6] is None:  # without a household their newest counts
        rows = rows[-1:]
    return [
        Watched(number, person, programme, ends, Member(person, name, relation))
        for number, programme, ends, person, name, relation, _ in rows
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
