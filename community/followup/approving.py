"""One word of whoever may lay down rules, and all end dates that a changed programme moves are moved."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.followup.rescheduling import approve_moves
from community.followup.watch import Watch
from community.people import access
from community.people.access import Actor, Refused
from db.models import Role

APPROVERS = frozenset({Role.SECRETARY, Role.TOWNSHIP, Role.LEADER})


@dataclass(frozen=True, slots=True)
class EndsMoved:
    """How many end dates were moved, and whom nothing could be sent to."""

    people: int
    untold: tuple[str, ...] = ()


def approve_ends(actor: Actor, db: Session, watch: Watch, now: datetime) -> EndsMoved | Refused:
    """Move all end dates that wait, and tell everybody who can be told."""
    if not actor.holds(APPROVERS):
        return Refused("not_approver")
    done, untold = approve_moves(db, watch, actor.person(db), now)
    access.record(db, actor, now, "ends_moved", detail=str(done))
    return EndsMoved(done, tuple(untold))
