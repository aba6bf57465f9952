"""A notice that is being sent: held up for a while, let go on, or stopped for good."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.notices import afterwards, pieces
from community.notices.preflight import Beforehand
from community.notices.rights import seats, unless_over
from community.people.access import Actor, Refused, record
from db import notices
from db.models import Notice
from db.notices import unsent


@dataclass(frozen=True, slots=True)
class Halted:
    """To how many people it had gone, and to how many it has not."""

    code: str
    sent: int
    left: int


def pause(
    actor: Actor, db: Session, code: str | None, now: datetime, beforehand: Beforehand
) -> Halted | Refused:
    """Hold up what has not been sent; it stays owed."""
    notice = _running(actor, db, code, now)
    if isinstance(notice, Refused):
        return notice
    sent, left = afterwards.counts(db, notice, beforehand)
    if not left:
        return Refused("not_running", notice.code or "")
    unsent.pause_first(db, notice.id, pieces.FIRST)
    notice.paused_at = now
    record(db, actor, now, "pause", detail=notice.code)
    return Halted(notice.code or "", sent, left)


def resume(
    actor: Actor,
    db: Session,
    code: str | None,
    now: datetime,
    not_before: datetime | None,
    beforehand: Beforehand,
) -> Halted | Refused:
    """Let what was held up go on."""
    notice = _running(actor, db, code, now)
    if isinstance(notice, Refused):
        return notice
    if notice.paused_at is None:
        return Refused("not_paused", notice.code or "")
    sent, left = afterwards.counts(db, notice, beforehand)
    afterwards.go_on(db, notice, not_before or now, now)
    record(db, actor, now, "resume", detail=notice.code)
    return Halted(notice.code or "", sent, left)


def halt(
    actor: Actor, db: Session, code: str | None, now: datetime, beforehand: Beforehand
) -> Halted | Refused:
    """Send it to nobody more; who has it keeps it, and it stays in force for them."""
    notice = _running(actor, db, code, now)
    if isinstance(notice, Refused):
        return notice
    sent, left = afterwards.counts(db, notice, beforehand)
    if not left and notice.planning is None:
        return Refused("not_running", notice.code or "")
    afterwards.stop(db, notice, "stopped", now)
    record(db, actor, now, "stop", detail=notice.code)
    return Halted(notice.code or "", sent, left)


def _running(actor: Actor, db: Session, code: str | None, now: datetime) -> Notice | Refused:
    if not seats(actor, db, now):
        return Refused("not_publisher")
    found = notices.by_code(db, code) if code else notices.last_of(db, actor.person_id or 0)
    if found is None:
        return Refused("no_notice", code) if code else Refused("none_of_yours")
    held = notices.hold(db, found.id)
    assert held is not None, "it was found a line above"
    return unless_over(actor, db, held, now)
