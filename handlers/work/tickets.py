"""What waits for staff: taken, decided, asked back about, answered, listed."""

import re

from community.people import privacy, tree
from community.people.access import STAFF
from community.work import casework, escalation
from core.phrases import say_moment, shorten
from db.models import DeliveryKind, Person, Role, Ticket, TicketKind, TicketState
from db.people import persons
from db.work import items
from dialog import Context, Router, asked
from handlers.people.refused import NOT_STAFF
from handlers.work import promises
from outbox import queue

router = Router("tickets")

LINE = 100  # so much of a ticket is shown in a list; taking it shows all
HOW = "处理请回复“收到 编号”；要决定的回复“同意 编号”或“不同意 编号 原因”；问对方写“问 编号 …”。"
SEEN = {"收到", "知道了", "已收到"}  # no decision
# Who raised one of these waits for a person and hears when one has taken it on.
ANSWERED = {TicketKind.DANGER, TicketKind.FEVER, TicketKind.HELP, TicketKind.HUMAN}


@router.command(
    r"(收到|知道了|已收到|同意|通过|属实|确认|不同意|不通过|不属实|拒绝|是|好)\s*[#＃第]?(\d+)?\s*号?[。!！]?"
    r"(?:[\s,，:：]+(?P<reason>.+))?"
)
def decide(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “同意 12”, “不同意 12 人太多”, or just “收到” when it is clear what is meant."""
    if found["reason"] and not found[2]:
        return None  # “好 明天见” is talk
    if not ctx.actor.is_staff:
        return NOT_STAFF if found[2] else None
    ticket = _ticket(ctx, found[1], found[2])
    if isinstance(ticket, str):
        return ticket
    if ticket is None:
        if found[2]:
            return f"没有编号{found[2]}的事等您处理。"
        return None if found[1] in {"是", "好"} else "好的，现在没有等您处理的事。"
    if ticket.state is not TicketState.OPEN:
        return f"编号{ticket.id}{_done_by(ctx, ticket)}。"
    accepted, reason = not found[1].startswith(("不", "拒")), (found["reason"] or "").strip()
    missing = _missing(ticket, found[1], accepted, reason)
    return missing or _settle(ctx, ticket, accepted, reason)


def _missing(ticket: Ticket, word: str, accepted: bool, reason: str) -> str | None:
    """Return what a decision lacks: a clear word, or a reason the other may read."""
    number = ticket.id
    if ticket.judged and word in SEEN:
        return f"这件要您决定：回复“同意 {number}”或“不同意 {number} 原因”。"
    if ticket.judged and ticket.kind is not TicketKind.JOIN and not accepted and not reason:
        return f"请写上原因，对方会看到：“不同意 {number} 原因”。"
    return None


def _ticket(ctx: Context, word: str, number: str | None) -> Ticket | str | None:
    staff = ctx.caller.person_id or 0
    if number:
        return items.ticket_told_to(ctx.db, int(number), staff)
    judged = "同意" in word or word in {"通过", "不通过", "属实", "不属实", "拒绝"}
    waiting = items.open_tickets_of(ctx.db, staff, list(TicketKind))
    if judged:
        waiting = [ticket for ticket in waiting if ticket.submission_id is not None]
    if len(waiting) > 1:
        listed = "\n".join(_line(ctx, ticket) for ticket in waiting[:8])
        return f"有{len(waiting)}件等您处理，请带上编号，比如“收到 {waiting[0].id}”：\n{listed}"
    return waiting[0] if waiting else None


def _settle(ctx: Context, ticket: Ticket, accepted: bool, reason: str) -> str:
    if not accepted and ticket.submission_id is None:
        return f"编号{ticket.id}不是要审核的登记。由您处理请回复“收到 {ticket.id}”。"
    staff = persons.get(ctx.db, ctx.caller.person_id or 0)
    state = TicketState.ACKNOWLEDGED if accepted else TicketState.DECLINED
    escalation.acknowledge(ctx.db, ticket, staff, state, ctx.now)
    forms = ctx.house.library.forms
    signed = _signature(ctx, staff)
    title = casework.decide(ctx.db, forms, ticket, staff, accepted, ctx.now, reason, signed)
    privacy.record(ctx.db, ctx.now, f"ticket_{state}", actor=staff.id, subject=ticket.person_id)
    if title is not None:
        seen = "由您去办" if ticket.kind is TicketKind.HELP else "记为已看到"
        said = ("已通过" if ticket.judged else seen) if accepted else "已退回"
        told = "，已告诉对方" if ticket.contact_id else "，对方凭回执号能查到"
        return f"好的，编号{ticket.id}（{title}）{said}{told}。"
    _reassure(ctx, ticket, staff)
    relay = f"\n要给对方回话，写“回 {ticket.id} 我马上到”。" if ticket.contact_id else ""
    return f"好的，编号{ticket.id}由您处理，不再往上报：\n{ticket.text}{relay}"


def _reassure(ctx: Context, ticket: Ticket, staff: Person) -> None:
    """Whoever called hears that somebody is on it, and who."""
    if ticket.contact_id is not None and ticket.kind in ANSWERED:
        text = f"{_signature(ctx, staff)}已经看到，会马上和您联系。"
        queue(ctx.db, DeliveryKind.INFO, text, ctx.now, contact_id=ticket.contact_id)


def _signature(ctx: Context, staff: Person) -> str:
    held = sorted(ctx.actor.roles, key=list(Role).index)
    return f"{tree.title(held[0]) if held else ''}{staff.name or ''}"


@router.command(
    r"(回|回复|答复|转告)\s*[#＃第]?(?P<number>\d+)\s*号?[\s:：,，]+(?P<said>.+)", may=STAFF
)
def relay(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “回 4 我马上到”: words for whoever a ticket is about, who may have left no number."""
    ticket = items.ticket_told_to(ctx.db, int(found["number"]), ctx.caller.person_id or 0)
    if ticket is None or ticket.contact_id is None:
        return f"编号{found['number']}没有可以回话的人。"
    staff = persons.get(ctx.db, ctx.caller.person_id or 0)
    text = f"{_signature(ctx, staff)}回复您：{found['said'].strip()}"
    queue(ctx.db, DeliveryKind.INFO, text, ctx.now, contact_id=ticket.contact_id)
    privacy.record(ctx.db, ctx.now, "relay", actor=staff.id, subject=ticket.person_id)
    return promises.passed_on(ctx, ticket.contact_id, "已转告对方。")


@router.command(r"问\s*[#＃第]?(?P<number>\d+)\s*号?[\s:：,，]*(?P<said>.+)", may=STAFF)
def ask_back(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “问 12 您几点到？”: whoever sent the form in hears it, and their next words answer it."""
    number, said = int(found["number"]), found["said"].strip()
    ticket = items.ticket_told_to(ctx.db, number, ctx.caller.person_id or 0)
    sent = ticket.submission if ticket else None
    spec = ctx.house.library.forms.get(sent.form) if sent else None
    if ticket is None or sent is None or spec is None:
        return f"没有编号{number}的登记等您处理。"
    if not sent.state.is_open:
        return f"编号{number}{_done_by(ctx, ticket)}。"
    staff = persons.get(ctx.db, ctx.caller.person_id or 0)
    direct = sent.contact_id and asked.expect(ctx.db, sent.contact_id, number, ctx.now)
    how = "直接回复就行。" if direct else f"回答请写“回 {number} 您的话”。"
    signed = _signature(ctx, staff)
    casework.ask_back(ctx.db, spec, ticket, staff, said, how, ctx.now, signed)
    privacy.record(ctx.db, ctx.now, "ask_back", actor=staff.id, subject=ticket.person_id)
    return "已经问对方了，有回答马上告诉您。" if sent.contact_id else "记下了，对方查回执时会看到。"


def _done_by(ctx: Context, ticket: Ticket) -> str:
    who = persons.get(ctx.db, ticket.acknowledged_by) if ticket.acknowledged_by else None
    return f"已由{tree.call(who)}处理" if who else "已经处理过了"


def _line(ctx: Context, ticket: Ticket) -> str:
    first, *more = ticket.text.split("\n")
    newest = f"\n　{shorten(more[-1], LINE)}" if more else ""
    return f"{ticket.id} {_due(ctx, ticket)}{escalation.CHAINS[ticket.kind].headline}{shorten(first, LINE)}{newest}"


def _due(ctx: Context, ticket: Ticket) -> str:
    due_at = ticket.submission.due_at if ticket.submission else None
    if due_at is None:
        return ""
    late = "，已超时" if due_at <= ctx.now else ""
    return f"〔{say_moment(due_at, ctx.house.zone)}前{late}〕"


@router.command(r"(待办|待处理|我的待办)[。?？]?")
def waiting(ctx: Context, _: object) -> str | None:
    if not ctx.actor.is_staff:
        return None
    found = items.open_tickets_of(ctx.db, ctx.caller.person_id or 0, list(TicketKind))
    if not found:
        return "现在没有等您处理的事。"
    return "\n".join(
        [f"有{len(found)}件等您处理：", *(_line(ctx, ticket) for ticket in found[:10]), HOW]
    )
