"""A post changes hands: whoever has it now takes over what is open, and nobody is told twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.people import roster, tree
from community.work import escalation
from community.work.escalation import Desk
from community.work.escalation.climbing import avoided, out_of_reach
from community.work.escalation.speaking import alert, headline, whole
from core.announcements import LeaveBegun, LeaveOver, PostBegun, PostEnded
from core.phrases import shorten
from db.models import DeliveryKind, Role, Step, WorkItem
from db.people import persons, units
from db.quick import store
from db.work import items
from outbox import ladder, queue

SHOWN = 8
LINE = 60


@dataclass(frozen=True, slots=True)
class HandOver:
    """A post of a unit that somebody has left, for good or for a while."""

    unit_id: int
    role: Role
    left: int | None  # whoever has it no longer
    greeted: int | None  # whoever has it now by this, and hears so though nothing waits
    begins: str  # how the message to them begins


def on_leave_begun(desk: Desk, db: Session, event: LeaveBegun, now: datetime) -> None:
    """Whoever stands in has the post; where nobody does, the next in line hears of what is open."""
    who = f"{_name(db, event.person_id)}（{_post(db, event.unit_id, event.role)}）"
    begins = f"从现在起您替{who}的班，该由TA处理的事都发给您。"
    role, left, stands_in = Role(event.role), event.person_id, event.substitute_id
    _change(desk, db, HandOver(event.unit_id, role, left, stands_in, begins), now)


def on_leave_over(desk: Desk, db: Session, event: LeaveOver, now: datetime) -> None:
    """Whoever was away has the post again, and so what is open."""
    begins = "欢迎回来，从现在起该您处理的事又发给您。"
    role, left, back = Role(event.role), event.substitute_id, event.person_id
    _change(desk, db, HandOver(event.unit_id, role, left, back, begins), now)


def on_post_ended(desk: Desk, db: Session, event: PostEnded, now: datetime) -> None:
    """Whoever else holds such a post takes over, or the next in line."""
    if event.substitute_id is not None:
        _reopen_of(desk, db, event.substitute_id, event.unit_id, now)
    change = HandOver(event.unit_id, Role(event.role), event.person_id, None, "")
    _change(desk, db, change, now)


def on_post_begun(desk: Desk, db: Session, event: PostBegun, now: datetime) -> None:
    """Whoever is new in a post takes over what is open there."""
    begins = f"您现在是{_post(db, event.unit_id, event.role)}了。"
    change = HandOver(event.unit_id, Role(event.role), None, event.person_id, begins)
    _change(desk, db, change, now)


def _change(desk: Desk, db: Session, change: HandOver, now: datetime) -> None:
    if change.left is not None:
        _reopen_of(desk, db, change.left, change.unit_id, now)
    taken: dict[int, list[WorkItem]] = {}
    for item in items.open_below(db, units.path_of(db, change.unit_id)):
        heir = _pass_on(desk, db, item, change, now)
        if heir is not None:
            taken.setdefault(heir, []).append(item)
    if change.greeted is not None:
        taken.setdefault(change.greeted, [])
    for person_id, passed in taken.items():
        _tell(desk, db, person_id, change, passed, now)


def _reopen_of(desk: Desk, db: Session, person_id: int, unit_id: int, now: datetime) -> None:
    """What somebody had in hand where they hold nothing any more is open again."""
    path = units.path_of(db, unit_id)
    for item in items.in_hands_of(db, person_id):
        below = item.unit_id is None or units.path_of(db, item.unit_id).startswith(path)
        if below and not _still_theirs(desk, db, item, person_id, now):
            escalation.reopen(db, item, now, desk)


def _still_theirs(desk: Desk, db: Session, item: WorkItem, person_id: int, now: datetime) -> bool:
    holders = tree.in_charge(db, item.unit_id, now, desk.zone)
    return any(holder.id == person_id for holder in holders.values())


def _pass_on(
    desk: Desk, db: Session, item: WorkItem, change: HandOver, now: datetime
) -> int | None:
    """Give one item to whoever has the post for it now; return who hears of it by this."""
    holders = tree.in_charge(db, item.unit_id, now, desk.zone)
    here = {holder.id for holder in holders.values()}
    told = set(items.told_ids(db, item.id))
    if change.left is not None and change.left in told and change.left not in here:
        items.cancel_alerts_of(db, item.id, change.left, "away")
    heir, why = holders.get(change.role), ""
    if change.role is item.avoids or (heir and heir.id in avoided(item, holders)):
        heir = None
    concerns = change.left in told or change.role in desk.chains.of(item)[0].roles
    if heir is not None and concerns and heir.id not in told:
        delivery = _step(desk, db, item, heir.id, now)
        closed = desk.why_not(db, DeliveryKind.ALERT, now, person_id=heir.id)
        if closed is None:
            return None if delivery else heir.id
        why = ladder.say(closed)
    if not _may_hear(desk, db, told & here, now) and not escalation.tell_next(
        db, item, desk, now, because=out_of_reach(why or "不在岗")
    ):
        escalation.tell_again(db, item, "原来的负责人不在岗了，请看看这件。", now)
    return None


def _step(desk: Desk, db: Session, item: WorkItem, person_id: int, now: datetime) -> bool:
    """Write down that somebody knows of an item now; tell them alone of what is urgent."""
    told = alert(db, item, person_id, whole(item), now) if item.kind.is_urgent else None
    tier = max(items.last_tier(db, item.id), 0)
    step = Step(item_id=item.id, person_id=person_id, tier=tier, told_at=now, delivery_id=told)
    store(db, step)
    return told is not None


def _may_hear(desk: Desk, db: Session, ids: set[int], now: datetime) -> bool:
    return any(
        desk.why_not(db, DeliveryKind.ALERT, now, person_id=person_id) is None for person_id in ids
    )


def _tell(
    desk: Desk,
    db: Session,
    person_id: int,
    change: HandOver,
    passed: Sequence[WorkItem],
    now: datetime,
) -> None:
    """One message for all that waits; at night it waits until morning, what is urgent does not."""
    begins = change.begins
    if person_id != change.greeted:
        begins = f"{_left(db, change)}{_post(db, change.unit_id, change.role)}的事由您接手。"
    lines = [f"{item.id} {headline(item)}{_gist(item)}" for item in passed[:SHOWN]]
    if lines:
        said = [
            f"{begins}现在有{len(passed)}件等着：",
            *lines,
            "处理请回复“收到 编号”，全部看“待办”。",
        ]
    else:
        said = [f"{begins}现在没有等着的事。"]
    queue(
        db, DeliveryKind.INFO, "\n".join(said), now, person_id=person_id,
        due_at=_in_daytime(now, desk), fields=_fields(begins, len(passed)),
    )  # fmt: skip


def _fields(begins: str, count: int) -> dict[str, str]:
    waits = f"现在有{count}件等着处理" if count else "现在没有等着的事"
    return {"what": begins.partition("，")[0], "text": waits}


def _left(db: Session, change: HandOver) -> str:
    return f"{_name(db, change.left)}不在岗了，" if change.left is not None else ""


def _gist(item: WorkItem) -> str:
    return shorten(item.text.partition("\n")[0], LINE)


def _in_daytime(now: datetime, desk: Desk) -> datetime:
    local = now.astimezone(desk.zone)
    begins, ends = roster.span_of(roster.tonight(now, desk.zone), desk.zone)
    return ends if begins <= local < ends else now


def _name(db: Session, person_id: int) -> str:
    return tree.call(persons.get(db, person_id))


def _post(db: Session, unit_id: int, role: str) -> str:
    return tree.post_name(units.get_unit(db, unit_id), Role(role))
