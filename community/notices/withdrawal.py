"""A notice that no longer holds, withdrawn or replaced: who still waits is not sent it, who got it hears."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.phrases import shorten
from db import notices
from db.models import DeliveryKind, Notice, NoticeState, Person, Unit
from db.people import units
from outbox import Letter, queue_to_readers


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
    return _tell(db, notice, text, now, not_before)


def replace(
    db: Session, old: Notice, new: Notice, now: datetime, not_before: datetime | None = None
) -> int:
    """Put a published notice in another's place; return how many hear so who do not get the new one."""
    notices.stop(db, old.id, "replaced")
    text = f"此前的通知 {old.code} 已由 {new.code} 代替，请以新的为准：{new.text}"
    return _tell(db, old, text, now, not_before, units.get_unit(db, new.unit_id))


def _tell(
    db: Session,
    old: Notice,
    text: str,
    now: datetime,
    not_before: datetime | None,
    served: Unit | None = None,
) -> int:
    """Tell everybody who may have had it, save those who are served below another unit."""
    name = units.get_unit(db, old.unit_id).name
    fields = {"what": f"{name}通知有变化", "text": text}
    letter = Letter(DeliveryKind.NOTICE, f"【{name}通知】{text}", fields, due_at=not_before)
    return queue_to_readers(db, old.id, letter, now, but=served)
