"""Two of the staff stand in for each other: nothing changes before whoever is asked says yes."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import leave, tree
from community.people.access import Actor, Refused, record
from community.people.leave import Planned, Wanted
from core.announcements import Announce
from core.phrases import say_span
from db.models import DeliveryKind, Swap
from db.people import persons
from outbox import queue


@dataclass(frozen=True, slots=True)
class Swapped:
    """Both halves of a swap: when the other stands in for whoever asks, and the other way round."""

    mine: Planned
    theirs: Planned


def plan(
    actor: Actor, db: Session, mine: Wanted, theirs: Wanted, now: datetime, zone: ZoneInfo
) -> Swapped | Refused:
    """Return what a swap would be; nothing is written.  Both must be of the staff."""
    first = leave.plan(actor, db, mine, now, zone)
    if isinstance(first, Refused):
        return first
    if first.accepts is not None:
        return Refused("swap_not_staff")
    if mine.begins_at < theirs.ends_at and theirs.begins_at < mine.ends_at:
        return Refused("same_days")
    # Whoever is asked would take this leave themselves.
    other = Actor(theirs.person_id)
    second = leave.plan(other, db, theirs, now, zone)
    return second if isinstance(second, Refused) else Swapped(first, second)


def ask(
    actor: Actor, db: Session, mine: Wanted, theirs: Wanted, now: datetime, zone: ZoneInfo
) -> Swapped | Refused:
    """Ask somebody to swap."""
    planned = plan(actor, db, mine, theirs, now, zone)
    if isinstance(planned, Refused):
        return planned
    swap = Swap(
        asker_id=mine.person_id,
        other_id=theirs.person_id,
        begins_at=mine.begins_at,
        ends_at=mine.ends_at,
        in_return_from=theirs.begins_at,
        in_return_until=theirs.ends_at,
        asked_at=now,
    )
    db.add(swap)
    db.flush()
    record(db, actor, now, "swap_asked", subject=theirs.person_id, detail=f"swap {swap.id}")
    text = (
        f"{tree.call(planned.mine.person)}（{planned.mine.titles}）想和您换班："
        f"{say_span(mine.begins_at, mine.ends_at, zone)}请您替TA，"
        f"{say_span(theirs.begins_at, theirs.ends_at, zone)}TA替您。同意吗？回复“同意换班”或“不换”。"
    )
    queue(db, DeliveryKind.INFO, text, now, person_id=theirs.person_id)
    return planned


def answer(
    actor: Actor,
    db: Session,
    swap_id: int,
    now: datetime,
    zone: ZoneInfo,
    announce: Announce,
    *,
    yes: bool,
) -> Swapped | None | Refused:
    """Say yes or no to a swap; both halves count from a yes on.  None for a no."""
    swap = db.get_one(Swap, swap_id)
    asker = Actor(swap.asker_id)
    mine = Wanted(swap.asker_id, swap.begins_at, swap.ends_at, swap.other_id)
    theirs = Wanted(swap.other_id, swap.in_return_from, swap.in_return_until, swap.asker_id)
    name = tree.call(persons.get(db, swap.other_id))
    if not yes:
        swap.answered_at = now
        text = f"{name}不方便换班，班次没有变。"
        queue(db, DeliveryKind.INFO, text, now, person_id=swap.asker_id)
        return None
    planned = plan(asker, db, mine, theirs, now, zone)
    if isinstance(planned, Refused):
        return planned
    swap.answered_at = now
    for half in (planned.mine, planned.theirs):
        for row in leave.write(db, half, now, agreed_at=now):
            if row.begins_at <= now:
                leave.begin(db, row, now, announce)
    text = (
        f"{name}答应换班了：{say_span(mine.begins_at, mine.ends_at, zone)}TA替您，"
        f"{say_span(theirs.begins_at, theirs.ends_at, zone)}您替TA。"
    )
    queue(db, DeliveryKind.INFO, text, now, person_id=swap.asker_id)
    return planned
