"""What staff are told of a ticket: once at first, again by the clock, and what is new, bundled."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from community.work.escalation.chains import (
    AWAITED,
    CHAINS,
    UPDATES,
    UPDATES_APART,
    URGENT,
)
from core.phrases import shorten
from db.models import DeliveryKind, Telling, Ticket, TicketKind, Urgency
from db.work import items
from outbox import queue

FIELD = 20  # characters of a template's field
# Somebody as staff are told of them: name, then door and telephone in brackets.
_NAMED = re.compile(
    r"・?(?P<name>[^（：“]{1,8})（(?:(?P<building>[^，）号]{1,4})号楼(?:(?P<entrance>[^，）单]{1,3})单元)?(?P<room>[^，）]{0,6}))?"
)
TICKET_TEXT = 1000  # characters a ticket may grow to
ALERT_TEXT = 500  # characters of it in one alert; what fits in 2,048 bytes beside the rest
NOBODY_IN_DANGER = (
    "社区到现在还没有人回应。请别等，马上打120（伤病）、119（火、水、被困）、110；心里难受打12356。"
    "我会接着找人，有人接手马上告诉您。"
)
NOBODY = (
    "您的事（编号{number}）社区到现在还没有人接手，对不住。急事请打12345，有危险打120；"
    "有人接手马上告诉您。"
)


def headline(ticket: Ticket) -> str:
    return CHAINS[ticket.kind].headline


def alert(
    db: Session,
    ticket: Ticket,
    person_id: int,
    text: str,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Owe one member of staff a text about a ticket; a template carries who and what, too."""
    queue(
        db,
        DeliveryKind.ALERT,
        f"{headline(ticket)}{text}",
        now,
        person_id=person_id,
        ticket_id=ticket.id,
        urgency=_urgency(ticket),
        fields=brief(ticket),
        due_at=due_at,
    )


def _urgency(ticket: Ticket) -> Urgency:
    if ticket.kind is TicketKind.DANGER:
        return Urgency.DANGER
    return Urgency.FEVER if ticket.kind in URGENT else Urgency.USUAL


def brief(ticket: Ticket) -> dict[str, str]:
    """Say in the few characters of a template which number it is, where, who and what."""
    first, _, later = ticket.text.partition("\n")
    who, what = _who(first), _gist(later.rpartition("\n")[2] or first)
    kind = headline(ticket).strip("【】")
    return {
        "what": shorten(f"{kind}{ticket.id}：{who}{what}", FIELD),
        "text": shorten(f"{what}（{who}）" if who else what, FIELD),
    }


def _who(line: str) -> str:
    """Shorten “何金花（3号楼2单元601，电话…）…” to “3-2-601何金花”."""
    found = _NAMED.match(line)
    if found is None:
        return ""
    door = [found["building"], found["entrance"], found["room"]]
    return "-".join(part for part in door if part) + found["name"]


def _gist(line: str) -> str:
    """Return the very words that were said, or what stands after the name."""
    if "“" in line:
        return line.rpartition("“")[2].partition("”")[0]
    sentence = line.partition("）")[2].lstrip("：").partition("。")[0] or line
    return sentence.rpartition(" ")[2]  # without the day: “38.5℃、咳嗽”


def whole(ticket: Ticket) -> str:
    """Return all that is known of a ticket, its beginning and what is newest, with how to reply."""
    first, *more = ticket.text.split("\n")
    kept: list[str] = []
    room = ALERT_TEXT - len(shorten(first, ALERT_TEXT // 2))
    for line in reversed(more):
        room -= len(line)
        if room < 0:
            break
        kept.insert(0, line)
    begun = first if not more else shorten(first, ALERT_TEXT // 2)
    left_out = ["…"] if len(kept) < len(more) else []
    return "\n".join([begun, *left_out, *kept, how_to_reply(ticket)])


def tell_again(
    db: Session, ticket: Ticket, text: str, now: datetime, only: int | None = None
) -> None:
    """Give those already told of a ticket the newest about it; once somebody has it, only them.

    It is written into the ticket too: whoever opens it later reads all of it.
    What is said within a minute goes along in one message.
    """
    ticket.text = shorten(f"{ticket.text}\n・{text}", TICKET_TEXT)
    taken = only or ticket.acknowledged_by
    for telling in items.tellings(db, ticket.id):
        if taken is None or telling.person_id == taken:
            _update(db, ticket, telling, text, now)


def _update(db: Session, ticket: Ticket, telling: Telling, text: str, now: datetime) -> None:
    waiting = items.waiting_alert(db, ticket.id, telling.person_id)
    if waiting is not None:
        waiting.text = f"{headline(ticket)}{whole(ticket)}"
        waiting.fields = dict(brief(ticket))
        return
    if telling.updates >= UPDATES:
        return
    due_at = max(now, telling.updated_at + UPDATES_APART) if telling.updated_at else now
    telling.updates, telling.updated_at = telling.updates + 1, due_at
    alert(db, ticket, telling.person_id, f"{text}（编号{ticket.id}）", now, due_at)


def last_word(db: Session, ticket: Ticket, text: str, now: datetime) -> None:
    """Nothing is to be done any more: whoever was reached hears why; the others need not know."""
    ticket.text = shorten(f"{ticket.text}\n・{text}", TICKET_TEXT)
    for person_id in items.reached_ids(db, ticket.id):
        alert(db, ticket, person_id, f"{text}（编号{ticket.id}）", now)


def tell_caller_nobody(db: Session, ticket: Ticket, now: datetime) -> None:
    """Whoever waits for a person hears that nobody has answered, and which phones do."""
    if ticket.kind not in AWAITED or ticket.contact_id is None:
        return
    danger = ticket.kind is TicketKind.DANGER
    text = NOBODY_IN_DANGER if danger else NOBODY.format(number=ticket.id)
    fields = {"what": "社区还没有人接手", "text": "急事请打12345，有危险打120"}
    queue(
        db,
        DeliveryKind.ANSWER,  # nobody is asked to pass on that nobody can be asked
        text,
        now,
        contact_id=ticket.contact_id,
        urgency=Urgency.DANGER if danger else Urgency.USUAL,
        fields=fields,
    )


def how_to_reply(ticket: Ticket) -> str:
    number = ticket.id
    if ticket.kind is TicketKind.JOIN:
        return f"回复“同意 {number}”或“不同意 {number}”。"
    if ticket.judged:
        return f"回复“同意 {number}”或“不同意 {number} 原因”；要问清楚，写“问 {number} 您的问题”。"
    if ticket.submission_id is not None:
        return f"请回复“收到 {number}”；要问对方，写“问 {number} 您的问题”。"
    return f"请回复“收到 {number}”。"
