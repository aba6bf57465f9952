"""A notice: who it reaches, and owing it to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.people import tree
from core.likeness import marks
from core.phrases import say_day
from db import notices, outcomes
from db.models import DeliveryKind, Notice, NoticeState, Unit
from db.people import units
from outbox import Circular, queue_below

FEW = 12  # doors named in one message; the rest are counted


@dataclass(frozen=True, slots=True)
class Preflight:
    """Who a notice would reach before it is sent."""

    households: int
    contacts: int
    without: int  # households nobody of which follows us …
    doors: str  # … and which, the first of them by name

    @property
    def reached_households(self) -> int:
        return self.households - self.without


def preflight(db: Session, unit: Unit) -> Preflight:
    without = outcomes.count_without_contact(db, unit.path)
    first = outcomes.first_without_contact(db, unit.path, FEW)
    return Preflight(
        units.households_below(db, unit),
        units.count_people_below(db, unit),
        without,
        few([tree.door(household) for household in first], without),
    )


def owe(
    db: Session,
    notice: Notice,
    now: datetime,
    *,
    urgent: bool,
    not_before: datetime | None = None,
) -> int:
    """Owe the notice to everybody below its unit; return how many deliveries that made."""
    if notice.state is not NoticeState.DRAFT:
        return 0
    unit = units.get_unit(db, notice.unit_id)
    notice.state, notice.published_at = NoticeState.PUBLISHED, now
    notice.code = f"N{notice.id}"
    notice.households = units.households_below(db, unit)
    notice.unreachable = outcomes.count_without_contact(db, unit.path)
    notices.add_marks(db, notice.id, marks(notice.text))
    letter = Circular(
        DeliveryKind.ALERT if urgent else DeliveryKind.NOTICE,
        as_sent(notice, unit),
        {"what": f"{unit.name}通知", "text": notice.text},
        due_at=None if urgent else not_before,
        notice_id=notice.id,
    )
    return queue_below(db, unit, letter, now)


def as_sent(notice: Notice, unit: Unit) -> str:
    """Return a notice as residents read it, with the code they can reply."""
    until = f"，到{say_day(notice.valid_until)}有效" if notice.valid_until else ""
    return f"【{unit.name}通知】{notice.text}\n（通知编号 {notice.code}{until}）"


def few(names: Sequence[str], count: int) -> str:
    """Name the first, and say how many there are if they are more."""
    more = f"等{count}个" if count > FEW else ""
    return "、".join(names[:FEW]) + more
