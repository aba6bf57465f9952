"""A notice in force is sent on to more: its very words, to whoever has not been sent them yet."""

from datetime import datetime

from sqlalchemy.orm import Session

from community.notices.audience import Addressees
from community.notices.proposing import Draft
from community.notices.rights import unless_over
from community.people.access import Actor, Refused
from core.likeness import pairs
from db import notices
from db.models import Notice, NoticeState

LOOKED_AT = 40  # notices among which one is found by what is said of it


def find(actor: Actor, db: Session, code: str, topic: str, now: datetime) -> Notice | Refused:
    """Return the notice in force that is meant: by its code, by what it is about, or somebody's last."""
    if code:
        found = notices.by_code(db, code)
    elif topic:
        recent, about = notices.latest(db, LOOKED_AT), pairs(topic)
        live = (one for one in recent if one.state is NoticeState.PUBLISHED)
        found = next((one for one in live if about & pairs(one.text)), None)
    else:
        found = notices.last_of(db, actor.person_id or 0)
    if found is None:
        return Refused("no_notice", code) if code else Refused("no_notice_about", topic)
    return unless_over(actor, db, found, now)


def draft(notice: Notice, wanted: Addressees) -> Draft:
    """Return the same notice for others."""
    return Draft(
        notice.text,
        wanted,
        notice.valid_until,
        None,
        notice.valid_till,
        notice.form,
        notice.colour,
        notice.is_exercise,
        notice.asks_answer,
        same_as=notice.id,
    )
