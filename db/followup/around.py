"""What staff do around a household: samples on test days, visits, what is asked after before it runs out."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, insert, literal, or_, select, update
from sqlalchemy.orm import Session, joinedload

from db.followup.episodes import RUNNING, runs_on
from db.models import Episode, EpisodeState, Household, Person, Sample, Unit, Visit


def _is_to_wish(programme: str, begun: Collection[date], today: date) -> ColumnElement[bool]:
    unasked = or_(Episode.wishes_on.is_(None), Episode.wishes_on < today)
    return (
        (Episode.state == EpisodeState.ACTIVE)
        & (Episode.programme == programme)
        & Episode.starts_on.in_(begun)
        & unasked
        & runs_on(today)
    )


def to_wish(
    db: Session, programme: str, begun: Collection[date], today: date, limit: int
) -> Sequence[Episode]:
    """Return some episodes that began on these days and whose household is to be asked today."""
    return db.scalars(
        select(Episode)
        .where(_is_to_wish(programme, begun, today))
        .order_by(Episode.id)
        .limit(limit)
        .options(joinedload(Episode.person))
        .with_for_update(skip_locked=True, of=Episode)
    ).all()


def wished(db: Session, homes: Collection[int], alone: Collection[int], today: date) -> None:
    """These households are asked today, whoever of them is watched over."""
    of_home = select(Person.id).where(Person.household_id.in_(homes))
    theirs = Episode.person_id.in_(of_home) | Episode.person_id.in_(alone)
    db.execute(update(Episode).where(theirs).values(wishes_on=today))


def lay_out_samples(
    db: Session, programme: str, begun: Collection[date], day: date, *, required: bool
) -> None:
    """Let a sample be due on a day of everybody who began on these; whoever has one keeps it."""
    there = exists().where(Sample.episode_id == Episode.id, Sample.day == day)
    wanted = select(
        Episode.id, literal(day, Sample.day.type), literal(required, Sample.is_required.type)
    ).where(
        Episode.programme == programme,
        Episode.state.in_(RUNNING),
        Episode.starts_on.in_(begun),
        runs_on(day),
        ~there,
    )
    db.execute(insert(Sample).from_select(["episode_id", "day", "is_required"], wanted))


def samples_on(db: Session, day: date, paths: Collection[str]) -> Sequence[Sample]:
    """Return the samples due on a day below these units, door by door."""
    below = or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))
    return db.scalars(
        select(Sample)
        .join(Episode, Sample.episode_id == Episode.id)
        .join(Person, Episode.person_id == Person.id)
        .join(Household, Person.household_id == Household.id)
        .join(Unit, Household.unit_id == Unit.id)
        .where(Sample.day == day, Episode.state.in_(RUNNING), below)
        .order_by(Household.building, Household.entrance, Household.id, Sample.id)
        .options(joinedload(Sample.episode).joinedload(Episode.person).joinedload(Person.household))
    ).all()


def newest_sample(db: Session, person_id: int, until: date) -> Sample | None:
    """Return the last sample that was due of somebody by a day."""
    return db.scalar(
        select(Sample)
        .join(Episode, Sample.episode_id == Episode.id)
        .where(Episode.person_id == person_id, Sample.day <= until)
        .order_by(Sample.day.desc(), Sample.id.desc())
        .limit(1)
        .options(joinedload(Sample.episode).joinedload(Episode.person))
    )


def visit(db: Session, row: Visit) -> None:
    db.add(row)


def seen_on(db: Session, day: date, homes: Collection[int]) -> Sequence[Visit]:
    """Return the visits of a day to these households, oldest first."""
    found = select(Visit).where(Visit.day == day, Visit.household_id.in_(homes))
    return db.scalars(found.order_by(Visit.at, Visit.id)).all()


def watched_homes(db: Session, paths: Collection[str], day: date) -> Sequence[Household]:
    """Return the households below these units in which somebody is watched over, door by door."""
    below = or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))
    theirs = (
        select(Person.household_id)
        .join(Episode, Episode.person_id == Person.id)
        .where(Episode.state == EpisodeState.ACTIVE, runs_on(day))
    )
    return db.scalars(
        select(Household)
        .join(Unit, Household.unit_id == Unit.id)
        .where(Household.id.in_(theirs), below)
        .order_by(Household.building, Household.entrance, Household.id)
    ).all()


def overdue_samples(
    db: Session, taken_before: datetime, paths: Collection[str]
) -> Sequence[Sample]:
    """Return what was taken before a moment and has no result, below these units."""
    below = or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))
    return db.scalars(
        select(Sample)
        .join(Episode, Sample.episode_id == Episode.id)
        .join(Person, Episode.person_id == Person.id)
        .join(Household, Person.household_id == Household.id)
        .join(Unit, Household.unit_id == Unit.id)
        .where(Sample.taken_at < taken_before, Sample.result.is_(None), below)
        .order_by(Sample.taken_at)
        .options(joinedload(Sample.episode).joinedload(Episode.person).joinedload(Person.household))
    ).all()
