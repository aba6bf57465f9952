"""Questions about whom words like 网格员, 独居老人 or 在监测的 stand for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, null, or_, select
from sqlalchemy.orm import Session

from db.followup.episodes import runs_on
from db.models import (
    Absence,
    Contact,
    ContactState,
    Episode,
    EpisodeState,
    Household,
    NoticeTarget,
    Person,
    Post,
    Role,
    Unit,
)
from db.people.absences import holder, is_away, is_held


@dataclass(frozen=True, slots=True)
class Where:
    """Below which units (their paths) somebody is looked for, with `at` only at these of them."""

    paths: Collection[str]
    at: Collection[int] | None = None

    def lives_there(self) -> ColumnElement[bool]:
        """Tell whether a household, joined to its unit, is there."""
        below = or_(*(Unit.path.startswith(path, autoescape=True) for path in self.paths))
        return below if self.at is None else and_(below, Household.unit_id.in_(self.at))


def holders(
    db: Session, paths: Collection[str], roles: Collection[Role], now: datetime, zone: ZoneInfo
) -> list[tuple[int, int]]:
    """Return (person, unit) of everybody who holds one of these posts below a unit at this moment."""
    who = holder(now)
    rows = db.execute(
        select(who, Post.unit_id)
        .outerjoin(Absence, is_away(now))
        .join(Unit, Post.unit_id == Unit.id)
        .where(
            or_(*(Unit.path.startswith(path, autoescape=True) for path in paths)),
            Post.role.in_(roles),
            is_held(now.astimezone(zone).date(), now),
        )
        .order_by(Post.id)
    )
    found: dict[int, int] = {}
    for person_id, unit_id in rows:
        if person_id is not None:
            found.setdefault(person_id, unit_id)
    return list(found.items())


Told = tuple[int, Sequence[str], str | None, str | None]  # household, needs, birth, ID number


def told_of(db: Session, where: Where, *, of_age: bool) -> list[Told]:
    """Return what is written down of everybody who may be meant; it is sealed, so all are read.

    Only who needs something, unless ages are asked for: then whoever is known to be born.
    """
    nothing = null()
    birth, card = (Person.birth, Person.id_number) if of_age else (nothing, nothing)
    known = or_(Person.needs.is_not(None), birth.is_not(None), card.is_not(None))
    rows = db.execute(
        select(Person.household_id, Person.needs, birth, card)
        .join(Household, Person.household_id == Household.id)
        .join(Unit, Household.unit_id == Unit.id)
        .where(
            where.lives_there(),
            known if of_age else Person.needs.is_not(None),
            Person.gone_on.is_(None),
        )
    )
    return [(home, held or (), born, number) for home, held, born, number in rows if home]


def rooms(db: Session, where: Where) -> list[tuple[int, str]]:
    """Return (household, room) of all there; rooms are sealed, so all are read."""
    mine = select(Household.id, Household.room).join(Unit, Household.unit_id == Unit.id)
    return [(home, room) for home, room in db.execute(mine.where(where.lives_there()))]


def unfollowed(db: Session, where: Where) -> list[int]:
    """Return the households nobody of which follows us."""
    followed = exists().where(
        Person.household_id == Household.id,
        Contact.person_id == Person.id,
        Contact.state == ContactState.FOLLOWING,
    )
    rows = db.scalars(
        select(Household.id)
        .join(Unit, Household.unit_id == Unit.id)
        .where(
            where.lives_there(),
            ~followed,
        )
    )
    return sorted(rows)


def watched(
    db: Session, where: Where, today: date, programmes: Collection[str] | None
) -> list[int]:
    """Return the households in which an episode of one of these programmes runs; None: of any."""
    found = (
        select(Person.household_id)
        .join(Episode, Episode.person_id == Person.id)
        .join(Household, Person.household_id == Household.id)
        .join(Unit, Household.unit_id == Unit.id)
        .where(
            where.lives_there(),
            Episode.state == EpisodeState.ACTIVE,
            Episode.starts_on <= today,
            runs_on(today),
        )
    )
    if programmes is not None:
        found = found.where(Episode.programme.in_(programmes))
    return sorted({home for home in db.scalars(found) if home is not None})


def told_by_post(db: Session, notice_ids: Collection[int]) -> set[int]:
    """Return who was to know of one of these by their post."""
    whom = NoticeTarget.notice_id.in_(notice_ids), NoticeTarget.person_id.is_not(None)
    return {person for person in db.scalars(select(NoticeTarget.person_id).where(*whom)) if person}


def silent(
    db: Session, notice_id: int, below: int, at: Collection[int] | None = None
) -> Sequence[int]:
    """Return the households of a notice that have shown less than this; with `at` of these units."""
    return db.scalars(
        select(NoticeTarget.household_id).where(
            NoticeTarget.notice_id == notice_id,
            NoticeTarget.evidence < below,
            NoticeTarget.household_id.is_not(None),
            ~NoticeTarget.is_exempt,
            *([NoticeTarget.unit_id.in_(at)] if at is not None else []),
        )
    ).all()  # type: ignore[return-value]
