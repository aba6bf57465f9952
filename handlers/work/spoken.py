"""What staff say of their work in their own words, and what they hear when it is not clear."""

import re

from community.people.access import STAFF, Refused
from community.work import talking
from dialog import Context, Router, Said
from handlers.notices import spoken
from handlers.work import after_call, dealing, how

router = Router("spoken")

UNCLEAR = "这句我没听准，您是要："
ELSE = "都不是，换个说法再说一次就行；回复“帮助”看能说哪些。"
USUAL = ("staff_ticket_list", "staff_broadcast", "staff_help")
SHOWN = 3
WHICH = "要回给哪一件？写上编号就行：“{example}”。看编号回复“待办”。"
FINISHED = "要把编号{number}办结吗？结果写“{result}”，对方会看到。"
_SAYS = re.compile(
    r"^.{0,24}?(?:说一?[声下]?|讲一?[声下]?|回一?[句下]?话?|回复|答复|转告|告诉|告知|带个?话|捎个?话|回个信)"
    r"[^，,：:]{0,10}?[，,：:]\s*(?P<said>.+)$",
    re.DOTALL,
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
        return dealing.take(ctx, int(number))
    return dealing.only_one(ctx, "收到") or how.say(ctx, "staff_ticket_take")


@router.intent("staff_ticket_done", may=STAFF)
def done(ctx: Context) -> Said:
    """Ask before it is done: whoever called hears that nobody comes any more."""
    number = ctx.slots.get("ticket") or _in_hand(ctx)
    if not number:
        return f"{how.say(ctx, 'staff_ticket_done')}编号回复“待办”看。"
    result = " ".join(ctx.text.split())
    return ctx.offer(
        FINISHED.format(number=number, result=result),
        [("办结", f"command:办结 {number} {result}"), ("还没办完", "thanks")],
    )


def _in_hand(ctx: Context) -> int | None:
    """Return the one thing in hand, if it is one."""
    board = talking.board(ctx.actor, ctx.db)
    mine = [] if isinstance(board, Refused) else board.in_hand
    return mine[0].id if len(mine) == 1 else None


@router.intent("staff_reply", may=STAFF)
def pass_on(ctx: Context) -> Said:
    """Show what would be said to whom; without a number it is the one thing in hand.

    Words for a whole building are for many.
    """
    if ctx.slots.get("scope") and not ctx.slots.get("ticket") and not ctx.slots.get("name"):
        return spoken.broadcast(ctx)
    number, found = ctx.slots.get("ticket") or _in_hand(ctx), _SAYS.match(ctx.text)
    said = " ".join(found["said"].split()) if found else ""
    if not number or not said:
        return WHICH.format(example=f"回 {number or 12} {said or '我马上到'}")
    sentence = f"要转告编号{number}的这一位吗？原话：“{said}”"
    return ctx.offer(sentence, [("转告", f"command:回 {number} {said}"), ("先不说", "thanks")])
