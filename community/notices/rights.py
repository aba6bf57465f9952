"""Who may publish where, by their post or because its holder said so for a day, and what they may change."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.people.access import Actor, Refused, record
from db import notices
from db.models import Notice, NoticeState, Role, SendingRight, Unit
from db.notices import receipts
from db.people import units

PUBLISHERS = frozenset({Role.SECRETARY, Role.TOWNSHIP, Role.LEADER, Role.GRID_WORKER})
LONGEST = timedelta(days=7)  # so long somebody may be lent a right


@dataclass(frozen=True, slots=True)
class Lent:
    """Who may send to which unit until when."""

    person_id: int
    unit: str
    until: datetime


def seats(actor: Actor, db: Session, now: datetime) -> list[Unit]:
    """Return the units somebody may send to now, the widest first, what was lent to them among them."""
    own = actor.seats(PUBLISHERS)
    lent = receipts.rights_of(db, actor.person_id, now) if actor.person_id is not None else []
    return sorted([*own, *lent], key=lambda unit: unit.level)


def publishes(actor: Actor, db: Session, unit: Unit, now: datetime) -> bool:
    """Tell whether somebody may publish to a unit, now."""
    return any(unit.path.startswith(seat.path) for seat in seats(actor, db, now))


def lend(
    actor: Actor, db: Session, person_id: int, unit: Unit, until: datetime, now: datetime
) -> Lent | Refused:
    """Let somebody send notices to a unit for a while; only who may do so by a post of their own lends."""
    if not actor.covers(unit, PUBLISHERS):
        return Refused("not_yours_to_lend", unit.name)
    if not now < until <= now + LONGEST:
        return Refused("lent_too_long")
    assert actor.person_id is not None, "whoever holds a post is known"
    right = SendingRight(
        person_id=person_id, unit_id=unit.id, given_by=actor.person_id, given_at=now, until=until
    )
    receipts.add_right(db, right)
    record(db, actor, now, "lend_sending", subject=person_id, detail=unit.name)
    return Lent(person_id, unit.name, until)


def revoke(actor: Actor, db: Session, person_id: int, now: datetime) -> int:
    """Take back what was lent to somebody in the units an actor is responsible for; return how many."""
    found = [
        right
        for right in receipts.rights_given(db, person_id, now)
        if actor.covers(units.get_unit(db, right.unit_id), PUBLISHERS)
    ]
    for right in found:
        right.revoked_at = now
    if found:
        record(db, actor, now, "revoke_sending", subject=person_id)
    return len(found)


def find_changeable(actor: Actor, db: Session, written: str, now: datetime) -> Notice | Refused:
    """Return the notice in force that somebody may replace or withdraw, or why they may not."""
    if not seats(actor, db, now):
        return Refused("not_publisher")
    notice = notices.by_code(db, f"N{int(written.lstrip('Nn'))}")
    return Refused("no_notice", written) if notice is None else unless_over(actor, db, notice, now)


def unless_over(actor: Actor, db: Session, notice: Notice, now: datetime) -> Notice | Refused:
    """Return a notice if somebody may change it and nobody has done so before."""
    code = notice.code or ""
    if not publishes(actor, db, units.get_unit(db, notice.unit_id), now):
        return Refused("not_yours", code)
    if notice.state is NoticeState.WITHDRAWN:
        return Refused("withdrawn", code)
    newer = notices.replaced_by(db, notice.id)
    return Refused("replaced", newer.code or "") if newer is not None else notice
