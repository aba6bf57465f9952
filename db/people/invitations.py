"""Invitations: found by their code or by what they lead to, one hand at a time."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from db.models import Household, Invitation, Person, Post, Role, Unit

_LIVE = (Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None))


def by_code(db: Session, code: str) -> Invitation | None:
    """Return what a code opens, kept from others' hands until we are done."""
    return db.scalar(select(Invitation).where(Invitation.code == code).with_for_update())


def held(db: Session, invitation_id: int) -> Invitation | None:
    """Return an invitation as it is now, kept from others' hands until we are done."""
    found = select(Invitation).where(Invitation.id == invitation_id)
    return db.scalar(found.with_for_update().execution_options(populate_existing=True))


def open_to_post(db: Session, unit_id: int, role: Role, now: datetime) -> Sequence[Invitation]:
    """Return the invitations to one post that can still be used."""
    return db.scalars(
        select(Invitation).where(
            *_LIVE,
            Invitation.expires_at > now,
            Invitation.unit_id == unit_id,
            Invitation.role == role,
        )
    ).all()


def open_for_address(db: Session, person_id: int, now: datetime) -> Sequence[Invitation]:
    """Return the codes of somebody that join another address of theirs and can still be used."""
    alone = (Invitation.role.is_(None), Invitation.household_id.is_(None))
    mine = (*_LIVE, *alone, Invitation.expires_at > now, Invitation.person_id == person_id)
    return db.scalars(select(Invitation).where(*mine)).all()


def open_to_home(db: Session, household_id: int, now: datetime) -> Sequence[Invitation]:
    """Return the invitations into one household that can still be used, oldest first."""
    return db.scalars(
        select(Invitation)
        .where(*_LIVE, Invitation.expires_at > now, Invitation.household_id == household_id)
        .order_by(Invitation.id)
    ).all()


def offered_to(db: Session, person_id: int, now: datetime) -> Sequence[Invitation]:
    """Return the posts somebody was asked to take in chat, and has not answered, oldest first."""
    return db.scalars(
        select(Invitation)
        .where(
            *_LIVE,
            Invitation.expires_at > now,
            Invitation.person_id == person_id,
            Invitation.is_offered.is_(True),
        )
        .order_by(Invitation.id)
    ).all()


def open_below(
    db: Session, paths: Sequence[str], now: datetime
) -> Sequence[tuple[Invitation, Unit]]:
    """Return the open invitations to posts in and below some units, oldest first."""
    below = or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))
    rows = db.execute(
        select(Invitation, Unit)
        .join(Unit, Invitation.unit_id == Unit.id)
        .where(*_LIVE, Invitation.expires_at > now, below)
        .order_by(Invitation.id)
    )
    return [(row[0], row[1]) for row in rows] if paths else []


def _lasts(day: date) -> ColumnElement[bool]:
    """Tell which posts, no watches, are held on a day or will be."""
    runs = or_(Post.until_on.is_(None), Post.until_on >= day)
    return and_(Post.begins_at.is_(None), runs)


def holder_of(db: Session, unit_id: int, role: Role, day: date) -> Post | None:
    """Return the post somebody holds in a unit, or will; two who take it wait for each other."""
    db.scalar(select(Unit.id).where(Unit.id == unit_id).with_for_update())
    return db.scalar(
        select(Post)
        .where(Post.unit_id == unit_id, Post.role == role, _lasts(day))
        .options(joinedload(Post.person), joinedload(Post.unit))
        .order_by(Post.id)
        .limit(1)
    )


def units_named(db: Session, names: Sequence[str]) -> Sequence[Unit]:
    """Return the units of any of these names, the widest first."""
    return db.scalars(select(Unit).where(Unit.name.in_(names)).order_by(Unit.level, Unit.id)).all()


def known_as(db: Session, name: str, phone: str | None = None) -> Sequence[Person]:
    """Return who of the register has a name, and a phone where one is given; nobody who is gone."""
    found = select(Person).where(
        Person.name_index == name, Person.gone_on.is_(None), Person.merged_into.is_(None)
    )
    if phone is not None:
        found = found.where(Person.phone_index == phone)
    found = found.options(joinedload(Person.household).joinedload(Household.unit))
    return db.scalars(found.order_by(Person.id)).all()
