"""Telling the responsible people, and going on up until one of them has answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community import tree
from core.phrases import shorten
from db import contacts, people, work
from db import tree as units
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
from outbox import ladder, queue

_GRID, _SECRETARY, _DOCTOR = Role.GRID_WORKER, Role.SECRETARY, Role.DOCTOR
_DUTY, _TOWNSHIP = Role.DUTY, Role.TOWNSHIP


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

    person: Person | None = None
    contact_id: int | None = None
    unit: Unit | None = None
    turn_id: int | None = None
    submission_id: int | None = None


def raise_ticket(
    db: Session, kind: TicketKind, text: str, subject: Subject, now: datetime, zone: ZoneInfo
) -> Ticket:
    """Write down that somebody must see to this, and tell the first who can."""
    ticket = Ticket(
        kind=kind,
        state=TicketState.OPEN,
        person_id=subject.person.id if subject.person else None,
        contact_id=subject.contact_id,
        unit_id=subject.unit.id if subject.unit else None,
        turn_id=subject.turn_id,
        submission_id=subject.submission_id,
        text=text,
        raised_at=now,
    )
    db.add(ticket)
    db.flush()  # its number is part of what staff are told
    if subject.contact_id is not None:
        contacts.note_call(db, subject.contact_id, now)
    _tell_next(db, ticket, now, zone)
    return ticket


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


def tell_again(db: Session, ticket: Ticket, text: str, now: datetime) -> None:
    """Give those already told of a ticket the newest about it; once somebody has it, only them.

    It is written into the ticket too: whoever opens it later reads all of it.
    """
    ticket.text = shorten(f"{ticket.text}\n・{text}", TICKET_TEXT)
    taken, headline = ticket.acknowledged_by, CHAINS[ticket.kind].headline
    told = [taken] if taken else [telling.person_id for telling in work.told(db, ticket.id)]
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
    unit = units.get_unit(db, ticket.unit_id) if ticket.unit_id else units.root_community(db)
    known = {telling.person_id for telling in work.told(db, ticket.id)}
    ticket.climbs_at = None
    if unit is None:
        return
    for step, roles in enumerate(chain.tiers):
        fresh = [p for p in tree.responsible(db, unit, roles, now, zone) if p.id not in known]
        if fresh:
            ticket.climbs_at = now + chain.patience
            for person in fresh:
                _tell(db, ticket, person, step, now, because)
            return
    _insist(db, ticket, now)


def _insist(db: Session, ticket: Ticket, now: datetime) -> None:
    """Everybody has been told and nobody has answered: what is urgent is said again, for an hour."""
    chain = CHAINS[ticket.kind]
    if ticket.kind in URGENT and now - ticket.raised_at < INSIST:
        tell_again(db, ticket, "还没有人处理，请马上联系。", now)
        ticket.climbs_at = now + chain.patience


def _tell(
    db: Session, ticket: Ticket, person: Person, step: int, now: datetime, because: str
) -> None:
    db.add(Telling(ticket_id=ticket.id, person_id=person.id, step=step, told_at=now))
    chain = CHAINS[ticket.kind]
    reply = (
        f"回复“同意 {ticket.id}”或“不同意 {ticket.id}”。"
        if ticket.kind is TicketKind.JOIN
        else f"请回复“收到 {ticket.id}”。"
    )
    note = f"（前一位负责人联系不上：{because}）" if because else ""
    queue(
        db,
        DeliveryKind.ALERT,
        f"{chain.headline}{ticket.text}{note}\n{reply}",
        now,
        person_id=person.id,
        ticket_id=ticket.id,
        fields={"what": chain.headline.strip("【】"), "text": f"回复“待办”查看第{ticket.id}号"},
    )
