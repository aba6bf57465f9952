"""A notice that is being sent: held up for a while, let go on, or stopped for good."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.notices import afterwards, pieces
from community.notices.preflight import Beforehand
from community.notices.receipts import is_pressing
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

    def hold_up(notice: Notice, left: int) -> bool:
        if left:
            unsent.pause_first(db, notice.id, pieces.FIRST)
            notice.paused_at = now
        return left > 0

    return _change(actor, db, code, now, beforehand, "pause", hold_up)


def halt(
    actor: Actor, db: Session, code: str | None, now: datetime, beforehand: Beforehand
) -> Halted | Refused:
    """Send it to nobody more; who has it keeps it, and it stays in force for them."""

    def stop(notice: Notice, left: int) -> bool:
        goes_on = left > 0 or notice.planning is not None
        if goes_on:
            afterwards.stop(db, notice, "stopped", now)
        return goes_on

    return _change(actor, db, code, now, beforehand, "stop", stop)


def _change(
    actor: Actor,
    db: Session,
    code: str | None,
    now: datetime,
    beforehand: Beforehand,
    word: str,
    change: Callable[[Notice, int], bool],
) -> Halted | Refused:
    """Change how a notice goes on, of which so many have still to be sent it, if it does go on."""
    notice = _running(actor, db, code, now)
    if isinstance(notice, Refused):
        return notice
    sent, left = afterwards.counts(db, notice, beforehand)
    if not change(notice, left):
        return Refused("not_running", notice.code or "")
    record(db, actor, now, word, detail=notice.code)
    return Halted(notice.code or "", sent, left)


def resume(
    actor: Actor,
    db: Session,
    code: str | None,
    now: datetime,
    not_before: datetime | None,
    beforehand: Beforehand,
) -> Halted | Refused:
    """Let what was held up go on, or what was put off until later."""
    notice = _running(actor, db, code, now)
    if isinstance(notice, Refused):
        return notice
    is_put_off = (notice.published_at or now) <= now and unsent.is_put_off(db, notice.id, now)
    if notice.paused_at is None and not is_put_off:
        return Refused("not_paused", notice.code or "")
    sent, left = afterwards.counts(db, notice, beforehand)
    go_on = afterwards.go_on if notice.paused_at is not None else afterwards.move
    go_on(db, notice, not_before or now, now)
    record(db, actor, now, "resume", detail=notice.code)
    return Halted(notice.code or "", sent, left)


@dataclass(frozen=True, slots=True)
class PutOff:
    """The codes of what waits until then, of what goes on because somebody may be in danger, and of
    what is over by then.
    """

    waiting: Sequence[str]
    going_on: Sequence[str]
    over: Sequence[str]


def put_off(
    actor: Actor, db: Session, until: datetime, now: datetime, day: date
) -> PutOff | Refused:
    """Let all that somebody has under way wait until then, which is that `day`; what presses goes on."""
    if not seats(actor, db, now):
        return Refused("not_publisher")
    waiting, going_on, over = list[str](), list[str](), list[str]()
    for notice_id in notices.under_way_of(db, actor.person_id or 0):
        notice = notices.hold(db, notice_id)
        at = (notice.published_at or now) if notice is not None else until
        if notice is None or at >= until or notice.paused_at is not None:
            continue
        if is_pressing(notice) or unsent.is_urgent(db, notice):
            going_on.append(notice.code or "")
            continue
        notice.published_at = until if at > now else at  # what waits for a time of its own
        afterwards.move(db, notice, until, now)
        record(db, actor, now, "put_off", detail=notice.code)
        waiting.append(notice.code or "")
        over += [notice.code or ""] if notice.valid_until and notice.valid_until < day else []
    return PutOff(waiting, going_on, over)


def _running(actor: Actor, db: Session, code: str | None, now: datetime) -> Notice | Refused:
    if not seats(actor, db, now):
        return Refused("not_publisher")
    found = notices.by_code(db, code) if code else notices.last_of(db, actor.person_id or 0)
    if found is None:
        return Refused("no_notice", code) if code else Refused("none_of_yours")
    held = notices.hold(db, found.id)
    assert held is not None, "it was found a line above"
    return unless_over(actor, db, held, now)
