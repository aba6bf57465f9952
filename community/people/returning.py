"""Coming back from leave, early or when it is over, and calling one off that has not begun."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import tree
from community.people.access import Actor, Refused, record
from community.people.posts import APPOINTERS
from core.announcements import Announce, LeaveOver
from core.phrases import say_span
from db.models import Absence, DeliveryKind
from db.people import leaves, persons
from outbox import queue


@dataclass(frozen=True, slots=True)
class Back:
    """Whose leave is over or off, and which days it was to be."""

    person_id: int
    span: str
    is_running: bool


def come_back(
    actor: Actor, db: Session, person_id: int, now: datetime, zone: ZoneInfo, announce: Announce
) -> Back | Refused:
    """End the leave that runs, from this moment on; whoever stands in hears so."""
    rows = [row for row in _theirs(actor, db, person_id, now) if row.begins_at <= now]
    if not rows:
        return Refused("not_away")
    span = say_span(rows[0].begins_at, rows[0].ends_at, zone)
    for row in rows:
        row.ends_at = now
        over(db, row, now, announce)
    record(db, actor, now, "leave_ended", subject=person_id, detail=f"leave {rows[0].leave_id}")
    _tell(db, rows, f"{_name(db, person_id)}提前回来了，不用您再替班，谢谢您。", now)
    _tell_holder(actor, db, person_id, "您的假提前结束了，从现在起该您处理的事又发给您。", now)
    return Back(person_id, span, is_running=True)


def call_off(
    actor: Actor, db: Session, person_id: int, now: datetime, zone: ZoneInfo
) -> Back | Refused:
    """Call off the leaves that have not begun."""
    rows = [row for row in _theirs(actor, db, person_id, now) if row.begins_at > now]
    if not rows:
        return Refused("no_leave")
    spans: dict[str, list[Absence]] = {}
    for row in rows:
        spans.setdefault(say_span(row.begins_at, row.ends_at, zone), []).append(row)
        row.ends_at = row.begins_at
    record(db, actor, now, "leave_called_off", subject=person_id)
    for span, off in spans.items():
        _tell(db, off, f"{_name(db, person_id)}{span}不请假了，不用您替班，谢谢您。", now)
    _tell_holder(actor, db, person_id, f"您{'、'.join(spans)}的请假取消了。", now)
    return Back(person_id, "、".join(spans), is_running=False)


def over(db: Session, absence: Absence, now: datetime, announce: Announce) -> None:
    """Tell whoever listens that an absence is over: the holder takes over what is open."""
    absence.over_at, post = now, absence.post
    absence.begun_at = absence.begun_at or now
    stood_in = absence.substitute_id if absence.agreed_at is not None else None
    announce(db, LeaveOver(post.id, post.person_id, stood_in, post.unit_id, post.role), now)


def _theirs(actor: Actor, db: Session, person_id: int, now: datetime) -> list[Absence]:
    """Return when somebody is or will be away, as far as whoever speaks may change it."""
    own = person_id == actor.person_id
    return [
        row
        for row in leaves.between(db, person_id, now, None)
        if own or actor.covers(row.post.unit, APPOINTERS)
    ]


def _tell(db: Session, rows: list[Absence], text: str, now: datetime) -> None:
    """Tell whoever stands in, or was asked to and has not said no."""
    for number in dict.fromkeys(row.substitute_id for row in rows if row.declined_at is None):
        if number is not None:
            queue(db, DeliveryKind.INFO, text, now, person_id=number)


def _tell_holder(actor: Actor, db: Session, person_id: int, text: str, now: datetime) -> None:
    if actor.person_id != person_id:
        queue(db, DeliveryKind.INFO, text, now, person_id=person_id)


def _name(db: Session, person_id: int) -> str:
    return tree.call(persons.get(db, person_id))
