"""Who is away from a post at a moment, and who stands in."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    case,
    exists,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from db.models import Absence, Post

Moment = datetime | BindParameter[datetime]
Day = date | BindParameter[date]

_THEIRS, _OF_THEIRS = aliased(Absence), aliased(Post)


def holder(now: Moment) -> ColumnElement[int]:
    """Return who holds a post or stands in for its holder; null where nobody does.

    Nobody stands in who has not agreed, or is away from a post of their own.  Needs `is_away`.
    """
    stands_in = and_(Absence.agreed_at.is_not(None), ~substitute_is_away(now))
    return case(
        (Absence.id.is_(None), Post.person_id), (stands_in, Absence.substitute_id), else_=None
    )


def substitute_is_away(now: Moment) -> ColumnElement[bool]:
    """Tell whether whoever stands in is away from a post of their own."""
    return exists().where(
        _THEIRS.post_id == _OF_THEIRS.id,
        _OF_THEIRS.person_id == Absence.substitute_id,
        _THEIRS.begins_at <= now,
        or_(_THEIRS.ends_at.is_(None), _THEIRS.ends_at > now),
    )


def is_away(now: Moment) -> ColumnElement[bool]:
    """Tell which absence from a post runs at a moment."""
    return and_(Absence.post_id == Post.id, runs(now))


def runs(now: Moment) -> ColumnElement[bool]:
    return and_(Absence.begins_at <= now, or_(Absence.ends_at.is_(None), Absence.ends_at > now))


def is_held(day: Day, now: Moment) -> ColumnElement[bool]:
    """Tell which posts are held on a day; a watch only between its two moments."""
    is_on = or_(Post.begins_at.is_(None), and_(Post.begins_at <= now, Post.ends_at > now))
    return and_(Post.from_on <= day, or_(Post.until_on.is_(None), Post.until_on >= day), is_on)


def is_lasting(day: Day) -> ColumnElement[bool]:
    """Tell which posts are held on a day as long as they last: watches are not among them."""
    held = and_(Post.from_on <= day, or_(Post.until_on.is_(None), Post.until_on >= day))
    return and_(held, Post.begins_at.is_(None))


def is_whose(person_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Tell which posts are somebody's: their own, and those they stand in for.  Needs `is_away`."""
    stands_in = and_(Absence.substitute_id == person_id, Absence.agreed_at.is_not(None))
    return or_(Post.person_id == person_id, stands_in)


def day_of(now: datetime, zone: ZoneInfo) -> date:
    """Return the day a moment lies in, where the community is."""
    return now.astimezone(zone).date()


# -- one post ------------------------------------------------------------------------------


def now_from(db: Session, post_id: int, now: datetime) -> Absence | None:
    """Return the absence from a post that runs now."""
    found = select(Absence).where(Absence.post_id == post_id, runs(now))
    return db.scalar(found.order_by(Absence.id.desc()).limit(1))


def begin(db: Session, post_id: int, substitute_id: int | None, now: datetime) -> Absence:
    """Let an absence begin that nobody needs to agree to any more; it lasts until it is ended."""
    absence = Absence(
        post_id=post_id,
        substitute_id=substitute_id,
        begins_at=now,
        asked_at=now,
        accepted_at=now,
        agreed_at=now,
        begun_at=now,
    )
    db.add(absence)
    return absence


def end(db: Session, post_id: int, now: datetime) -> None:
    """End whatever absence from a post runs now."""
    db.execute(update(Absence).where(Absence.post_id == post_id, runs(now)).values(ends_at=now))


def drop_after(db: Session, post_id: int, now: datetime) -> None:
    """Nobody is away any more from a post that is over: what runs ends, what was to come is off."""
    end(db, post_id, now)
    ahead = update(Absence).where(Absence.post_id == post_id, Absence.begins_at > now)
    db.execute(ahead.values(ends_at=Absence.begins_at))
