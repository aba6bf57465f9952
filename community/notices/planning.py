"""Writing down who must know of a notice and owing it to them, piece by piece where it is large.

The first piece goes with the word that publishes it; what is left is planned between two batches
of sending, so that nobody who writes meanwhile waits for all of it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.notices import afterwards, audience, pieces, proposing
from community.notices.audience import Audience
from community.notices.preflight import as_sent, fields_of
from db import notices, slices, statistics
from db.models import DeliveryKind, Notice
from db.notices import tallies, targets
from db.people import units
from outbox import Circular, lay_down, queue_to_targets

UNCOUNTED = "uncounted"  # among a notice's `planning`: look anew how much lies where


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
    """Do the next piece of the oldest notice not all of which is done; False if there is none."""
    notice = notices.half_planned(db)
    if notice is None:
        return False
    if (newer := afterwards.before(db, notice)) is not None:
        notice = newer
    if afterwards.is_about(notice):
        afterwards.more(db, notice, now)
    elif notice.planning and notice.planning.get(UNCOUNTED):
        statistics.refresh(db)  # by itself: somebody waits for the answer to the first piece
        notice.planning = {**notice.planning, UNCOUNTED: False}
    else:
        slices.may_be_lost(db)
        _piece(db, notice, now, zone)
    return True


def _piece(db: Session, notice: Notice, now: datetime, zone: ZoneInfo) -> int:
    planning = notice.planning or {}
    pace = pieces.Pace(planning, seconds=slices.seconds(db))
    after = int(planning["after"])
    letter = _letter(db, notice, planning)
    whom = proposing.of(db, notice)
    look = int(planning.get(pieces.LOOK, pieces.UNITS))
    at, is_last, doors = _next_units(db, whom, after, pace.doors, look)
    aim = audience.aim(db, whom, now, zone, at)
    targets.plan(db, notice.id, aim, at)
    tallies.begin(db, notice.id, at)
    households, unreachable = targets.count(db, notice.id, at)
    notice.households += households
    notice.unreachable += unreachable
    made = queue_to_targets(db, notice.id, letter, now, at=at)
    to_go_on = {**planning, "after": max(at or (0,)), "shared": letter.shared_id}
    to_go_on |= {pieces.DOORS: pace.next(doors), UNCOUNTED: not after}
    to_go_on[pieces.LOOK] = min(pieces.UNITS, 2 * len(at or ()) + 1)
    notice.planning = None if is_last else to_go_on
    if is_last and after:
        statistics.refresh_owed(db)
    return made


def _next_units(
    db: Session, whom: Audience, after: int, most: int, look: int
) -> tuple[Collection[int] | None, bool, int]:
    """Return the units whose doors make the next piece, as `pieces.fit` does."""
    if whom.roles:
        return None, True, 0
    places = audience.places(db, whom)
    return pieces.fit(targets.next_units(db, places, after, look), after, most, look)


def _letter(db: Session, notice: Notice, planning: dict[str, Any]) -> Circular:
    """Return what everybody is owed; its words are laid down with the first piece."""
    unit = units.get_unit(db, notice.unit_id)
    urgent, said = bool(planning["urgent"]), planning["not_before"]
    due = datetime.fromisoformat(str(said)) if said else None
    letter = Circular(
        DeliveryKind.ALERT if urgent else DeliveryKind.NOTICE,
        as_sent(notice, unit, notice.code or ""),
        fields_of(notice, unit),
        due_at=due,
        notice_id=notice.id,
        shared_id=planning.get("shared"),
    )
    return letter if letter.shared_id is not None else lay_down(db, letter)
