"""A draft is published, by whoever may publish there at that moment; red needs a second person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.notices import audience, proposing, publishing, scheduling, withdrawal
from community.notices.receipts import is_pressing
from community.notices.rights import PUBLISHERS, publishes, seats
from community.people import tree
from community.people.access import Actor, Refused, record
from core.announcements import Announce
from core.likeness import pairs
from core.phrases import shorten
from db import notices
from db.models import DeliveryKind, Notice, NoticeColour, NoticeState, Urgency
from db.people import units
from outbox import queue

LOOKED_AT = 40  # notices among which one is found by what is said of it
DRAFT_LASTS = timedelta(hours=24)  # an older draft is not sent by a late word


@dataclass(frozen=True, slots=True)
class Instead:
    """The old notice, and how many others hear that it was replaced; none if it was withdrawn before."""

    code: str
    told: int | None


@dataclass(frozen=True, slots=True)
class Published:
    """The code of what was published, and to how many people it goes."""

    code: str
    people: int
    instead: Instead | None
    confirmed_for: int | None = None  # so many people were named when it was confirmed
    seconds: Sequence[str] = ()  # who hears of it afterwards, because there was no time to ask
    is_urgent: bool = False
    at: datetime | None = None  # when it goes out, where that is not now


@dataclass(frozen=True, slots=True)
class AwaitsSecond:
    """It goes out when one of these agrees."""

    number: int
    names: Sequence[str]


def publish(
    actor: Actor,
    db: Session,
    notice_id: int,
    now: datetime,
    zone: ZoneInfo,
    announce: Announce,
    *,
    urgent: bool,
    not_before: datetime | None,
) -> Published | AwaitsSecond | Refused:
    """Publish a draft; what is not urgent waits until people are awake.

    A red one waits for a second person, unless life is in danger: then that person hears of it
    afterwards, and so where there is nobody to ask.
    """
    notice = _ready(actor, db, notice_id, now)
    if isinstance(notice, Refused):
        return notice
    urgent = urgent or notice.colour is NoticeColour.RED
    seconds: list[str] = []
    if notice.needs_second and notice.seconder_id is None:
        if notice.author_id != actor.person_id:
            return second(actor, db, notice_id, now, zone, announce)
        others = _others(db, actor, notice, now, zone)
        if others and not is_pressing(notice, by_words=True):
            _ask_second(actor, db, notice, others, now)
            return AwaitsSecond(notice.id, [tree.call_of(db, other) for other in others])
        seconds = _tell_seconds(actor, db, notice, others, now)
    return _go(actor, db, notice, now, zone, announce, urgent, not_before, seconds)


def second(
    actor: Actor, db: Session, notice_id: int, now: datetime, zone: ZoneInfo, announce: Announce
) -> Published | Refused:
    """Agree to what another wants to send; nobody agrees to their own."""
    notice = _ready(actor, db, notice_id, now)
    if isinstance(notice, Refused):
        return notice
    if not notice.needs_second:
        return Refused("needs_no_second", str(notice_id))
    if notice.author_id == actor.person_id:
        return Refused("own_second")
    notice.seconder_id = actor.person_id
    record(db, actor, now, "second", detail=f"N{notice.id}")
    done = _go(actor, db, notice, now, zone, announce, True, None, [])
    queue(
        db,
        DeliveryKind.INFO,
        f"您要发的通知 {done.code} {tree.call_of(db, actor.person_id or 0)}已确认，正在发给{done.people}人。",
        now,
        person_id=notice.author_id,
    )
    return done


def decline(actor: Actor, db: Session, notice_id: int, now: datetime) -> None | Refused:
    """Say no to what another wants to send; its author hears so."""
    notice = _ready(actor, db, notice_id, now)
    if isinstance(notice, Refused):
        return notice
    notice.state = NoticeState.DROPPED
    record(db, actor, now, "decline_notice", detail=f"N{notice.id}")
    who = tree.call_of(db, actor.person_id or 0)
    said = f"您要发的通知“{shorten(notice.text, 40)}”，{who}没有同意，没有发送。"
    queue(db, DeliveryKind.INFO, said, now, person_id=notice.author_id)
    return None


def _ready(actor: Actor, db: Session, notice_id: int, now: datetime) -> Notice | Refused:
    if not seats(actor, db, now):
        return Refused("post_over")
    notice = notices.hold(db, notice_id)
    if notice is None:
        return Refused("no_draft", str(notice_id))
    if not publishes(actor, db, units.get_unit(db, notice.unit_id), now):
        return Refused("moved")
    if notice.state is not NoticeState.DRAFT:
        return Refused(notice.state, notice.code or "")
    if now - notice.created_at > DRAFT_LASTS:
        return Refused("stale_draft")
    at = scheduling.of_draft(notice)
    if at is not None and at <= now:
        return Refused("sending_missed")
    return notice


def _go(
    actor: Actor,
    db: Session,
    notice: Notice,
    now: datetime,
    zone: ZoneInfo,
    announce: Announce,
    urgent: bool,
    not_before: datetime | None,
    seconds: Sequence[str],
) -> Published:
    at = scheduling.of_draft(notice)
    awake = None if urgent else not_before
    people = publishing.owe(db, notice, now, zone, urgent=urgent, not_before=at or awake)
    code = notice.code or ""
    record(db, actor, now, "publish", detail=code)
    instead = _replace_old(actor, db, notice, now, announce, not_before)
    return Published(code, people, instead, notice.confirmed_for, seconds, urgent, at)


def _others(db: Session, actor: Actor, notice: Notice, now: datetime, zone: ZoneInfo) -> list[int]:
    """Return who else may send there, the nearest first."""
    unit = units.get_unit(db, notice.unit_id)
    held = units.held_above(db, unit, sorted(PUBLISHERS), now, zone)
    ids = dict.fromkeys(one.holder_id for one in held)
    return [person for person in ids if person != actor.person_id][:4]


def _ask_second(
    actor: Actor, db: Session, notice: Notice, others: Sequence[int], now: datetime
) -> None:
    who = tree.call_of(db, actor.person_id or 0)
    unit = units.get_unit(db, notice.unit_id).name
    text = (
        f"【请确认】{who}要向{unit}发红色预警：{notice.text}\n"
        f"同意请回复“同意发 {notice.id}”，不同意回复“不同意发 {notice.id}”。同意了才发。"
    )
    for other in others:
        queue(db, DeliveryKind.ALERT, text, now, person_id=other, urgency=Urgency.DANGER)


def _tell_seconds(
    actor: Actor, db: Session, notice: Notice, others: Sequence[int], now: datetime
) -> list[str]:
    who = tree.call_of(db, actor.person_id or 0)
    unit = units.get_unit(db, notice.unit_id).name
    text = (
        f"【告知】{who}刚向{unit}发了红色预警（情况紧急，没有等第二个人确认）：{notice.text}\n"
        f"有不对的请马上回复“撤回 N{notice.id} 原因”。"
    )
    for other in others:
        queue(db, DeliveryKind.ALERT, text, now, person_id=other)
    return [tree.call_of(db, other) for other in others]


def _replace_old(
    actor: Actor,
    db: Session,
    notice: Notice,
    now: datetime,
    announce: Announce,
    not_before: datetime | None,
) -> Instead | None:
    """Take the old notice's place, unless somebody has taken it back meanwhile."""
    if notice.replaces_id is None:
        return None
    old = notices.get(db, notice.replaces_id)
    code = old.code or ""
    if old.state is not NoticeState.PUBLISHED:
        return Instead(code, None)
    told = withdrawal.replace(db, old, notice, now, announce, not_before)
    record(db, actor, now, "replace", detail=code)
    return Instead(code, told)


def find_own(
    actor: Actor, db: Session, code: str | None, now: datetime, *, in_force: bool = False
) -> Notice | Refused:
    """Return the notice somebody may read the outcome of: one of theirs, by default their last.

    With `in_force` the last that was not taken back.
    """
    if not seats(actor, db, now) or actor.person_id is None:
        return Refused("not_publisher")
    last = notices.last_of if in_force else notices.last_sent_of
    notice = notices.by_code(db, code) if code else last(db, actor.person_id)
    if notice is None or notice.author_id != actor.person_id:
        return Refused("none_of_yours")
    record(db, actor, now, "read_outcome", detail=notice.code)
    return notice


def find_said(
    actor: Actor,
    db: Session,
    topic: str,
    day: date | None,
    now: datetime,
    zone: ZoneInfo,
    where: Sequence[str] = (),
) -> Notice | Refused:
    """Return which of their own notices somebody speaks of: by its day, the places it went to and its
    words, else their last.
    """
    if not seats(actor, db, now):
        return Refused("not_publisher")
    mine = [
        each
        for each in notices.latest(db, LOOKED_AT)
        if each.author_id == actor.person_id
        and each.state is NoticeState.PUBLISHED
        and (day is None or (each.published_at or now).astimezone(zone).date() == day)
    ]
    if where:
        mine = [each for each in mine if _went_to(db, each, where)]
    named = (each for each in mine if pairs(topic) & pairs(each.text))
    found = next(named, None) or next(iter(mine), None)
    return found or Refused("none_of_yours")


def _went_to(db: Session, notice: Notice, where: Sequence[str]) -> bool:
    return all(name in audience.where(db, proposing.of(db, notice)) for name in where)


def last_draft(actor: Actor, db: Session, now: datetime) -> Notice | None:
    """Return the newest draft somebody wrote that still waits for their word."""
    return notices.last_draft(db, actor.person_id or 0, now - DRAFT_LASTS)
