"""Questions about the clocks of samples: what is late, and who has not heard of tomorrow's."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, contains_eager

from db.followup.episodes import RUNNING
from db.models import Episode, EpisodeState, Sample


def is_late(taken_by: datetime, told_by: datetime, since: datetime) -> ColumnElement[bool]:
    """Tell of a sample that nobody has a result of in time, or whose household has not heard it."""
    no_result = and_(Sample.result.is_(None), Sample.taken_at <= taken_by)
    untold = and_(Sample.result.is_not(None), Sample.told_at.is_(None), Sample.result_at < told_by)
    return and_(Sample.taken_at > since, Sample.late_at.is_(None), or_(no_result, untold))


def late(
    db: Session,
    programme: str,
    taken_by: datetime,
    told_by: datetime,
    since: datetime,
    limit: int,
) -> Sequence[Sample]:
    """Return samples of a programme nobody was told are late, those of episodes that go on.

    Taken by a moment and without a result, or with one by a moment and the household not told.
    """
    return db.scalars(
        select(Sample)
        .join(Episode, Sample.episode_id == Episode.id)
        .where(
            Episode.programme == programme,
            Episode.state.in_(RUNNING),
            is_late(taken_by, told_by, since),
        )
        .order_by(Sample.id)
        .limit(limit)
        .options(contains_eager(Sample.episode).joinedload(Episode.person))
    ).all()


def untold_of(db: Session, day: date, limit: int) -> Sequence[Sample]:
    """Return samples of a day whose households have not heard that they are due."""
    return db.scalars(
        select(Sample)
        .join(Episode, Sample.episode_id == Episode.id)
        .where(
            Sample.day == day,
            Sample.eve_at.is_(None),
            Sample.taken_at.is_(None),
            Sample.not_taken.is_(None),
            Episode.state == EpisodeState.ACTIVE,
        )
        .order_by(Episode.person_id)
        .limit(limit)
        .options(contains_eager(Sample.episode).joinedload(Episode.person))
    ).all()
