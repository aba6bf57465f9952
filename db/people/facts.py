"""What is so in a place and public, by its name: the newest word of the nearest unit holds."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import PlaceFact, Unit


def values(db: Session, unit: Unit, names: Collection[str]) -> dict[str, str]:
    """Return these facts as far as they are known in a unit or above it; "" counts as not known."""
    line = [int(step) for step in unit.path.strip("/").split("/")]
    rows = db.scalars(
        select(PlaceFact)
        .join(Unit, PlaceFact.unit_id == Unit.id)
        .where(PlaceFact.unit_id.in_(line), PlaceFact.name.in_(names))
        .order_by(Unit.level, PlaceFact.id)
    )
    newest = {
        (row.name, row.unit_id): row.value for row in rows
    }  # the nearest and newest come last
    return {name: value for (name, _), value in newest.items() if value}
