"""Somebody is asked to find out whether something is true: once, for everybody who asks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.people.access import Actor
from community.questions.keeping import Asked, keep
from community.work import escalation
from community.work.escalation import Desk, Subject
from core.phrases import shorten
from db import questions
from db.models import Question, QuestionKind, Ticket, TicketKind, TicketState
from db.work import items


@dataclass(frozen=True, slots=True)
class FindingOut:
    """Who finds out, by their ticket; not new where somebody had asked before."""

    ticket: Ticket
    is_new: bool


def find_out(
    actor: Actor, db: Session, asked: Asked, subject: Subject, now: datetime, desk: Desk
) -> FindingOut:
    """Keep what somebody wants to know to be true, and have it found out if nobody does yet."""
    kept = keep(actor, db, asked, now, QuestionKind.RUMOR)
    head = questions.get(db, kept.head_id)
    if head.ticket_id is not None:
        return FindingOut(db.get_one(Ticket, head.ticket_id), is_new=False)
    text = (
        f"居民问是不是真的：“{shorten(head.text, 200)}”。"
        f"查清后请回复“答 {head.id} 属实”或“答 {head.id} 假的，…”，问过的人都会收到。"
    )
    ticket = escalation.raise_ticket(db, TicketKind.RUMOR, text, subject, now, desk)
    head.kind, head.ticket_id = QuestionKind.RUMOR, ticket.id
    return FindingOut(ticket, is_new=True)


def stop_finding_out(actor: Actor, db: Session, head: Question, now: datetime) -> None:
    """Whoever was asked to find out need not any more."""
    for number in questions.tickets(db, head.id):
        ticket = items.hold(db, number)
        if ticket.state is TicketState.OPEN:
            staff = actor.person(db)
            escalation.acknowledge(db, ticket, staff, TicketState.ACKNOWLEDGED, now)
