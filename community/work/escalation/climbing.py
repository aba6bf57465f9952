"""One item's way up: raised, told from tier to tier, said again a little, left alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.people import tree
from community.work.escalation.chains import INSISTS, LOOK_AGAIN, Desk, Subject, Tier
from community.work.escalation.hearing import heard_by
from community.work.escalation.speaking import (
    alert,
    how_is_it,
    last_word,
    tell_again,
    tell_caller_more,
    tell_caller_nobody,
    whole,
)
from core.budget import Budget
from db.models import Act, DeliveryKind, ItemKind, ItemState, Role, Step, WorkItem
from db.people import contacts, leaves, units
from db.people.units import InCharge
from db.quick import store
from db.work import items
from outbox import ladder


def raise_item(
    db: Session, kind: ItemKind, text: str, subject: Subject, now: datetime, desk: Desk
) -> WorkItem:
    """Write down that somebody must see to this, and tell the first who can.

    What is returned is for its number: the session does not know of it.
    """
    item = WorkItem(
        kind=kind,
        state=ItemState.OPEN,
        person_id=subject.person.id if subject.person else None,
        contact_id=subject.contact_id,
        unit_id=subject.unit.id if subject.unit else None,
        turn_id=subject.turn_id,
        submission_id=subject.submission_id,
        decides=subject.decides,
        avoids=subject.avoids,
        needs_decision=subject.needs_decision,
        due_at=subject.due_at,
        text=text,
        raised_at=now,
        holds_minutes=desk.chains.holds_minutes(kind),
    )
    store(db, item)  # its number is part of what staff are told
    if subject.contact_id is not None:
        contacts.note_call(db, subject.contact_id, now)
    if not tell_next(db, item, desk, now):
        item.stuck_at = now
        item.escalates_at = desk.after(item, now, last_wait(item, desk))
    elif subject.due_at is not None:
        item.escalates_at = subject.due_at
    items.set_climb(db, item.id, item.escalates_at, item.stuck_at)
    return item


def hand_over(
    db: Session, item: WorkItem, decides: Role, due_at: datetime | None, now: datetime, desk: Desk
) -> None:
    """What was sent in has changed so that somebody else decides: they are told."""
    item.decides = decides
    if not tell_next(db, item, desk, now):
        leave(db, item, desk, now)
    if due_at is not None:
        item.escalates_at = due_at


def press(db: Session, item: WorkItem, now: datetime, desk: Desk) -> None:
    """The time is up: whoever comes next is told now, and those told before once more."""
    tell_again(db, item, "已经过了说好的时间，请尽快处理。", now)
    if not tell_next(db, item, desk, now):
        leave(db, item, desk, now)


def settle(db: Session, item: WorkItem, state: ItemState, now: datetime) -> None:
    """Somebody has answered, or nothing is to be done: what still waits is not sent any more."""
    item.state, item.stuck_at = state, None
    item.escalates_at = now + _word_holds(item) if _may_expire(item) else None
    reason = "taken_back" if state is ItemState.WITHDRAWN else "taken"
    items.cancel_alerts(db, item.id, reason)
    if state.is_over:
        item.closed_at, item.asked_at = now, None


def _may_expire(item: WorkItem) -> bool:
    return item.state is ItemState.TAKEN and item.holds_minutes is not None


def _word_holds(item: WorkItem) -> timedelta:
    return timedelta(minutes=item.holds_minutes or 0)


def close(db: Session, item: WorkItem, text: str, now: datetime, but: int | None = None) -> None:
    """Nothing is to be done any more; those who were told hear why, but not whoever knows."""
    settle(db, item, ItemState.WITHDRAWN, now)
    last_word(db, item, text, now, but)


def climb(db: Session, now: datetime, desk: Desk, budget: Budget) -> int:
    """See to every item nobody has answered in time; return how many.

    The next in line are told.  If nobody is, those who were told hear it again, a few times; the
    caller hears the truth, and from then on we look now and then who can be told by now.
    """
    for item in budget.take(items.climbing(db, now, budget.rows)):
        if item.state is ItemState.TAKEN:
            _expire(db, item, desk, now)
        elif tell_next(db, item, desk, now):
            heard = heard_by(db, item, desk, now)
            if heard and item.submission_id is None:
                tell_caller_more(db, item, "、".join(map(tree.title, heard)), now)
        else:
            leave(db, item, desk, now)
            insisted = _insist(db, item, desk, now)
            wait = last_wait(item, desk) if insisted else LOOK_AGAIN
            item.escalates_at = desk.after(item, now, wait)
    return budget.done


def _expire(db: Session, item: WorkItem, desk: Desk, now: datetime) -> None:
    """Whoever took it on has not said what came of it: they are asked, then it is open again."""
    mine = next((one for one in items.steps(db, item.id) if one.person_id == item.owner_id), None)
    away = leaves.away_ids(db, [item.owner_id] if item.owner_id else [], now)
    if mine is not None and mine.insisted < INSISTS and mine.person_id not in away:
        mine.insisted += 1
        alert(db, item, mine.person_id, f"{how_is_it(item)}\n{whole(item)}", now)
        item.escalates_at = desk.after(item, now, _word_holds(item))
        return
    give_back(db, item, now, desk, "接手的人一直没有回音")


def give_back(db: Session, item: WorkItem, now: datetime, desk: Desk, because: str) -> None:
    """Nobody has an item any more: whoever comes next is told, else those who were told before."""
    reopen(db, item, now, desk)
    if not tell_next(db, item, desk, now, because=because):
        tell_again(db, item, f"{because}，请另一位接手。", now)


def reopen(db: Session, item: WorkItem, now: datetime, desk: Desk) -> None:
    """Nobody has an item any more."""
    items.note(db, item.id, Act.RETURNED, now, actor=item.owner_id)
    item.state, item.owner_id, item.taken_at = ItemState.OPEN, None, None
    item.escalates_at = desk.after(item, now, desk.chains.of(item)[0].wait)
    db.flush()


def tell_next(db: Session, item: WorkItem, desk: Desk, now: datetime, because: str = "") -> bool:
    """Tell the next tier that holds somebody who has not been told; False if none can be reached.

    Where nobody of a tier can be reached, the one above is told in the same breath; `because`
    says why the one before does not see to it.
    """
    holders = tree.in_charge(db, item.unit_id, now, desk.zone)
    known = set(items.told_ids(db, item.id)) | avoided(item, holders)
    step = items.last_tier(db, item.id) + 1
    for tier in desk.chains.now(item, holders):
        held = _of_tier(db, item, tier, holders, now)
        fresh = {holder.id: holder for holder in held if holder.id not in known}
        if not fresh:
            continue
        known |= set(fresh)
        closed = [_tell(db, item, one, step, desk, now, because) for one in fresh.values()]
        if None in closed:
            item.escalates_at = desk.after(item, now, tier.wait)
            return True
        because, step = out_of_reach(ladder.say(closed[0])), step + 1
    return False


def avoided(item: WorkItem, holders: Mapping[Role, InCharge]) -> set[int]:
    """Return who must not be told of an item, because it is about them; whatever else they are."""
    holder = holders.get(item.avoids) if item.avoids is not None else None
    return {holder.id} if holder is not None else set()


def _of_tier(
    db: Session, item: WorkItem, tier: Tier, holders: Mapping[Role, InCharge], now: datetime
) -> list[InCharge]:
    held = [holders[role] for role in tier.roles if role in holders]
    if not tier.is_stand_ins:
        return held
    unit_id = item.unit_id or units.root_id(db)
    found = units.stand_ins(db, unit_id, tier.roles, now) if unit_id else []
    return [one for one in found if one.id not in {each.id for each in held}]


def out_of_reach(why: str) -> str:
    """Say why somebody further up is told already."""
    return f"前一位负责人联系不上：{why}"


def leave(db: Session, item: WorkItem, desk: Desk, now: datetime) -> None:
    """Nobody is left who could be told: it stands first on every list, and the caller hears so."""
    if item.stuck_at is None:
        item.stuck_at = now
        tell_caller_nobody(db, item, now)
    item.escalates_at = desk.after(item, now, last_wait(item, desk))


def last_wait(item: WorkItem, desk: Desk) -> timedelta:
    """Return how long the last tier has."""
    return desk.chains.of(item)[-1].wait


def _insist(db: Session, item: WorkItem, desk: Desk, now: datetime) -> bool:
    """Say it again to who can be reached: all of them if it is urgent, else whom nothing reached."""
    told, steps = False, items.steps(db, item.id)
    away = leaves.away_ids(db, [one.person_id for one in steps], now)
    for one in steps:
        if one.insisted >= INSISTS or items.waiting_alert(db, item.id, one.person_id):
            continue
        if one.person_id in away:
            continue
        heard = one.person_id in items.reached_ids(db, item.id)
        if heard and not item.kind.is_urgent:
            continue
        if desk.why_not(db, DeliveryKind.ALERT, now, person_id=one.person_id) is None:
            one.insisted += 1
            text = f"还没有人处理，请马上联系。\n{whole(item)}" if heard else whole(item)
            alert(db, item, one.person_id, text, now)
            told = True
    return told


def _tell(
    db: Session,
    item: WorkItem,
    person: InCharge,
    step: int,
    desk: Desk,
    now: datetime,
    because: str,
) -> str | None:
    """Tell one of them; return why that will hardly reach them, or None."""
    note = f"（{because}）\n" if because else ""
    told = alert(db, item, person.id, f"{note}{whole(item)}", now)
    store(
        db,
        Step(item_id=item.id, person_id=person.id, tier=step, told_at=now, delivery_id=told),
    )
    return desk.why_not(db, DeliveryKind.ALERT, now, person_id=person.id)
