"""A unit's own fever line: the nearest to a person counts, as it was at a moment."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import Session

from db.models import Household, Limit, Person, Unit
from db.quick import Quick

_HOME = (
    select(Unit.path)
    .join(Household, Household.unit_id == Unit.id)
    .join(Person, Person.household_id == Household.id)
    .where(Person.id == bindparam("person"))
    .scalar_subquery()
)
_ABOVE = Quick(
    lambda _: (
        select(Limit.unit_id, Limit.tenths)
        .join(Unit, Limit.unit_id == Unit.id)
        .where(
            Limit.from_at <= bindparam("at_"),
            or_(Limit.programme.is_(None), Limit.programme == bindparam("programme_")),
            _HOME.like(Unit.path + "%"),
        )
        .order_by(Unit.level, Limit.from_at, Limit.id)
    )
)


def line_for(db: Session, person_id: int, programme: str, at: datetime) -> float | None:
    """Return from which °C on it was a fever where somebody lives; None where no unit says so."""
    rows = _ABOVE.all(db, {"person": person_id, "at_": at, "programme_": programme})
    newest = dict(rows)  # the widest unit first, of each the newest last
    found = [tenths for tenths in newest.values() if tenths is not None]
    return found[-1] / 10 if found else None


def set_line(
    db: Session, unit_id: int, programme: str | None, tenths: int | None, now: datetime, by: int
) -> None:
    """From now on it is a fever from there in a unit; None: as above it again."""
    db.add(Limit(unit_id=unit_id, programme=programme, tenths=tenths, from_at=now, set_by=by))


def lines_below(db: Session, path: str) -> Sequence[tuple[Unit, int]]:
    """Return the units from here down, and above, that have a line of their own now."""
    rows = db.execute(
        select(Unit, Limit.tenths)
        .join(Limit, Limit.unit_id == Unit.id)
        .where(or_(Unit.path.startswith(path, autoescape=True), _starts(path)))
        .order_by(Unit.level, Unit.id, Limit.from_at, Limit.id)
    ).all()
    newest = {unit.id: (unit, tenths) for unit, tenths in rows}
    return [(unit, tenths) for unit, tenths in newest.values() if tenths is not None]


def _starts(path: str) -> ColumnElement[bool]:
    steps = path.strip("/").split("/")
    above = ["/".join(steps[:many]) + "/" for many in range(1, len(steps) + 1)]
    return Unit.path.in_(above)
