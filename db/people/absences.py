"""Who is away from a post at a moment, and who stands in."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, and_, case, or_, select, update
from sqlalchemy.orm import Session

from db.models import Absence, Post

Moment = datetime | BindParameter[datetime]
Day = date | BindParameter[date]

# Who holds a post or stands in for its holder; null where nobody does.  Needs the join `is_away`.
HOLDER = case((Absence.id.is_not(None), Absence.substitute_id), else_=Post.person_id)


def is_away(now: Moment) -> ColumnElement[bool]:
    """Tell which absence from a post runs at a moment."""
    return and_(Absence.post_id == Post.id, runs(now))


def runs(now: Moment) -> ColumnElement[bool]:
    return and_(
        Absence.agreed_at.is_not(None),
        Absence.begins_at <= now,
        or_(Absence.ends_at.is_(None), Absence.ends_at > now),
    )


def is_held(day: Day) -> ColumnElement[bool]:
    """Tell which posts are held on a day."""
    return and_(Post.from_on <= day, or_(Post.until_on.is_(None), Post.until_on >= day))


def is_whose(person_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Tell which posts are somebody's: their own, and those they stand in for.  Needs `is_away`."""
    return or_(Post.person_id == person_id, Absence.substitute_id == person_id)


def day_of(now: datetime, zone: ZoneInfo) -> date:
    """Return the day a moment lies in, where the community is."""
    return now.astimezone(zone).date()


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
        agreed_at=now,
        begun_at=now,
    )
    db.add(absence)
    return absence


def end(db: Session, post_id: int, now: datetime) -> None:
    """End whatever absence from a post runs now."""
    db.execute(update(Absence).where(Absence.post_id == post_id, runs(now)).values(ends_at=now))
