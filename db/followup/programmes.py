"""Questions about how long programmes last, and whose end moves when that changes."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.followup.episodes import runs_on
from db.models import Episode, EpisodeState, Household, Person, ProgrammeDays


def last(db: Session, programme: str) -> ProgrammeDays | None:
    return db.scalar(
        select(ProgrammeDays)
        .where(ProgrammeDays.programme == programme)
        .order_by(ProgrammeDays.id.desc())
        .limit(1)
    )


def approved_days(db: Session, programme: str) -> int | None:
    """Return how long it lasted by the last word somebody approved."""
    return db.scalar(
        select(ProgrammeDays.days)
        .where(ProgrammeDays.programme == programme, ProgrammeDays.approved_at.is_not(None))
        .order_by(ProgrammeDays.id.desc())
        .limit(1)
    )


def pending(db: Session) -> Sequence[ProgrammeDays]:
    return db.scalars(
        select(ProgrammeDays)
        .where(ProgrammeDays.approved_at.is_(None))
        .order_by(ProgrammeDays.id)
        .with_for_update()
    ).all()


def running(db: Session, programme: str, today: date) -> Sequence[Episode]:
    """Return who is under a programme, whoever is held among them."""
    return db.scalars(
        select(Episode)
        .where(
            Episode.programme == programme,
            Episode.state == EpisodeState.ACTIVE,
            runs_on(today),
        )
        .order_by(Episode.id)
        .options(joinedload(Episode.person).joinedload(Person.household).joinedload(Household.unit))
    ).all()
