"""A notice that no longer holds, withdrawn or replaced: who still waits is not sent it, who got it hears."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.notices import afterwards, recalling
from community.notices.afterwards import DoneSoFar
from community.notices.preflight import Beforehand
from community.notices.recalling import Recalled
from community.notices.rights import find_changeable, seats, unless_over
from community.people.access import Actor, Refused, record
from core import personal
from core.announcements import Announce, NoticeOver
from core.phrases import shorten
from db import notices
from db.models import DeliveryKind, Notice, NoticeState
from db.people import units
from outbox import Circular


@dataclass(frozen=True, slots=True)
class ToWithdraw:
    """A notice that may be withdrawn, and how many may have read it."""

    notice_id: int
    code: str
    text: str
    reached: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was withdrawn, how many hear that it no longer holds, and what leaves their screens.

    `left` are those it had not gone to, and does not any more.
    """

    code: str
    told: int
    left: int
    recalled: Recalled


def look(
    actor: Actor, db: Session, written: str, because: str, now: datetime, beforehand: Beforehand
) -> ToWithdraw | Refused:
    """Say what withdrawing a notice would mean; the reason is told to everybody who got it."""
    notice = find_changeable(actor, db, written, now)
    if isinstance(notice, Refused):
        return notice
    if private := personal.in_public(because):
        return Refused("private_reason", private)
    reached, _ = afterwards.counts(db, notice, beforehand)
    return ToWithdraw(notice.id, notice.code or "", notice.text, reached)


def withdraw(
    actor: Actor,
    db: Session,
    notice_id: int,
    because: str,
    now: datetime,
    announce: Announce,
    beforehand: Beforehand,
    not_before: datetime | None = None,
) -> Withdrawn | Refused:
    """Take a notice back; whoever got it hears that it no longer holds."""
    if not seats(actor, db, now):
        return Refused("post_over")
    sent, left = afterwards.counts(db, notices.get(db, notice_id), beforehand)
    fresh = recalling.look(db, notice_id, beforehand)
    notice = unless_over(actor, db, db.get_one(Notice, notice_id, with_for_update=True), now)
    if isinstance(notice, Refused):
        return notice
    notice.state, notice.withdrawn_at = NoticeState.WITHDRAWN, now
    notice.withdrawn_by = actor.person_id
    code = notice.code or ""
    reason = f"原因：{because}。" if because else ""
    text = f"此前的通知 {code}（“{shorten(notice.text, 40)}”）已撤回，请不要再照着做。{reason}"
    brief = f"{code}已撤回，请别再照着做"
    record(db, actor, now, "withdraw", detail=code)
    recalled = recalling.recall(db, notice, fresh, now)
    done = _tell(db, notice, (text, brief), now, announce, not_before, reason="withdrawn")
    if done.is_all:
        sent, left = done.people, done.stopped
    return Withdrawn(code, sent, left, recalled)


def others_of(db: Session, notice_id: int) -> list[str]:
    """Return the codes of those in force that say the very same to others."""
    same = notices.of_same_words(db, notice_id)
    return [notices.get(db, number).code or "" for number in same if number != notice_id]


def replace(
    db: Session,
    old: Notice,
    new: Notice,
    now: datetime,
    announce: Announce,
    not_before: datetime | None = None,
) -> int:
    """Put a published notice in another's place; return how many hear so who do not get the new one.

    Of a city that is found piece by piece: 0 until then.
    """
    text = f"此前的通知 {old.code} 已由 {new.code} 代替，请以新的为准：{new.text}"
    brief = f"{old.code}已由{new.code}代替：{new.text}"
    return _tell(
        db, old, (text, brief), now, announce, not_before, reason="replaced", newer=new
    ).people


def _tell(
    db: Session,
    old: Notice,
    said: tuple[str, str],
    now: datetime,
    announce: Announce,
    not_before: datetime | None,
    *,
    reason: str,
    newer: Notice | None = None,
) -> DoneSoFar:
    """Tell everybody who may have had it, save those who are sent the newer one.

    `said` is the text, and what of it a template message has room for.
    """
    text, brief = said
    name = units.get_unit(db, old.unit_id).name
    fields, words = {"what": f"{name}通知有变化", "text": brief}, f"【{name}通知】{text}"
    announce(db, NoticeOver(old.code or "", words, not_before), now)
    letter = Circular(DeliveryKind.NOTICE, words, fields, due_at=not_before)
    return afterwards.over(db, old, reason, letter, now, newer.id if newer is not None else None)
