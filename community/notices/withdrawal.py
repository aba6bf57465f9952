"""A notice that no longer holds, withdrawn or replaced: who still waits is not sent it, who got it hears."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.phrases import shorten
from db import notices
from db.models import DeliveryKind, Notice, NoticeState, Person
from db.people import units
from outbox import queue


def withdraw(
    db: Session,
    notice: Notice,
    staff: Person,
    now: datetime,
    because: str = "",
    not_before: datetime | None = None,
) -> int:
    """Take a notice back; return how many hear that it no longer holds."""
    notice.state, notice.withdrawn_at, notice.withdrawn_by = NoticeState.WITHDRAWN, now, staff.id
    notices.stop(db, notice.id, "withdrawn")
    reason = f"原因：{because}。" if because else ""
    text = (
        f"此前的通知 {notice.code}（“{shorten(notice.text, 40)}”）已撤回，请不要再照着做。{reason}"
    )
    return _tell(db, notice, text, now, set(), not_before)


def replace(
    db: Session, old: Notice, new: Notice, now: datetime, not_before: datetime | None = None
) -> int:
    """Put a published notice in another's place; return how many hear so who do not get the new one."""
    notices.stop(db, old.id, "replaced")
    served = {row[0] for row in units.contacts_below(db, units.get_unit(db, new.unit_id))}
    text = f"此前的通知 {old.code} 已由 {new.code} 代替，请以新的为准：{new.text}"
    return _tell(db, old, text, now, served, not_before)


def _tell(
    db: Session,
    old: Notice,
    text: str,
    now: datetime,
    served: set[int],
    not_before: datetime | None,
) -> int:
    name = units.get_unit(db, old.unit_id).name
    told = [
        (contact_id, person_id)
        for contact_id, person_id in notices.reached(db, old.id)
        if contact_id is not None and contact_id not in served
    ]
    for contact_id, person_id in told:
        queue(
            db,
            DeliveryKind.NOTICE,
            f"【{name}通知】{text}",
            now,
            contact_id=contact_id,
            person_id=person_id,
            due_at=not_before,
            fields={"what": f"{name}通知有变化", "text": text},
        )
    return len(told)
