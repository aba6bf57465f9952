"""A draft is published, by whoever may publish there at that moment, and how far it came is read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.notices import publishing, withdrawal
from community.notices.rights import PUBLISHERS, publishes
from community.people.access import Actor, Refused, record
from db import notices
from db.models import Notice, NoticeState
from db.people import units


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


def publish(
    actor: Actor,
    db: Session,
    notice_id: int,
    now: datetime,
    *,
    urgent: bool,
    not_before: datetime | None,
) -> Published | Refused:
    """Publish a draft; what is not urgent waits until people are awake."""
    if not actor.holds(PUBLISHERS):
        return Refused("post_over")
    notice = db.get_one(Notice, notice_id, with_for_update=True)
    if not publishes(actor, units.get_unit(db, notice.unit_id)):
        return Refused("moved")
    if notice.state is not NoticeState.DRAFT:
        return Refused(notice.state, notice.code or "")
    people = publishing.owe(db, notice, now, urgent=urgent, not_before=not_before)
    code = notice.code or ""
    record(db, actor, now, "publish", detail=code)
    return Published(code, people, _replace_old(actor, db, notice, now, not_before))


def _replace_old(
    actor: Actor, db: Session, notice: Notice, now: datetime, not_before: datetime | None
) -> Instead | None:
    """Take the old notice's place, unless somebody has taken it back meanwhile."""
    if notice.replaces_id is None:
        return None
    old = notices.get(db, notice.replaces_id)
    code = old.code or ""
    if old.state is not NoticeState.PUBLISHED:
        return Instead(code, None)
    told = withdrawal.replace(db, old, notice, now, not_before)
    record(db, actor, now, "replace", detail=code)
    return Instead(code, told)


def find_own(actor: Actor, db: Session, code: str | None, now: datetime) -> Notice | Refused:
    """Return the notice somebody may read the outcome of: one of theirs, by default their last."""
    if not actor.holds(PUBLISHERS) or actor.person_id is None:
        return Refused("not_publisher")
    notice = notices.by_code(db, code) if code else notices.last_of(db, actor.person_id)
    if notice is None or notice.author_id != actor.person_id:
        return Refused("none_of_yours")
    record(db, actor, now, "read_outcome", detail=notice.code)
    return notice
