"""One ticket's way: raised, told from tier to tier, said again a little, left alone, or answered."""

from datetime import datetime

from sqlalchemy.orm import Session

from community.people import tree
from community.work.escalation.chains import (
    CHAINS,
    INSISTS,
    LOOK_AGAIN,
    URGENT,
    Desk,
    Subject,
    tiers_of,
)
from community.work.escalation.speaking import (
    alert,
    last_word,
    tell_again,
    tell_caller_nobody,
    whole,
)
from core.budget import Budget
from db.models import DeliveryKind, Person, Role, Telling, Ticket, TicketKind, TicketState
from db.people import contacts
from db.people.units import InCharge
from db.quick import store
from db.work import items
from outbox import ladder


def raise_ticket(
    db: Session, kind: TicketKind, text: str, subject: Subject, now: datetime, desk: Desk
) -> Ticket:
    """Write down that somebody must see to this, and tell the first who can.

    What is returned is for its number: the session does not know of it.
    """
    ticket = Ticket(
        kind=kind,
        state=TicketState.OPEN,
        person_id=subject.person.id if subject.person else None,
        contact_id=subject.contact_id,
        unit_id=subject.unit.id if subject.unit else None,
        turn_id=subject.turn_id,
        submission_id=subject.submission_id,
        decides=subject.decides,
        judged=subject.judged,
        text=text,
        raised_at=now,
    )
    store(db, ticket)  # its number is part of what staff are told
    if subject.contact_id is not None:
        contacts.note_call(db, subject.contact_id, now)
    if not tell_next(db, ticket, desk, now):
        ticket.stuck_at, ticket.climbs_at = now, now + CHAINS[kind].patience
    elif subject.due_at is not None:
        ticket.climbs_at = subject.due_at
    items.set_climb(db, ticket.id, ticket.climbs_at, ticket.stuck_at)
    return ticket


def hand_over(
    db: Session, ticket: Ticket, decides: Role, due_at: datetime | None, now: datetime, desk: Desk
) -> None:
    """What was sent in has changed so that somebody else decides: they are told."""
    ticket.decides = decides
    if not tell_next(db, ticket, desk, now):
        leave(db, ticket, now)
    if due_at is not None:
        ticket.climbs_at = due_at


def press(db: Session, ticket: Ticket, now: datetime, desk: Desk) -> None:
    """The time is up: whoever comes next is told now, and those told before once more."""
    tell_again(db, ticket, "已经过了说好的时间，请尽快处理。", now)
    if not tell_next(db, ticket, desk, now):
        leave(db, ticket, now)


def close(db: Session, ticket: Ticket, text: str, now: datetime) -> None:
    """Nothing is to be done any more; those who were told hear why."""
    items.cancel_alerts(db, ticket.id, "taken_back")
    last_word(db, ticket, text, now)
    ticket.state, ticket.climbs_at, ticket.stuck_at = TicketState.DECLINED, None, None


def acknowledge(
    db: Session, ticket: Ticket, staff: Person, state: TicketState, now: datetime
) -> None:
    """One of those told has answered: what still waits for anybody is not sent any more."""
    ticket.state, ticket.climbs_at, ticket.stuck_at = state, None, None
    ticket.acknowledged_at, ticket.acknowledged_by = now, staff.id
    items.cancel_alerts(db, ticket.id, "taken")


def climb(db: Session, now: datetime, desk: Desk, budget: Budget) -> int:
    """See to every ticket nobody has answered in time; return how many.

    The next in line are told.  If nobody is, those who were told hear it again, a few times; the
    caller hears the truth, and from then on we look now and then who can be told by now.
    """
    for ticket in budget.take(items.climbing(db, now, budget.rows)):
        if not tell_next(db, ticket, desk, now):
            leave(db, ticket, now)
            insisted = _insist(db, ticket, desk, now)
            wait = CHAINS[ticket.kind].patience if insisted else LOOK_AGAIN
            ticket.climbs_at = now + wait
    return budget.done


def tell_next(db: Session, ticket: Ticket, desk: Desk, now: datetime, because: str = "") -> bool:
    """Tell the next tier that holds somebody who has not been told; False if none can be reached.

    Where nobody of a tier can be reached, the one above is told in the same breath.
    """
    known = set(items.told_ids(db, ticket.id))
    holders = tree.in_charge(db, ticket.unit_id, now, desk.zone)
    step = items.last_step(db, ticket.id) + 1
    for roles in tiers_of(ticket):
        tier = [holders[role] for role in roles if role in holders]
        fresh = {holder.id: holder for holder in tier if holder.id not in known}
        if not fresh:
            continue
        known |= set(fresh)
        closed = [_tell(db, ticket, one, step, desk, now, because) for one in fresh.values()]
        if None in closed:
            ticket.climbs_at = now + CHAINS[ticket.kind].patience
            return True
        because, step = ladder.say(closed[0]), step + 1
    return False


def leave(db: Session, ticket: Ticket, now: datetime) -> None:
    """Nobody is left who could be told: it stands first on every list, and the caller hears so."""
    if ticket.stuck_at is None:
        ticket.stuck_at = now
        tell_caller_nobody(db, ticket, now)
    ticket.climbs_at = now + CHAINS[ticket.kind].patience


def _insist(db: Session, ticket: Ticket, desk: Desk, now: datetime) -> bool:
    """Say it again to who can be reached: all of them if it is urgent, else whom nothing reached."""
    told = False
    for telling in items.tellings(db, ticket.id):
        if telling.insisted >= INSISTS or items.waiting_alert(db, ticket.id, telling.person_id):
            continue
        heard = telling.person_id in items.reached_ids(db, ticket.id)
        if heard and ticket.kind not in URGENT:
            continue
        contact_id = contacts.best_of(db, telling.person_id)
        if desk.why_not(db, contact_id, DeliveryKind.ALERT, now) is None:
            telling.insisted += 1
            text = f"还没有人处理，请马上联系。\n{whole(ticket)}" if heard else whole(ticket)
            alert(db, ticket, telling.person_id, contact_id, text, now)
            told = True
    return told


def _tell(
    db: Session,
    ticket: Ticket,
    person: InCharge,
    step: int,
    desk: Desk,
    now: datetime,
    because: str,
) -> str | None:
    """Tell one of them; return why that will hardly reach them, or None."""
    store(db, Telling(ticket_id=ticket.id, person_id=person.id, step=step, told_at=now))
    note = f"（前一位负责人联系不上：{because}）\n" if because else ""
    alert(db, ticket, person.id, person.contact_id, f"{note}{whole(ticket)}", now)
    return desk.why_not(db, person.contact_id, DeliveryKind.ALERT, now)
