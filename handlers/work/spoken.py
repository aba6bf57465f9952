"""What staff say of their work in their own words, and what they hear when it is not clear."""

import re
from collections.abc import Sequence

from community.people.access import STAFF, Refused
from community.work import talking
from community.work.life import WorkItem
from dialog import Context, Router, Said
from handlers.notices import spoken
from handlers.work import after_call, dealing, how

router = Router("spoken")

UNCLEAR = "这句我没听准，您是要："
ELSE = "都不是，换个说法再说一次就行；回复“帮助”看能说哪些。"
USUAL = ("staff_ticket_list", "staff_broadcast", "staff_help")
SHOWN = 3
FINISHED = "要把编号{number}办结吗？{result}"
RESULT = "结果写“{result}”，对方会看到。"
WHICH_DONE = "哪一件办好了？"
NONE_TO_FINISH = "您手上现在没有接下的事，看编号回复“待办”。"
OTHER_NUMBERS = "都不是，写上编号再说，比如“办结 {number} 药送到了”。"
MOST = 5
_NUMBER_FIRST = re.compile(
    r"^\s*(?:[#＃第]?\d{1,9}\s*[号件]?[\s,，、:：]*)?(?:(?:我?已经?|都)?(?:办结|办完|办好|办|处理完|处理好|处理|完成|搞定|结案|结)了?(?=$|[\s,，。:：]))?[\s,，。:：]*"
)


@router.action("staff_unclear")
def unclear(ctx: Context) -> Said:
    """Offer the likeliest three; nothing of it waits for anybody, and nobody is called."""
    if said := after_call.in_danger(ctx):
        return said
    titles = ctx.house.library.titles
    likely = [c.intent for c in ctx.parse.candidates if c.intent in titles]
    likely = list(dict.fromkeys([*likely, *USUAL]))[:SHOWN]
    choices = [(titles[intent], f"intent:{intent}") for intent in likely if intent in titles]
    return ctx.offer(UNCLEAR, choices, below=ELSE)


@router.action("staff_how")
def explain(ctx: Context) -> str:
    return how.say(ctx, ctx.parse.intent)


@router.intent("staff_ticket_list", may=STAFF)
def waiting(ctx: Context) -> str:
    return dealing.waiting(ctx, None) or how.say(ctx, "staff_ticket_list")


@router.intent("staff_ticket_take", may=STAFF)
def take(ctx: Context) -> str:
    """Take “12号我去”, or “我去” when it is clear what is meant."""
    number = ctx.slots.get("ticket")
    if number:
        return dealing.take(ctx, str(number))
    return dealing.only_one(ctx, "收到") or how.say(ctx, "staff_ticket_take")


@router.intent("staff_ticket_done", may=STAFF)
def done(ctx: Context) -> Said:
    """Ask before it is done: whoever called hears that nobody comes any more.

    Without a number it is the one thing in hand; of several the number is picked.
    """
    number, result = ctx.slots.get("ticket"), _result(ctx.text)
    if not number:
        items = _to_finish(ctx, result)
        if not items:
            return f"{how.say(ctx, 'staff_ticket_done')}{NONE_TO_FINISH}"
        if len(items) > 1:
            return _which(ctx, items, result)
        number = items[0].id
    shown = RESULT.format(result=result) if result else ""
    return ctx.offer(
        FINISHED.format(number=number, result=shown),
        [("办结", f"command:办结 {number} {result}".strip()), ("还没办完", "thanks")],
    )


def _result(text: str) -> str:
    """Leave out the number and the word that only says that it is done."""
    said = " ".join(text.split())
    return _NUMBER_FIRST.sub("", said) or ""


def _which(ctx: Context, items: Sequence[WorkItem], result: str) -> Said:
    choices = [
        (dealing.line_of(ctx, item), f"command:办结 {item.id} {result}".strip())
        for item in items[:MOST]
    ]
    below = OTHER_NUMBERS.format(number=items[0].id)
    return ctx.offer(WHICH_DONE, choices, below=below)


def _to_finish(ctx: Context, result: str) -> Sequence[WorkItem]:
    """Return what they have in hand; with nothing there and a result what waits and is no decision."""
    board = talking.board(ctx.actor, ctx.db)
    if isinstance(board, Refused):
        return []
    waiting = [item for item in board.waiting if not item.needs_decision]
    return board.in_hand or (waiting if result else [])


@router.intent("staff_relay", may=STAFF)
def relay(ctx: Context) -> Said:
    """Say what may be done instead of passing an order down the line."""
    if ctx.slots.get("scope") and ctx.slots.get("say"):
        return spoken.broadcast(ctx)
    return how.say(ctx, "staff_relay")
