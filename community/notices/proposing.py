"""A notice before anything is sent: whom it would reach, how long it holds, what it stands in for."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.notices.publishing import Preflight, preflight
from community.notices.rights import PUBLISHERS, find_changeable, find_place
from community.people.access import Actor, Refused
from core import personal
from db.models import Notice, NoticeState, Unit
from db.people import units


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody of the staff wants to publish; without a place, where the old one was."""

    text: str
    where: str | None
    valid_until: date | None = None
    instead_of: str | None = None  # the code of the notice it takes the place of, as written


@dataclass(frozen=True, slots=True)
class Proposed:
    """A draft that waits for “确认”, and whom it would reach."""

    notice_id: int
    unit: str
    reach: Preflight
    old: Notice | None


def propose(actor: Actor, db: Session, draft: Draft, now: datetime) -> Proposed | Refused:
    """Write a draft and look whom it would reach; what is public holds nothing personal."""
    if not actor.holds(PUBLISHERS):
        return Refused("not_publisher")
    old = find_changeable(actor, db, draft.instead_of) if draft.instead_of else None
    if isinstance(old, Refused):
        return old
    unit = _place(actor, db, draft, old)
    if isinstance(unit, Refused):
        return unit
    if private := personal.in_public(draft.text):
        return Refused("private", private)
    notice = Notice(
        unit_id=unit.id,
        author_id=actor.person_id,
        text=draft.text,
        state=NoticeState.DRAFT,
        created_at=now,
        valid_until=draft.valid_until,
        replaces_id=old.id if old else None,
    )
    db.add(notice)
    db.flush()  # its id is kept in the conversation
    return Proposed(notice.id, unit.name, preflight(db, unit), old)


def _place(actor: Actor, db: Session, draft: Draft, old: Notice | None) -> Unit | Refused:
    if draft.where is None:
        return units.get_unit(db, old.unit_id) if old else Refused("no_place")
    return find_place(actor, db, draft.where)


def drop(actor: Actor, db: Session, notice_id: int) -> None | Refused:
    """Forget one's own draft; what was published meanwhile stays."""
    notice = db.get_one(Notice, notice_id)
    if notice.author_id != actor.person_id:
        return Refused("none_of_yours")
    if notice.state is NoticeState.PUBLISHED:
        return Refused("published", notice.code or "")
    notice.state = NoticeState.DROPPED
    return None
