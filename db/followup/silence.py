"""Questions about silence: which slots are over, who has said nothing since, and for how long."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.followup import asking
from db.followup.episodes import is_open
from db.followup.reports import Member
from db.given import among
from db.models import (
    UNSENT,
    Delivery,
    DeliveryStatus,
    Episode,
    EpisodeState,
    Household,
    Observation,
    Person,
    SlotDue,
    SlotState,
)

BY_PHONE = "by_phone"  # why a slot was not written about: they want to be rung
_LOST = (DeliveryStatus.FAILED, DeliveryStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class OverSlot:
    """A slot whose time is over without a report that fills it."""

    id: int
    day: date
    part: str
    programme: str
    household_id: int | None
    member: Member
    times_asked: int
    is_silent: bool  # they were asked, and have not said a word since it began

    @property
    def home(self) -> tuple[bool, int]:
        return self.household_id is None, self.household_id or self.member.id


def heard_since(slot: type[SlotDue]) -> ColumnElement[bool]:
    """Tell whether anything was reported of an episode's person since a slot began."""
    said = (Observation.person_id == Episode.person_id) & (Observation.at >= slot.opens_at)
    return exists().where(said)


def _was_asked() -> ColumnElement[bool]:
    """Tell whether a question about a slot has gone out, or is a matter of ringing up."""
    sent = SlotDue.asked_at.is_not(None) & or_(
        Delivery.id.is_(None), Delivery.status.not_in(UNSENT)
    )
    return or_(sent, SlotDue.reason == BY_PHONE)


def is_closing(now: datetime) -> ColumnElement[bool]:
    return and_(SlotDue.state == SlotState.OPEN, SlotDue.closes_at <= now)


def closing(db: Session, now: datetime, limit: int) -> list[OverSlot]:
    """Return slots that are over: all of some households, one household after the other."""
    first = select(SlotDue.episode_id).where(is_closing(now)).order_by(SlotDue.closes_at)
    theirs = asking.episodes_of_homes(db, first.limit(limit))
    runs = Episode.state == EpisodeState.ACTIVE
    found = db.execute(
        select(
            SlotDue.id,
            SlotDue.day,
            SlotDue.part,
            Episode.programme,
            Person.household_id,
            Person.id,
            Person.name,
            Person.relation,
            SlotDue.times_asked,
            and_(runs, _was_asked(), ~heard_since(SlotDue)),
        )
        .join(Episode, SlotDue.episode_id == Episode.id)
        .join(Person, Episode.person_id == Person.id)
        .outerjoin(Delivery, SlotDue.delivery_id == Delivery.id)
        .where(among(db, SlotDue.episode_id, theirs), is_open(), asking.closes_by(now))
        .order_by(Person.household_id, Person.id, SlotDue.opens_at)
        .with_for_update(skip_locked=True, of=SlotDue)
    )
    return [
        OverSlot(number, day, part, kind, home, Member(who, name, relation), times, bool(silent))
        for number, day, part, kind, home, who, name, relation, times, silent in found
    ]


def close(db: Session, slot_ids: Collection[int]) -> None:
    """Mark slots as missed; what was never asked for says why."""
    never = SlotDue.asked_at.is_(None) & SlotDue.reason.is_(None)
    sent = exists().where(Delivery.id == SlotDue.delivery_id, Delivery.status.in_(UNSENT))
    reason = case((never, "not_running"), (sent, "not_sent"), else_=SlotDue.reason)
    db.execute(
        update(SlotDue)
        .where(among(db, SlotDue.id, slot_ids))
        .values(reason=reason, state=SlotState.MISSED, asks_at=None),
        execution_options={"synchronize_session": False},
    )


@dataclass(frozen=True, slots=True)
class SilentMember:
    """Somebody who has said nothing: how many parts of the day in a row, up to now."""

    member: Member
    missed: int
    since: datetime  # when the first of them began


_THEM = aliased(Person)


def is_silent() -> ColumnElement[bool]:
    """Tell which slots nobody has said a word about though they were asked, or cannot be asked.

    Needs the episode, and the reminder where there is one.
    """
    over = and_(SlotDue.state == SlotState.MISSED, _was_asked())
    unheard = or_(SlotDue.reason == BY_PHONE, Delivery.status.in_(_LOST))
    ring = and_(SlotDue.state == SlotState.OPEN, unheard)
    runs = Episode.state == EpisodeState.ACTIVE
    return and_(runs, or_(over, ring), ~heard_since(SlotDue))


def silent_with(db: Session, person_id: int) -> list[SilentMember]:
    """Return who of somebody's household, themselves among them, has said nothing; by number."""
    home = select(_THEM.household_id).where(_THEM.id == person_id).scalar_subquery()
    rows = db.execute(
        select(Person.id, Person.name, Person.relation, func.count(), func.min(SlotDue.opens_at))
        .join(Episode, Episode.person_id == Person.id)
        .join(SlotDue, SlotDue.episode_id == Episode.id)
        .outerjoin(Delivery, SlotDue.delivery_id == Delivery.id)
        .where(is_silent(), or_(Person.id == person_id, Person.household_id == home))
        .group_by(Person.id, Person.name, Person.relation)
        .order_by(Person.id)
    )
    return [
        SilentMember(Member(who, name, relation), missed, since)
        for who, name, relation, missed, since in rows
    ]


@dataclass(frozen=True, slots=True)
class AskedSlot:
    """A slot a reminder asks about."""

    programme: str
    part: str
    member: Member
    is_open: bool


def of_delivery(db: Session, delivery_id: int) -> list[AskedSlot]:
    """Return the slots a reminder asks about, whatever became of them."""
    rows = db.execute(
        select(
            Episode.programme,
            SlotDue.part,
            Person.id,
            Person.name,
            Person.relation,
            SlotDue.state == SlotState.OPEN,
        )
        .join(Episode, SlotDue.episode_id == Episode.id)
        .join(Person, Episode.person_id == Person.id)
        .where(SlotDue.delivery_id == delivery_id)
        .order_by(Person.id)
    )
    return [
        AskedSlot(kind, part, Member(who, name, relation), bool(is_open))
        for kind, part, who, name, relation, is_open in rows
    ]


def persons_of(db: Session, slot_ids: Collection[int]) -> list[int]:
    """Return whose slots these are."""
    whose = select(Episode.person_id).join(SlotDue, SlotDue.episode_id == Episode.id)
    return list(db.scalars(whose.where(SlotDue.id.in_(slot_ids))))


def hold_home(db: Session, household_id: int | None) -> None:
    """Let nobody else look whether a household has an item until we are done."""
    if household_id is not None:
        db.execute(select(Household.id).where(Household.id == household_id).with_for_update())
