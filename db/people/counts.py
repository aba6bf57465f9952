"""How many live where, and the rows from which lists of them are made."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from db.models import Contact, ContactState, Household, Person, Unit

_LIVES = Person.gone_on.is_(None) & Person.merged_into.is_(None)


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody of the register, opened as far as lists ask about."""

    id: int
    needs: list[str] | None
    birth: str | None
    id_number: str | None
    has_phone: bool


def _below(paths: Collection[str]) -> ColumnElement[bool]:
    return or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))


def people(db: Session, paths: Collection[str]) -> int:
    """Return how many live below these units."""
    found = select(func.count()).select_from(Person).join(Household, _at_home).join(Unit, _hangs)
    return db.scalar(found.where(_below(paths), _LIVES)) or 0


_at_home = Person.household_id == Household.id
_hangs = Household.unit_id == Unit.id
_INHABITED = exists().where(Person.household_id == Household.id, _LIVES)
_FOLLOWED = exists().where(
    Person.household_id == Household.id,
    _LIVES,
    Contact.person_id == Person.id,
    Contact.state == ContactState.FOLLOWING,
)


def homes(db: Session, paths: Collection[str], *, unbound: bool = False) -> int:
    """Return how many households with people are below these units; those with no phone of ours."""
    found = select(func.count()).select_from(Household).join(Unit, _hangs).where(_below(paths))
    found = found.where(_INHABITED, ~_FOLLOWED) if unbound else found.where(_INHABITED)
    return db.scalar(found) or 0


def some_homes(
    db: Session, paths: Collection[str], first: int, many: int, *, unbound: bool = False
) -> Sequence[Household]:
    """Return some of these households, in the order of their doors as they were written down."""
    found = select(Household).join(Unit, _hangs).where(_below(paths), _INHABITED)
    found = found.where(~_FOLLOWED) if unbound else found
    ordered = found.order_by(Household.building, Household.entrance, Household.id)
    return db.scalars(ordered.offset(first).limit(many)).all()


def described(db: Session, paths: Collection[str], most: int) -> list[Described] | None:
    """Return everybody below these units by their doors; None with more than `most` people."""
    rows = db.execute(
        select(
            Person.id, Person.needs, Person.birth, Person.id_number, Person.phone_index.is_not(None)
        )
        .join(Household, _at_home)
        .join(Unit, _hangs)
        .where(_below(paths), _LIVES)
        .order_by(Household.building, Household.entrance, Household.id, Person.id)
        .limit(most + 1)
    ).all()
    return None if len(rows) > most else [Described(*row) for row in rows]
