"""The page of one notice for one person: what it says, that it was opened, and a tap as an answer."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.notices import board, receipts
from community.notices.board import NoticeStanding
from community.notices.kinds import heading
from community.notices.receipts import NoticeAnswer, Received
from community.people import tree
from community.people.access import Actor, Refused
from community.work.escalation import Desk, Subject
from core.tickets import Ticket
from db import notices
from db.models import Notice, NoticeColour, ReceiptAnswer
from db.notices import receipts as given
from db.notices import targets
from db.people import persons, units
from db.people.units import Spot

RELOADED = timedelta(minutes=10)  # the same words from a page within that are the same tap
LASTS = timedelta(days=30)  # a link after its notice went out


@dataclass(frozen=True, slots=True)
class NoticePage:
    """What the page shows; `may_answer`: it is no other phone's, and it still holds."""

    heading: str
    code: str
    text: str
    until: datetime | None
    standing: NoticeStanding
    newer: str  # the code of what stands in its place
    is_exercise: bool
    answer: ReceiptAnswer | None = (
        None  # what this person has answered; their own phone alone is told
    )
    may_answer: bool = False
    colour: NoticeColour | None = None


def open_page(
    db: Session, ticket: Ticket, phone: str, now: datetime, zone: ZoneInfo
) -> NoticePage | Refused:
    """Show a notice to whoever holds its ticket; nothing is put down, it may be a machine.

    `phone` tells one browser from another: the first in which somebody touches the page is the
    person's.  Whoever is passed the link on reads it, and does not answer for them.
    """
    found = _find(db, ticket, now, to_read=True)
    if isinstance(found, Refused):
        return found
    notice, _ = found
    mine = given.look(db, notice.id, ticket.person)
    is_first = mine is None or mine.phone in (None, phone)
    shown = _shown(db, notice, now, zone)
    return replace(
        shown,
        answer=mine.answer if mine is not None and mine.phone == phone else None,
        may_answer=is_first and shown.standing is NoticeStanding.VALID,
    )


def looked_at(db: Session, ticket: Ticket, phone: str, now: datetime, *, touched: bool) -> None:
    """Put down that somebody has the page before them; from a touch on it is this phone's."""
    found = _find(db, ticket, now)
    if isinstance(found, Refused):
        return
    notice, target_id = found
    of = phone if touched else None
    receipts.opened(db, notice, target_id, ticket.person, now, of)


def open_for_all(
    db: Session, ticket: Ticket, now: datetime, zone: ZoneInfo
) -> NoticePage | Refused:
    """Show a notice to a group: everybody reads it, nobody answers, and nothing is put down."""
    if ticket.until <= now:
        return Refused("stale")
    notice = notices.find(db, ticket.thing)
    if notice is None or notice.code is None:
        return Refused("forged")
    return _shown(db, notice, now, zone)


def _shown(db: Session, notice: Notice, now: datetime, zone: ZoneInfo) -> NoticePage:
    standing = board.standing(db, notice, now.astimezone(zone).date(), now)
    newer = board.latest(db, notice).code if standing is NoticeStanding.REPLACED else ""
    return NoticePage(
        heading(notice, units.get_unit(db, notice.unit_id)),
        notice.code or "",
        notice.text,
        notice.published_at,
        standing,
        newer or "",
        notice.is_exercise,
        colour=notice.colour,
    )


def answer(
    db: Session, ticket: Ticket, phone: str, said: NoticeAnswer, now: datetime, desk: Desk
) -> Received | Refused:
    """Take a tap for what the person answers, as if they had said it in the chat."""
    found = _find(db, ticket, now)
    if isinstance(found, Refused):
        return found
    notice, target_id = found
    if not receipts.opened(db, notice, target_id, ticket.person, now, phone):
        return Refused("not_your_phone")
    if (
        board.standing(db, notice, now.astimezone(desk.zone).date(), now)
        is not NoticeStanding.VALID
    ):
        return Refused("over", notice.code or "")
    if (before := _sent_twice(db, notice, ticket.person, said, now)) is not None:
        return before
    card = persons.card(db, ticket.person)
    spot = Spot(card.unit_id) if card.unit_id else None
    subject = Subject(card, None, spot, None)
    who = tree.introduce_by(db, card)
    return receipts.receive(Actor(ticket.person), db, notice, said, who, (), subject, now, desk)


def _find(
    db: Session, ticket: Ticket, now: datetime, *, to_read: bool = False
) -> tuple[Notice, int] | Refused:
    if ticket.until <= now:
        return Refused("stale")
    find = notices.find if to_read else notices.hold
    notice, person = find(db, ticket.thing), persons.find(db, ticket.person)
    if notice is None or notice.code is None or person is None:
        return Refused("forged" if notice is None else "lives_elsewhere")
    mine = targets.of_person(db, person.id, person.household_id, [notice.id]).get(notice.id)
    return (notice, mine.id) if mine is not None else Refused("lives_elsewhere")


def _sent_twice(
    db: Session, notice: Notice, person_id: int, said: NoticeAnswer, now: datetime
) -> Received | None:
    """Return what a page said a moment ago, if it is reloaded or tapped twice: nobody is called twice."""
    mine = given.of_person(db, notice.id, person_id)
    if mine is None or mine.answer is None or now - mine.at > RELOADED:
        return None
    if (mine.answer, mine.text, mine.people) != (said.answer, said.text, said.people):
        return None
    return Received(notice, said.answer, said.people, given.item_of(db, mine), is_again=True)
