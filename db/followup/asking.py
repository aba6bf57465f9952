"""Questions of whoever asks: which slots are due, where their households are reached, what they wish."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    false,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from db.followup.episodes import has_no_slot, is_open, runs_on
from db.followup.reports import Member
from db.given import among, pairs
from db.models import (
    UNSENT,
    Contact,
    ContactState,
    Delivery,
    Episode,
    EpisodeState,
    Observation,
    Person,
    ReminderWish,
    SlotDue,
    SlotState,
)
from db.quick import insert_for


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """An open slot whose moment has come: of whom, of which household, and how often it was asked."""

    id: int
    programme: str
    day: date
    part: str
    opens_at: datetime
    closes_at: datetime
    times_asked: int
    household_id: int | None
    member: Member
    waits: bool = False  # what was asked before has not been sent yet
    sent_at: datetime | None = None  # when what was asked before went out, if it was held up

    @property
    def home(self) -> tuple[bool, int]:
        """Return what those who are asked together have in common."""
        return self.household_id is None, self.household_id or self.member.id


def is_to_ask(now: datetime) -> ColumnElement[bool]:
    """Tell which slots are open and somebody is to be asked about now."""
    return and_(SlotDue.state == SlotState.OPEN, SlotDue.asks_at <= now, SlotDue.closes_at > now)


def to_ask(db: Session, now: datetime, limit: int) -> list[OpenSlot]:
    """Return slots whose moment has come: all of some households, one household after the other.

    Which households, so many slots tell whose moment came first; sorting all would cost more.
    """
    first = select(SlotDue.episode_id).where(is_to_ask(now)).order_by(SlotDue.asks_at).limit(limit)
    theirs = episodes_of_homes(db, first)
    due = and_(is_open(), asks_by(now), ~closes_by(now))
    rows = _rows().where(among(db, SlotDue.episode_id, theirs), due).order_by(*_ORDER)
    return [_slot(row) for row in db.connection().execute(rows)]


def asks_by(now: datetime) -> ColumnElement[bool]:
    """Tell which slots, found by their episodes, are to be asked about by a moment."""
    return func.coalesce(SlotDue.asks_at, SlotDue.closes_at) <= now


def closes_by(now: datetime) -> ColumnElement[bool]:
    """Tell which slots, found by their episodes, are over; spelled for the same reason as `is_open`."""
    return func.coalesce(SlotDue.closes_at, SlotDue.opens_at) <= now


def episodes_of_homes(db: Session, first: Any) -> list[int]:
    """Return the episodes of everybody who lives with those of some episodes, themselves among them."""
    some = (
        select(Person.id, Person.household_id)
        .join(Episode, Episode.person_id == Person.id)
        .where(Episode.id.in_(first))
    )
    connection = db.connection()  # plain rows: there are thousands of them
    rows = connection.execute(some).all()
    homes = {row[1] for row in rows if row[1] is not None}
    alone = {row[0] for row in rows if row[1] is None}
    theirs = select(Episode.id).join(Person, Episode.person_id == Person.id)
    return [row[0] for row in connection.execute(theirs.where(of_homes(db, homes, alone)))]


def homes_due(db: Session, now: datetime) -> list[tuple[bool, int]]:
    """Return every household somebody is to be asked about now; who has none is one alone."""
    rows = db.connection().execute(
        select(Person.household_id, case((Person.household_id.is_(None), Person.id)))
        .join(Episode, Episode.person_id == Person.id)
        .join(SlotDue, SlotDue.episode_id == Episode.id)
        .where(is_to_ask(now))
        .distinct()
    )
    return [(home is None, home or alone) for home, alone in rows]


_ORDER = (Person.household_id, Person.id, SlotDue.id)


def _rows() -> Any:
    return (
        select(
            SlotDue.id,
            Episode.programme,
            SlotDue.day,
            SlotDue.part,
            SlotDue.opens_at,
            SlotDue.closes_at,
            SlotDue.times_asked,
            Person.household_id,
            Person.id,
            Person.name,
            Person.relation,
            Delivery.status,
            Delivery.wired_at,
            SlotDue.asked_at,
        )
        .join(Episode, SlotDue.episode_id == Episode.id)
        .join(Person, Episode.person_id == Person.id)
        .outerjoin(Delivery, SlotDue.delivery_id == Delivery.id)
        .with_for_update(skip_locked=True, of=SlotDue)
    )


LATE = timedelta(minutes=5)  # what went out so much later than it was asked was held up


def _slot(row: Any) -> OpenSlot:
    *slot, home, person_id, name, relation, status, wired_at, asked_at = row
    is_late = wired_at is not None and asked_at is not None and wired_at > asked_at + LATE
    number, programme, day, part, opens, closes, times = slot
    return OpenSlot(
        number, programme, day, part, opens, closes, times, home,
        Member(person_id, name, relation), status in UNSENT, wired_at if is_late else None,
    )  # fmt: skip


def of_homes(db: Session, homes: Collection[int], alone: Collection[int]) -> ColumnElement[bool]:
    """Tell who belongs to these households, or is one of these who have none."""
    if not alone:
        return among(db, Person.household_id, homes)
    return or_(among(db, Person.household_id, homes), among(db, Person.id, alone))


@dataclass(frozen=True, slots=True)
class HomePhone:
    """An address somebody has vouched for, and whose it is."""

    contact_id: int
    person_id: int
    household_id: int | None
    is_respondent: bool
    is_following: bool
    heard_at: datetime | None


def phones(db: Session, slots: Collection[OpenSlot]) -> dict[tuple[bool, int], list[HomePhone]]:
    """Return every vouched address of these people and those they live with, by household."""
    homes = {slot.household_id for slot in slots if slot.household_id is not None}
    alone = {slot.member.id for slot in slots if slot.household_id is None}
    rows = db.connection().execute(
        select(
            Contact.id,
            Person.id,
            Person.household_id,
            Person.is_respondent,
            Contact.state,
            Contact.heard_at,
        )
        .join(Person, Contact.person_id == Person.id)
        .where(Contact.is_vouched, of_homes(db, homes, alone))
    )
    found: dict[tuple[bool, int], list[HomePhone]] = {}
    for contact_id, person_id, home, answers, state, heard in rows:
        phone = HomePhone(
            contact_id, person_id, home, answers, state is ContactState.FOLLOWING, heard
        )
        found.setdefault((home is None, home or person_id), []).append(phone)
    return found


@dataclass(frozen=True, slots=True)
class AskWish:
    """How somebody wants to be asked: so many minutes after midnight, or rung up."""

    minutes: int | None
    by_phone: bool


def wishes(db: Session, person_ids: Collection[int]) -> Mapping[tuple[int, str], AskWish]:
    """Return the wishes of these people, by person and part of the day."""
    wished = select(
        ReminderWish.person_id, ReminderWish.part, ReminderWish.minutes, ReminderWish.by_phone
    )
    rows = db.execute(wished.where(among(db, ReminderWish.person_id, person_ids)))
    return {(who, part): AskWish(minutes, by_phone) for who, part, minutes, by_phone in rows}


def set_wish(
    db: Session, person_id: int, part: str, minutes: int | None, *, by_phone: bool
) -> None:
    """Write down how somebody wants to be asked about one part of the day."""
    mine = (ReminderWish.person_id == person_id) & (ReminderWish.part == part)
    there = db.scalar(select(ReminderWish).where(mine).with_for_update())
    if there is None:
        there = ReminderWish(person_id=person_id, part=part)
        db.add(there)
    there.minutes, there.by_phone = minutes, by_phone


def ask_closely(db: Session, person_id: int, today: date, until: date, now: datetime) -> int:
    """Ask more closely about those who live with somebody, and at once; return about how many."""
    home = select(Person.household_id).where(Person.id == person_id).scalar_subquery()
    others = select(Person.id).where(Person.household_id == home, Person.id != person_id)
    runs = and_(
        Episode.person_id.in_(others),
        Episode.state == EpisodeState.ACTIVE,
        runs_on(today),
    )
    quiet = {"synchronize_session": False}
    made: Any = db.execute(
        update(Episode).where(runs).values(closely_until=until), execution_options=quiet
    )
    soon = and_(
        SlotDue.episode_id.in_(select(Episode.id).where(runs)),
        SlotDue.state == SlotState.OPEN,
        SlotDue.closes_at > now,
        SlotDue.asks_at > now,
    )
    db.execute(update(SlotDue).where(soon).values(asks_at=now), execution_options=quiet)
    return int(made.rowcount)


def is_closely(day: date, part: str, since: datetime) -> Any:
    """Return a query for (episode, programme) of those who are asked more closely and not yet here.

    Whoever has told of themselves `since` then, for whatever part of the day, is not asked.
    """
    told = (
        select(Observation.id)
        .where(Observation.person_id == Episode.person_id, Observation.at >= since)
        .exists()
    )
    return select(Episode.id, Episode.programme).where(
        Episode.closely_until >= day,
        Episode.state == EpisodeState.ACTIVE,
        Episode.starts_on <= day,
        runs_on(day),
        has_no_slot(day, part),
        not_(told),
    )


def closely(
    db: Session, day: date, part: str, since: datetime, limit: int
) -> list[tuple[int, str]]:
    """Return (episode, programme) of those for whom a part of the day is still to be opened."""
    rows = db.execute(is_closely(day, part, since).limit(limit))
    return [(episode, programme) for episode, programme in rows]


_WISHER = aliased(Person)


def is_early(day: date, minute: int, asks: Mapping[str, int]) -> Any:
    """Return a query for (episode, programme, part, minute) of those who want to be asked by now.

    `asks`: parts of the day whose own time is still to come, and that time, in minutes after
    midnight.  All of a household are asked when one of them wishes to be.

    Joined so that every engine begins with the few wishes, never with everybody there is.
    """
    before = [
        and_(ReminderWish.part == part, ReminderWish.minutes < own) for part, own in asks.items()
    ]
    runs = and_(
        Episode.person_id == Person.id,
        Episode.state == EpisodeState.ACTIVE,
        Episode.starts_on <= day,
        runs_on(day),
    )
    lives_there = or_(Person.id == _WISHER.id, Person.household_id == _WISHER.household_id)
    return (
        select(Episode.id, Episode.programme, ReminderWish.part, ReminderWish.minutes)
        .select_from(ReminderWish)
        .outerjoin(_WISHER, ReminderWish.person_id == _WISHER.id)
        .outerjoin(Person, lives_there)
        .outerjoin(Episode, runs)
        .where(
            ReminderWish.minutes <= minute,
            or_(false(), *before),
            func.coalesce(Episode.id, 0) > 0,
            has_no_slot(day, ReminderWish.part),
        )
    )


def early(
    db: Session, day: date, minute: int, asks: Mapping[str, int], limit: int
) -> list[tuple[int, str, str, int]]:
    """Return (episode, programme, part, minute) of slots that are to be opened before their time."""
    rows = db.execute(is_early(day, minute, asks).limit(limit))
    return [(episode, kind, part, at) for episode, kind, part, at in rows]


def open_slots(db: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make slots; one that is there already stays as it is."""
    if rows:
        made = insert_for(db.get_bind().dialect.name, SlotDue).on_conflict_do_nothing()
        db.execute(made, list(rows))


def asked(
    db: Session, by: Sequence[tuple[int, int]], again_at: datetime | None, now: datetime
) -> None:
    """Write down that slots were asked about: (slot, by which delivery), and when they are again."""
    given = pairs(db, by)
    slots: Any = SlotDue.__table__
    done = update(slots).where(slots.c.id == given.c.first)
    values = {
        "asks_at": again_at,
        "asked_at": now,
        "times_asked": slots.c.times_asked + 1,
        "delivery_id": given.c.second,
        "reason": None,
    }
    db.execute(done.values(values))


def write(db: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write what became of slots, each by its id; all rows name the same columns."""
    if rows:
        names = [name for name in rows[0] if name != "id"]
        table: Any = SlotDue.__table__
        values: dict[str, Any] = {name: bindparam(f"{name}_") for name in names}
        one = update(table).where(table.c.id == bindparam("id_")).values(values)
        db.execute(one, [{f"{name}_": row[name] for name in row} for row in rows])
