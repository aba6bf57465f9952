"""Questions about leaves: when somebody is away, who was asked, what the clock sees to."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from db.models import Absence, Contact, ContactState, Person, Post, Role, Swap, Unit
from db.people.absences import day_of, is_away, is_held, runs

_THEIRS, _OF_THEIRS = aliased(Absence), aliased(Post)
_LOADED = joinedload(Absence.post).options(joinedload(Post.unit), joinedload(Post.person))


def counts() -> ColumnElement[bool]:
    """Tell which absences were not called off."""
    return or_(Absence.ends_at.is_(None), Absence.ends_at > Absence.begins_at)


def posts_between(
    db: Session, person_id: int, begins: datetime, ends: datetime, zone: ZoneInfo
) -> Sequence[Post]:
    """Return somebody's own posts that are held at some time between, kept from others' hands."""
    last = day_of(ends - timedelta(microseconds=1), zone)
    is_on = or_(Post.begins_at.is_(None), and_(Post.begins_at < ends, Post.ends_at > begins))
    return db.scalars(
        select(Post)
        .where(
            Post.person_id == person_id,
            Post.from_on <= last,
            or_(Post.until_on.is_(None), Post.until_on >= day_of(begins, zone)),
            is_on,
        )
        .options(joinedload(Post.unit))
        .order_by(Post.id)
        .with_for_update(of=Post)
    ).all()


def between(
    db: Session, person_id: int, begins: datetime, ends: datetime | None
) -> Sequence[Absence]:
    """Return when somebody is away from posts of their own, as far as it lies between."""
    found = select(Absence).join(Post, Absence.post_id == Post.id)
    found = found.where(
        Post.person_id == person_id,
        counts(),
        or_(Absence.ends_at.is_(None), Absence.ends_at > begins),
    )
    if ends is not None:
        found = found.where(Absence.begins_at < ends)
    return db.scalars(found.options(_LOADED).order_by(Absence.begins_at, Absence.id)).all()


def within(db: Session, path: str, begins: datetime, ends: datetime) -> Sequence[Absence]:
    """Return who is away from a post in a unit or below it at some time between, by when it begins."""
    found = (
        select(Absence).join(Post, Absence.post_id == Post.id).join(Unit, Post.unit_id == Unit.id)
    )
    found = found.where(
        Unit.path.startswith(path, autoescape=True),
        counts(),
        Absence.begins_at < ends,
        or_(Absence.ends_at.is_(None), Absence.ends_at > begins),
    )
    loaded = found.options(_LOADED).order_by(Absence.begins_at, Absence.id)
    return db.scalars(loaded).all()


def of_leave(db: Session, leave_id: int) -> Sequence[Absence]:
    """Return the absences of one leave, kept from others' hands until we are done."""
    found = select(Absence).where(Absence.leave_id == leave_id).options(_LOADED)
    return db.scalars(found.order_by(Absence.id).with_for_update(of=Absence)).all()


def unanswered_by(db: Session, person_id: int, now: datetime) -> Sequence[Absence]:
    """Return those somebody was asked to stand in for, and has not answered."""
    return db.scalars(
        select(Absence)
        .where(
            Absence.substitute_id == person_id,
            Absence.accepted_at.is_not(None),
            Absence.agreed_at.is_(None),
            Absence.declined_at.is_(None),
            counts(),
            or_(Absence.ends_at.is_(None), Absence.ends_at > now),
        )
        .options(_LOADED)
        .order_by(Absence.id)
    ).all()


def unaccepted(db: Session, now: datetime) -> Sequence[Absence]:
    """Return those in which somebody who is not of the staff is to stand in, and nobody said yes."""
    return db.scalars(
        select(Absence)
        .where(
            Absence.substitute_id.is_not(None),
            Absence.accepted_at.is_(None),
            Absence.declined_at.is_(None),
            counts(),
            or_(Absence.ends_at.is_(None), Absence.ends_at > now),
        )
        .options(_LOADED)
        .order_by(Absence.id)
    ).all()


def promised_by(db: Session, person_id: int, now: datetime) -> Sequence[Absence]:
    """Return those in which somebody has agreed to stand in, running or to come."""
    return db.scalars(
        select(Absence)
        .where(
            Absence.substitute_id == person_id,
            Absence.agreed_at.is_not(None),
            counts(),
            or_(Absence.ends_at.is_(None), Absence.ends_at > now),
        )
        .options(_LOADED)
        .order_by(Absence.begins_at, Absence.id)
    ).all()


def swaps_asked_of(db: Session, person_id: int, now: datetime) -> Sequence[Swap]:
    """Return the swaps somebody was asked for, has not answered, and still can."""
    found = select(Swap).where(Swap.other_id == person_id, Swap.answered_at.is_(None))
    found = found.where(Swap.begins_at > now, Swap.in_return_from > now)
    return db.scalars(found.order_by(Swap.id).with_for_update()).all()


def away_ids(db: Session, ids: Collection[int], now: datetime) -> set[int]:
    """Return who of these people is away from a post of theirs."""
    found = select(Post.person_id).join(Absence, is_away(now)).where(Post.person_id.in_(ids))
    return set(db.scalars(found)) if ids else set()


# -- what the clock sees to ------------------------------------------------------------------


def is_to_begin(now: datetime) -> ColumnElement[bool]:
    return and_(Absence.begun_at.is_(None), runs(now))


def is_to_end(now: datetime) -> ColumnElement[bool]:
    return and_(Absence.begun_at.is_not(None), Absence.over_at.is_(None), Absence.ends_at <= now)


def is_gap(now: datetime, ahead: Sequence[datetime]) -> ColumnElement[bool]:
    """Tell which absences are near, leave a post with nobody, and were told too seldom.

    `ahead`: up to which moment they may begin, for the first telling, the second and so on.
    """
    near = or_(
        *(
            and_(Absence.warned < told, Absence.begins_at <= until)
            for told, until in enumerate(ahead, 1)
        )
    )
    lasts = or_(Absence.ends_at.is_(None), Absence.ends_at > now)
    follows = exists().where(
        Contact.person_id == Absence.substitute_id, Contact.state == ContactState.FOLLOWING
    )
    is_away_then = exists().where(
        _THEIRS.post_id == _OF_THEIRS.id,
        _OF_THEIRS.person_id == Absence.substitute_id,
        or_(_THEIRS.ends_at.is_(None), _THEIRS.ends_at > Absence.begins_at),
        or_(_THEIRS.ends_at.is_(None), _THEIRS.ends_at > _THEIRS.begins_at),
        or_(Absence.ends_at.is_(None), _THEIRS.begins_at < Absence.ends_at),
    )
    nobody = or_(
        Absence.substitute_id.is_(None), Absence.agreed_at.is_(None), ~follows, is_away_then
    )
    return and_(near, lasts, counts(), nobody)


def due(db: Session, which: ColumnElement[bool], limit: int) -> Sequence[Absence]:
    found = select(Absence).where(which).order_by(Absence.begins_at, Absence.id).limit(limit)
    kept = found.options(_LOADED).with_for_update(skip_locked=True, of=Absence)
    return db.scalars(kept).all()


# -- posts that end ----------------------------------------------------------------------------

_NEXT = aliased(Post)


def is_post_over(day: date, now: datetime) -> ColumnElement[bool]:
    """Tell which posts are over, and nobody was told yet."""
    by_day = and_(Post.begins_at.is_(None), Post.until_on < day)
    by_moment = and_(Post.begins_at.is_not(None), Post.ends_at <= now)
    return and_(Post.over_at.is_(None), or_(by_day, by_moment))


def is_left_empty(until: Sequence[date], day: date) -> ColumnElement[bool]:
    """Tell which posts end soon, with nobody to come after, and were told too seldom.

    `until`: up to which last day, for the first telling, the second and so on.
    """
    near = or_(
        *(and_(Post.warned < told, Post.until_on <= last) for told, last in enumerate(until, 1))
    )
    successor = exists().where(
        _NEXT.unit_id == Post.unit_id,
        _NEXT.role == Post.role,
        _NEXT.id != Post.id,
        _NEXT.begins_at.is_(None),
        or_(_NEXT.until_on.is_(None), _NEXT.until_on > Post.until_on),
    )
    return and_(Post.begins_at.is_(None), Post.until_on >= day, near, ~successor)


def due_posts(db: Session, which: ColumnElement[bool], limit: int) -> Sequence[Post]:
    found = select(Post).where(which).order_by(Post.id).limit(limit)
    loaded = found.options(joinedload(Post.unit), joinedload(Post.person))
    return db.scalars(loaded.with_for_update(skip_locked=True, of=Post)).all()


def resigned(db: Session) -> Sequence[Post]:
    """Return the posts whose holders asked to be let go, with nobody's word yet."""
    found = select(Post).where(Post.resigned_at.is_not(None), Post.until_on.is_(None))
    return db.scalars(found.options(joinedload(Post.unit)).order_by(Post.id)).all()


def watches(
    db: Session, unit_ids: Collection[int], begins: datetime, ends: datetime
) -> Sequence[Post]:
    """Return the watches of these units that lie between two moments, the earliest first."""
    return db.scalars(
        select(Post)
        .where(Post.unit_id.in_(unit_ids), Post.begins_at < ends, Post.ends_at > begins)
        .options(joinedload(Post.unit), joinedload(Post.person))
        .order_by(Post.begins_at, Post.id)
    ).all()


def line_up(
    db: Session, unit: Unit, now: datetime, zone: ZoneInfo
) -> Sequence[tuple[Post, Absence | None]]:
    """Return the posts of a unit and above it with the absence that runs, the nearest first."""
    line = [int(step) for step in unit.path.strip("/").split("/")]
    rows = db.execute(
        select(Post, Absence)
        .join(Unit, Post.unit_id == Unit.id)
        .outerjoin(Absence, is_away(now))
        .where(Post.unit_id.in_(line), is_held(day_of(now, zone), now), Post.begins_at.is_(None))
        .options(joinedload(Post.person))
        .order_by(Unit.level.desc(), Post.id)
    )
    return [(row[0], row[1]) for row in rows]


def below(
    db: Session, unit: Unit, role: Role, now: datetime, zone: ZoneInfo, most: int
) -> Sequence[Post]:
    """Return who holds a post now in the places below a unit, so many at most."""
    found = (
        select(Post)
        .join(Unit, Post.unit_id == Unit.id)
        .where(Unit.path.startswith(unit.path, autoescape=True), Unit.id != unit.id)
        .where(Post.role == role, is_held(day_of(now, zone), now), Post.begins_at.is_(None))
        .options(joinedload(Post.unit), joinedload(Post.person))
        .order_by(Unit.path, Post.id)
        .limit(most)
    )
    return db.scalars(found).all()


def of_staff(db: Session, ids: Collection[int], now: datetime, zone: ZoneInfo) -> set[int]:
    """Return who of these people has a post of their own, not only a night or somebody else's."""
    found = select(Post.person_id).where(
        Post.person_id.in_(ids), is_held(day_of(now, zone), now), Post.begins_at.is_(None)
    )
    return set(db.scalars(found)) if ids else set()


def staff(db: Session, path: str, now: datetime, zone: ZoneInfo) -> Sequence[Post]:
    """Return the posts held now in a unit, below it, and above it."""
    above = [int(step) for step in path.strip("/").split("/")]
    return db.scalars(
        select(Post)
        .join(Unit, Post.unit_id == Unit.id)
        .join(Person, Post.person_id == Person.id)
        .where(
            or_(Unit.path.startswith(path, autoescape=True), Unit.id.in_(above)),
            is_held(day_of(now, zone), now),
        )
        .options(joinedload(Post.unit), joinedload(Post.person))
        .order_by(Post.id)
    ).all()
