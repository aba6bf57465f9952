"""Telling the responsible people, and going on up until one of them has answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community import tree
from core.phrases import shorten
from db import contacts, people, work
from db.models import (
    Delivery,
    DeliveryKind,
    Person,
    Role,
    Telling,
    Ticket,
    TicketKind,
    TicketState,
    Unit,
)
from db.people import Card
from db.quick import store
from db.tree import InCharge, Spot
from outbox import ladder, queue

_GRID, _SECRETARY, _DOCTOR = Role.GRID_WORKER, Role.SECRETARY, Role.DOCTOR
_DUTY, _TOWNSHIP = Role.DUTY, Role.TOWNSHIP
# Who comes after whoever decides about a form.
_ABOVE = {
    _GRID: ((_GRID,), (_SECRETARY,), (_TOWNSHIP,)),
    _DOCTOR: ((_DOCTOR,), (_SECRETARY,), (_TOWNSHIP,)),
    _DUTY: ((_DUTY,), (_SECRETARY,), (_TOWNSHIP,)),
    _SECRETARY: ((_SECRETARY,), (_TOWNSHIP,)),
    _TOWNSHIP: ((_TOWNSHIP,),),
}


@dataclass(frozen=True, slots=True)
class Chain:
    """Who is told of one kind of ticket, tier by tier, and how long each tier has."""

    headline: str
    tiers: tuple[tuple[Role, ...], ...]
    patience: timedelta


CHAINS = {
    TicketKind.DANGER: Chain(
        "【紧急】", ((_DUTY, _GRID, _DOCTOR), (_SECRETARY,), (_TOWNSHIP,)), timedelta(minutes=5)
    ),
    TicketKind.FEVER: Chain(
        "【体温异常】", ((_DOCTOR, _GRID), (_SECRETARY, _DUTY), (_TOWNSHIP,)), timedelta(minutes=15)
    ),
    TicketKind.JOIN: Chain("【入户登记】", ((_GRID,), (_SECRETARY,)), timedelta(hours=4)),
    TicketKind.FORM: Chain("【登记】", ((_GRID,), (_SECRETARY,)), timedelta(hours=4)),
    TicketKind.HUMAN: Chain("【转人工】", ((_GRID,), (_SECRETARY, _DUTY)), timedelta(minutes=30)),
    TicketKind.HELP: Chain("【求助】", ((_GRID,), (_SECRETARY, _DUTY)), timedelta(hours=1)),
    # Never to the grid worker: it may be about them.
    TicketKind.COMPLAINT: Chain("【意见】", ((_SECRETARY,), (_TOWNSHIP,)), timedelta(hours=24)),
    # Whoever asked is to hear the same day.
    TicketKind.RUMOR: Chain("【请核实】", ((_SECRETARY,), (_TOWNSHIP,)), timedelta(hours=8)),
    TicketKind.UNREACHED: Chain("【没联系上】", ((_GRID,), (_SECRETARY,)), timedelta(hours=2)),
}


TICKET_TEXT = 1000  # characters a ticket may grow to
URGENT = {TicketKind.DANGER, TicketKind.FEVER}
INSIST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a ticket is about, and what it came from."""

    person: Person | Card | None = None
    contact_id: int | None = None
    unit: Unit | Spot | None = None
    turn_id: int | None = None
    submission_id: int | None = None
    decides: Role | None = None  # whoever is told first; by default as the kind says
    judged: bool = False
    due_at: datetime | None = None  # until then nobody further up is told


def raise_ticket(
    db: Session, kind: TicketKind, text: str, subject: Subject, now: datetime, zone: ZoneInfo
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
    _tell_next(db, ticket, now, zone)
    _wait_until(ticket, subject.due_at)
    work.set_climb(db, ticket.id, ticket.climbs_at)
    return ticket


def _wait_until(ticket: Ticket, due_at: datetime | None) -> None:
    """Leave it to those told until then, instead of the time its kind gives them."""
    if due_at is not None:
        ticket.climbs_at = due_at


def hand_over(
    db: Session,
    ticket: Ticket,
    decides: Role,
    due_at: datetime | None,
    now: datetime,
    zone: ZoneInfo,
) -> None:
    """What was sent in has changed so that somebody else decides: they are told."""
    ticket.decides = decides
    _tell_next(db, ticket, now, zone)
    _wait_until(ticket, due_at)


def press(db: Session, ticket: Ticket, now: datetime, zone: ZoneInfo) -> None:
    """The time is up: whoever comes next is told now, and those told before once more."""
    tell_again(db, ticket, "已经过了说好的时间，请尽快处理。", now)
    _tell_next(db, ticket, now, zone)


def close(db: Session, ticket: Ticket, text: str, now: datetime) -> None:
    """Nothing is to be done any more; those who were told hear why."""
    tell_again(db, ticket, text, now)
    ticket.state, ticket.climbs_at = TicketState.DECLINED, None


def climb(db: Session, now: datetime, zone: ZoneInfo) -> int:
    """Tell the next in line of every ticket nobody has answered in time; return how many."""
    due = work.climbing(db, now)
    for ticket in due:
        _tell_next(db, ticket, now, zone)
    return len(due)


def acknowledge(
    db: Session, ticket: Ticket, staff: Person, state: TicketState, now: datetime
) -> None:
    """One of those told has answered: nobody further up is troubled, the others hear who."""
    ticket.state, ticket.climbs_at = state, None
    ticket.acknowledged_at, ticket.acknowledged_by = now, staff.id


def tell_again(
    db: Session, ticket: Ticket, text: str, now: datetime, only: int | None = None
) -> None:
    """Give those already told of a ticket the newest about it; once somebody has it, only them.

    It is written into the ticket too: whoever opens it later reads all of it.
    """
    ticket.text = shorten(f"{ticket.text}\n・{text}", TICKET_TEXT)
    taken, headline = only or ticket.acknowledged_by, CHAINS[ticket.kind].headline
    told = [taken] if taken else work.told_ids(db, ticket.id)
    for person_id in told:
        queue(
            db,
            DeliveryKind.ALERT,
            f"{headline}{text}（编号{ticket.id}）",
            now,
            person_id=person_id,
            ticket_id=ticket.id,
            fields={
                "what": headline.strip("【】"),
                "text": f"回复“待办”看第{ticket.id}号新情况",
            },
        )


def unreached(db: Session, delivery: Delivery, now: datetime, zone: ZoneInfo) -> None:
    """A delivery has no road left: the next responsible person hears it now, with the reason."""
    reason = ladder.say(delivery.reason)
    if delivery.ticket_id is not None:
        _pass_on(db, delivery, reason, now, zone)
        return
    person_id = delivery.person_id
    person = people.get(db, person_id) if person_id else None
    unit = tree.unit_of(db, person, delivery.contact)
    if person is not None and tree.roles_of(db, person.id, now, zone):
        return  # what staff should have heard is on the board; nobody is asked to ring them
    text = _unreached_text(tree.introduce(person, delivery.contact), delivery, reason)
    subject = Subject(person=person, contact_id=delivery.contact_id, unit=unit)
    raise_ticket(db, TicketKind.UNREACHED, text, subject, now, zone)


def _unreached_text(who: str, delivery: Delivery, reason: str) -> str:
    if delivery.kind is DeliveryKind.REMINDER:
        return f"{who}没收到体温提醒：{reason}。请打电话或上门问问体温。"
    said = delivery.text if len(delivery.text) <= 60 else delivery.text[:60] + "…"
    return f"{who}没收到这条消息：{reason}。请转告：“{said}”"


def _pass_on(db: Session, delivery: Delivery, reason: str, now: datetime, zone: ZoneInfo) -> None:
    """A member of staff cannot be reached: whoever comes after them is told at once."""
    ticket = db.get_one(Ticket, delivery.ticket_id)
    if ticket.state == TicketState.OPEN:
        _tell_next(db, ticket, now, zone, because=reason)


def _tell_next(
    db: Session, ticket: Ticket, now: datetime, zone: ZoneInfo, because: str = ""
) -> None:
    """Tell the first tier that holds somebody who has not been told; the last tier ends the climb."""
    chain = CHAINS[ticket.kind]
    known = set(work.told_ids(db, ticket.id))
    holders = tree.in_charge(db, ticket.unit_id, now, zone)
    ticket.climbs_at = None
    for step, roles in enumerate(_ABOVE[ticket.decides] if ticket.decides else chain.tiers):
        tier = [holders[role] for role in roles if role in holders]
        fresh = {holder.id: holder for holder in tier if holder.id not in known}
        if fresh:
            ticket.climbs_at = now + chain.patience
            for holder in fresh.values():
                _tell(db, ticket, holder, step, now, because)
            return
    _insist(db, ticket, now)


def _insist(db: Session, ticket: Ticket, now: datetime) -> None:
    """Everybody has been told and nobody has answered: what is urgent is said again, for an hour."""
    chain = CHAINS[ticket.kind]
    if ticket.kind in URGENT and now - ticket.raised_at < INSIST:
        tell_again(db, ticket, "还没有人处理，请马上联系。", now)
        ticket.climbs_at = now + chain.patience


def _tell(
    db: Session, ticket: Ticket, person: InCharge, step: int, now: datetime, because: str
) -> None:
    store(db, Telling(ticket_id=ticket.id, person_id=person.id, step=step, told_at=now))
    chain = CHAINS[ticket.kind]
    note = f"（前一位负责人联系不上：{because}）" if because else ""
    queue(
        db,
        DeliveryKind.ALERT,
        f"{chain.headline}{ticket.text}{note}\n{_how_to_reply(ticket)}",
        now,
        person_id=person.id,
        contact_id=person.contact_id,
        ticket_id=ticket.id,
        fields={"what": chain.headline.strip("【】"), "text": f"回复“待办”查看第{ticket.id}号"},
    )


def _how_to_reply(ticket: Ticket) -> str:
    number = ticket.id
    if ticket.kind is TicketKind.JOIN:
        return f"回复“同意 {number}”或“不同意 {number}”。"
    if ticket.judged:
        return f"回复“同意 {number}”或“不同意 {number} 原因”；要问清楚，写“问 {number} 您的问题”。"
    if ticket.submission_id is not None:
        return f"请回复“收到 {number}”；要问对方，写“问 {number} 您的问题”。"
    return f"请回复“收到 {number}”。"
