"""Writing down who must know of a notice and owing it to them, piece by piece where it is large.

The first piece goes with the word that publishes it; what is left is planned between two batches
of sending, so that nobody who writes meanwhile waits for all of it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.notices import audience, proposing
from community.notices.preflight import as_sent, fields_of
from db import notices, statistics
from db.models import DeliveryKind, Notice
from db.notices import tallies, targets
from db.notices.targets import Aim
from db.people import units
from outbox import Circular, lay_down, queue_to_targets

PIECE = 2000  # households: a hundredth of a second or two, in which nobody else may write


def begin(
    db: Session,
    notice: Notice,
    now: datetime,
    zone: ZoneInfo,
    *,
    urgent: bool,
    not_before: datetime | None,
) -> int:
    """Plan the first piece of what was just published, or all; return how many deliveries that made."""
    notice.planning = {
        "after": 0,
        "urgent": urgent,
        "not_before": not_before.isoformat() if not_before else None,
    }
    return _piece(db, notice, now, zone)


def more(db: Session, now: datetime, zone: ZoneInfo) -> bool:
    """Plan the next piece of the oldest notice not all of which is planned; False if there is none."""
    notice = notices.half_planned(db)
    if notice is not None:
        _piece(db, notice, now, zone)
    return notice is not None


def _piece(db: Session, notice: Notice, now: datetime, zone: ZoneInfo) -> int:
    planning = notice.planning or {}
    after = int(planning["after"])
    letter = _letter(db, notice, planning)
    aim = audience.aim(db, proposing.of(db, notice), now, zone)
    at, is_last = _next_units(db, aim, after)
    targets.plan(db, notice.id, aim, at)
    tallies.begin(db, notice.id, at)
    households, unreachable = targets.count(db, notice.id, at)
    notice.households += households
    notice.unreachable += unreachable
    to_go_on = {**planning, "after": max(at or (0,)), "shared": letter.shared_id}
    notice.planning = None if is_last else to_go_on
    if not is_last and not after:
        statistics.refresh(db)
    return queue_to_targets(db, notice.id, letter, now, at=at)


def _next_units(db: Session, aim: Aim, after: int) -> tuple[Collection[int] | None, bool]:
    """Return the units whose doors make the next piece (None: all there are), and if it is the last."""
    if aim.posts is not None or aim.households is not None:
        return None, True
    found, doors = list[int](), 0
    counted = targets.next_units(db, aim, after)
    for unit_id, many in counted:
        if found and doors + many > PIECE:
            return found, False
        found.append(unit_id)
        doors += many
    is_last = len(counted) < targets.UNITS
    return (None if is_last and not after else found), is_last


def _letter(db: Session, notice: Notice, planning: dict[str, Any]) -> Circular:
    """Return what everybody is owed; its words are laid down with the first piece."""
    unit = units.get_unit(db, notice.unit_id)
    urgent, said = bool(planning["urgent"]), planning["not_before"]
    due = datetime.fromisoformat(str(said)) if said and not urgent else None
    letter = Circular(
        DeliveryKind.ALERT if urgent else DeliveryKind.NOTICE,
        as_sent(notice, unit, notice.code or ""),
        fields_of(notice, unit),
        due_at=due,
        notice_id=notice.id,
        shared_id=planning.get("shared"),
    )
    return letter if letter.shared_id is not None else lay_down(db, letter)
