"""Who of those a notice is for can be written to: sums, and all who cannot."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Subquery, case, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from db.models import Contact, ContactState, Household, Person
from db.notices.targets import SOME, Aim, doors

NO_CONTACT, NOT_FOLLOWING = "no_contact", "not_following"


@dataclass(frozen=True, slots=True)
class Counted:
    """Households of an aim, and people who follow: with an open window, and without."""

    households: int
    exempt: int
    open: int
    shut: int
    units: Sequence[int]


@dataclass(frozen=True, slots=True)
class UnreachedDoor:
    """A household nobody of which can be written to, or such a person."""

    household: Household | None
    person_id: int | None
    reason: str


def _meant(aim: Aim) -> Iterator[Subquery]:
    """Yield the households of an aim, so many at once that a statement can hold them."""
    if aim.households is None:
        yield doors(aim).subquery()
        return
    for at in range(0, len(aim.households), SOME):
        some = aim.households[at : at + SOME]
        yield doors(aim).where(Household.id.in_(some)).subquery()


def _is_open(now: datetime) -> ColumnElement[bool]:
    return or_(
        (Contact.window_until > now) & (Contact.window_left > 0),
        (Contact.moment_until > now) & (Contact.moment_left > 0),
    )


def count(db: Session, aim: Aim, now: datetime) -> Counted:
    """Count them; nothing is written and nothing held."""
    if aim.posts is not None:
        return _of_posts(db, aim.posts, now)
    households = exempt = is_open = shut = 0
    at: set[int] = set()
    for meant in _meant(aim):
        rows = db.execute(
            select(meant.c.unit_id, meant.c.is_exempt, func.count()).group_by(
                meant.c.unit_id, meant.c.is_exempt
            )
        ).all()
        households += sum(row[2] for row in rows)
        exempt += sum(row[2] for row in rows if row[1])
        at |= {row[0] for row in rows}
        best = (
            select(func.max(case((_is_open(now), 1), else_=0)).label("best"))
            .select_from(meant)
            .join(Person, Person.household_id == meant.c.id)
            .join(Contact, Contact.person_id == Person.id)
            .where(
                Contact.state == ContactState.FOLLOWING,
                not_(meant.c.is_exempt),
                Person.gone_on.is_(None),
            )
            .group_by(Person.id)
            .subquery()
        )
        for is_best, many in db.execute(select(best.c.best, func.count()).group_by(best.c.best)):
            if is_best:
                is_open += many
            else:
                shut += many
    return Counted(households, exempt, is_open, shut, sorted(at))


def _of_posts(db: Session, posts: Sequence[tuple[int, int]], now: datetime) -> Counted:
    people = [person for person, _ in posts]
    rows = db.execute(
        select(Contact.person_id, func.max(case((_is_open(now), 1), else_=0)))
        .where(Contact.person_id.in_(people), Contact.state == ContactState.FOLLOWING)
        .group_by(Contact.person_id)
    ).all()
    is_open = sum(1 for _, best in rows if best)
    return Counted(len(posts), 0, is_open, len(rows) - is_open, sorted({unit for _, unit in posts}))


# Asked for each door: NOT IN a list of all who follow is held against each of them in turn
# once the list is too long for PostgreSQL's memory.
_FOLLOWS = Contact.state == ContactState.FOLLOWING
_BOUND = exists().where(Person.household_id == Household.id, Contact.person_id == Person.id)
_HAS_LEFT = _BOUND.where(not_(_FOLLOWS))


def why_unfollowed(db: Session, aim: Aim) -> Mapping[str, int]:
    """Count by reason the households (or people) of an aim that cannot be written to."""
    if aim.posts is not None:
        return Counter(one.reason for one in _posts_unfollowed(db, aim.posts))
    found: Counter[str] = Counter()
    for meant in _meant(aim):
        left = _unfollowed(meant, Household.id, _HAS_LEFT.label("has_left")).subquery()
        counted = select(left.c.has_left, func.count()).group_by(left.c.has_left)
        for has_left, many in db.execute(counted):
            found[NOT_FOLLOWING if has_left else NO_CONTACT] += many
    return found


def unfollowed(db: Session, aim: Aim, first: int, many: int) -> list[UnreachedDoor]:
    """Return so many of them from the `first` on, in order of doors."""
    if aim.posts is not None:
        return _posts_unfollowed(db, aim.posts)[first : first + many]
    return list(islice(_doors_unfollowed(db, aim, first + many), first, first + many))


def _doors_unfollowed(db: Session, aim: Aim, most: int) -> Iterator[UnreachedDoor]:
    for meant in _meant(aim):
        found = _unfollowed(meant, Household, _HAS_LEFT).limit(most)
        in_order = found.order_by(Household.unit_id, Household.entrance, Household.id)
        for home, has_left in db.execute(in_order):
            yield UnreachedDoor(home, None, NOT_FOLLOWING if has_left else NO_CONTACT)


def _unfollowed(meant: Subquery, *what: Any) -> Select[Any]:
    here = not_(meant.c.is_exempt), ~_BOUND.where(_FOLLOWS)
    return select(*what).join(meant, meant.c.id == Household.id).where(*here)


def _posts_unfollowed(db: Session, posts: Sequence[tuple[int, int]]) -> list[UnreachedDoor]:
    people = [person for person, _ in posts]
    following = set(
        db.scalars(select(Contact.person_id).where(Contact.person_id.in_(people), _FOLLOWS))
    )
    return [UnreachedDoor(None, one, NO_CONTACT) for one in people if one not in following]


def closing(db: Session, aim: Aim, now: datetime, last: date | None, zone: ZoneInfo) -> int:
    """Count who can be written to now, and no longer on the evening of the last day."""
    if last is None or aim.posts is not None:
        return 0
    evening = datetime.combine(last, time(20), zone)
    if evening <= now:
        return 0
    total = 0
    for meant in _meant(aim):
        latest = (
            select(func.max(Contact.window_until).label("until"))
            .select_from(meant)
            .join(Person, Person.household_id == meant.c.id)
            .join(Contact, Contact.person_id == Person.id)
            .where(Contact.state == ContactState.FOLLOWING, _is_open(now), not_(meant.c.is_exempt))
            .group_by(Person.id)
            .subquery()
        )
        total += (
            db.scalar(select(func.count()).select_from(latest).where(latest.c.until < evening)) or 0
        )
    return total
