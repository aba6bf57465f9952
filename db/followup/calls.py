"""Questions of call lists: which households, why, and what came of the calls; numbers stay."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.followup.episodes import runs_on
from db.followup.silence import is_silent
from db.models import (
    GOING_ON,
    CallList,
    CallRow,
    Delivery,
    Episode,
    EpisodeState,
    Household,
    ItemKind,
    Observation,
    Person,
    ReminderWish,
    SlotDue,
    Unit,
    WorkItem,
)


@dataclass(frozen=True, slots=True)
class CallMember:
    """Somebody under observation, as whoever rings needs them."""

    id: int
    name: str | None
    relation: str | None
    phone: str | None
    needs: Collection[str]
    household_id: int
    grid_id: int
    has_reported: bool


def watched(db: Session, path: str, day: date, since: datetime) -> list[CallMember]:
    """Return who is watched over below a unit, and whether they have reported since a moment.

    The grid is the unit above a building, else the household's own.
    """
    told = exists().where(Observation.person_id == Person.id, Observation.at >= since)
    building = aliased(Unit)
    rows = db.execute(
        select(
            Person.id, Person.name, Person.relation, Person.phone, Person.needs, Household.id,
            building.building, building.parent_id, building.id, told,
        )
        .join(Episode, Episode.person_id == Person.id)
        .join(Household, Person.household_id == Household.id)
        .join(building, Household.unit_id == building.id)
        .where(
            building.path.startswith(path, autoescape=True),
            Episode.state == EpisodeState.ACTIVE,
            Episode.starts_on <= day,
            runs_on(day),
        )
        .order_by(Household.id, Person.id)
    )  # fmt: skip
    return [
        CallMember(
            number, name, kin, phone, needs or (), home, above if at and above else own, bool(done)
        )
        for number, name, kin, phone, needs, home, at, above, own, done in rows
    ]


def told_since(db: Session, person_ids: Collection[int], since: datetime) -> set[int]:
    """Return of whom something was reported since a moment."""
    told = (Observation.person_id.in_(person_ids)) & (Observation.at >= since)
    return set(db.scalars(select(Observation.person_id).where(told)))


def silent(db: Session, person_ids: Collection[int]) -> Mapping[int, int]:
    """Return by person how many parts of the day in a row they have said nothing."""
    rows = db.execute(
        select(Episode.person_id, func.count())
        .join(SlotDue, SlotDue.episode_id == Episode.id)
        .outerjoin(Delivery, SlotDue.delivery_id == Delivery.id)
        .where(Episode.person_id.in_(person_ids), is_silent())
        .group_by(Episode.person_id)
    )
    return {person_id: missed for person_id, missed in rows}


def checks(db: Session, person_ids: Collection[int]) -> Mapping[int, set[ItemKind]]:
    """Return by person what is going on about them: a danger, a fever, silence."""
    wanted = (ItemKind.DANGER, ItemKind.FEVER, ItemKind.SILENCE)
    rows = db.execute(
        select(WorkItem.person_id, WorkItem.kind).where(
            WorkItem.person_id.in_(person_ids),
            WorkItem.state.in_(GOING_ON),
            WorkItem.kind.in_(wanted),
        )
    )
    found: dict[int, set[ItemKind]] = {}
    for person_id, kind in rows:
        if person_id is not None:
            found.setdefault(person_id, set()).add(kind)
    return found


def want_calls(db: Session, household_ids: Collection[int]) -> set[int]:
    """Return the households of which somebody wants to be rung, not written to."""
    rows = db.scalars(
        select(Person.household_id)
        .join(ReminderWish, ReminderWish.person_id == Person.id)
        .where(Person.household_id.in_(household_ids), ReminderWish.by_phone)
    )
    return {home for home in rows if home is not None}


def phones(db: Session, household_ids: Collection[int]) -> Mapping[int, list[str]]:
    """Return the telephone numbers of households, of whoever answers for them first."""
    rows = db.execute(
        select(Person.household_id, Person.phone)
        .where(
            Person.household_id.in_(household_ids),
            Person.phone.is_not(None),
            Person.gone_on.is_(None),
        )
        .order_by(Person.is_respondent.desc(), Person.id)
    )
    found: dict[int, list[str]] = {}
    for home, phone in rows:
        if home is not None and phone is not None and phone not in found.setdefault(home, []):
            found[home].append(phone)
    return found


# -- the lists themselves -------------------------------------------------------------------


def numbered(
    db: Session, unit_id: int, day: date, household_ids: Sequence[int]
) -> Mapping[int, CallRow]:
    """Return the rows of a grid's list of a day by household; who is new gets the next numbers."""
    known = find(db, unit_id, day)
    if known is None:
        known = CallList(unit_id=unit_id, day=day)
        db.add(known)
        db.flush()
    rows = {row.household_id: row for row in rows_of(db, known.id)}
    last = max((row.number for row in rows.values()), default=0)
    for home in household_ids:
        if home not in rows:
            last += 1
            rows[home] = CallRow(list_id=known.id, number=last, household_id=home)
            db.add(rows[home])
    db.flush()
    return rows


def find(db: Session, unit_id: int, day: date) -> CallList | None:
    wanted = and_(CallList.unit_id == unit_id, CallList.day == day)
    return db.scalar(select(CallList).where(wanted).with_for_update())


def lists_below(db: Session, paths: Collection[str], day: date) -> Sequence[CallList]:
    """Return the lists of a day of units and what lies below them."""
    below = or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))
    found = select(CallList).join(Unit, CallList.unit_id == Unit.id)
    return db.scalars(found.where(CallList.day == day, below).order_by(CallList.id)).all()


def rows_of(db: Session, list_id: int) -> Sequence[CallRow]:
    found = select(CallRow).where(CallRow.list_id == list_id).order_by(CallRow.number)
    return db.scalars(found.with_for_update()).all()


def note(db: Session, row: CallRow, result: str, told_by: int | None, now: datetime) -> bool:
    """Write down what came of a call; False if the same was known."""
    if row.result == result:
        return False
    here = and_(CallRow.list_id == row.list_id, CallRow.number == row.number)
    db.execute(update(CallRow).where(here).values(result=result, told_by=told_by, told_at=now))
    return True
