"""Who may publish where, and which notice they may still change."""

import re

from sqlalchemy.orm import Session

from community.people.access import Actor, Refused
from db import notices
from db.models import Notice, NoticeState, Role, Unit
from db.people import units

PUBLISHERS = frozenset({Role.SECRETARY, Role.TOWNSHIP, Role.LEADER, Role.GRID_WORKER})
EVERYBODY = ""  # the place that stands for all that a publisher is responsible for
_NUMBER = re.compile(r"\d+")


def publishes(actor: Actor, unit: Unit) -> bool:
    """Tell whether somebody may publish to a unit, now."""
    return actor.covers(unit, PUBLISHERS)


def find_place(actor: Actor, db: Session, where: str) -> Unit | Refused:
    """Return the unit that is named, inside what somebody publishes to: “3号楼”, “第1网格”."""
    seats = actor.seats(PUBLISHERS)
    if not seats:
        return Refused("not_publisher")
    if where == EVERYBODY:
        return seats[0]
    if number := _NUMBER.match(where):
        inside = [unit for seat in seats for unit in units.buildings(db, number[0], seat)]
        return inside[0] if inside else Refused("no_building", where)
    found = (units.unit_by_name(db, where, seat) for seat in seats)
    return next((unit for unit in found if unit is not None), None) or Refused("no_place", where)


def find_changeable(actor: Actor, db: Session, written: str) -> Notice | Refused:
    """Return the notice in force that somebody may replace or withdraw, or why they may not."""
    if not actor.holds(PUBLISHERS):
        return Refused("not_publisher")
    notice = notices.by_code(db, f"N{int(written.lstrip('Nn'))}")
    return Refused("no_notice", written) if notice is None else unless_over(actor, db, notice)


def unless_over(actor: Actor, db: Session, notice: Notice) -> Notice | Refused:
    """Return a notice if somebody may change it and nobody has done so before."""
    code = notice.code or ""
    if not publishes(actor, units.get_unit(db, notice.unit_id)):
        return Refused("not_yours", code)
    if notice.state is NoticeState.WITHDRAWN:
        return Refused("withdrawn", code)
    newer = notices.replaced_by(db, notice.id)
    return Refused("replaced", newer.code or "") if newer is not None else notice
