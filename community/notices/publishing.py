"""A notice that goes out: who must know is written down, counted, and owed it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.notices import planning, scheduling
from core.likeness import marks
from core.phrases import say_doors
from db import notices
from db.models import Notice, NoticeState

FEW = 12  # doors named in one message; the rest are counted


def owe(
    db: Session,
    notice: Notice,
    now: datetime,
    zone: ZoneInfo,
    *,
    urgent: bool,
    not_before: datetime | None = None,
) -> int:
    """Owe the notice to everybody it is for; return how many deliveries that makes."""
    if notice.state is not NoticeState.DRAFT:
        return 0
    at = scheduling.of_draft(notice)
    notice.state, notice.published_at = NoticeState.PUBLISHED, at or now
    notice.code = f"N{notice.id}"
    notices.add_marks(db, notice.id, marks(notice.text))
    made = planning.begin(db, notice, now, zone, urgent=urgent, not_before=not_before)
    return made if notice.planning is None else max(made, notice.confirmed_for or 0)


def few(names: Sequence[str], count: int) -> str:
    """Name the first, and say how all are shown if they are more."""
    more = f"等，共{count}个（回复“谁没收到”看全部）" if count > FEW else ""
    return say_doors(names[:FEW]) + more
