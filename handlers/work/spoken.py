"""What staff say of their work in their own words, and what they hear when it is not clear."""

import re
from collections.abc import Sequence

from community.notices import revising
from community.people import describing, seeking, tree
from community.people.access import STAFF, Refused
from community.people.seeking import Sought
from community.work import talking
from community.work.life import WorkItem
from core.phrases import say_day, shorten
from dialog import Context, Router, Said
from handlers.notices import spoken
from handlers.people import whom
from handlers.work import after_call, dealing, how, told_of

router = Router("spoken")

UNCLEAR = "这句我没听准，您是要："
ELSE = "都不是，换个说法再说一次就行；回复“帮助”看能说哪些。"
USUAL = ("staff_ticket_list", "staff_broadcast", "staff_help")
SHOWN = 2
NOTE = 60
UNSENT = "刚才那条通知还没有发出；要发，回复“还是发刚才那个”。\n"
UNSENT_TO_NOBODY = "刚才那条通知还没有发出，没有发给任何人。\n"
KEEP, KEEP_ON = "原话先记成一件事", "原话先记在TA名下"
OF_ONE = "说的是{who}。"
NOBODY = "您负责的范围里没有登记{name}。"
NOTED = "记在{name}名下了：{note}。问“{name}情况”能看到。"
FINISHED = "要把编号{number}办结吗？{result}"
SEEN = "，对方会看到。"
RESULT = "结果写“{result}”，对方会看到。"
WHICH_DONE = "哪一件办好了？"
NONE = "您手上现在没有接下的事，看编号回复“待办”。"
NONE_TO_FINISH = (
    "您手上现在没有接下的事，没有可办结的；等您处理的回复“待办”看。要先记一件，写“记一下 …”。"
)
OTHER_NUMBERS = "都不是，写上编号再说，比如“办结 {number} 药送到了”。"
MOST = 5
_NUMBER_FIRST = re.compile(
    r"^\s*(?:[#＃第]?\d{1,9}\s*[号件]?[\s,，、:：]*)?(?:(?:我?已经?|都)?(?:办结|办完|办好|办|处理完|处理好|处理|完成|搞定|结案|结)了?(?=$|[\s,，。:：]))?[\s,，。:：]*"
)
_ONLY_CLOSES = re.compile(
    r"[\s,，。]*(?:[这那][单件个]?(?:事|单子)?)?(?:就|可以|先|都)*(?:办结|结[了掉案单]|完结|销[了掉单]|关[了掉单])?(?:吧|了|掉|一下)*[\s,，。!！]*"
)


@router.action("staff_unclear")
def unclear(ctx: Context) -> Said:
    """Offer the likeliest two, and to keep the words; nothing of it waits unless they say so."""
    if said := after_call.in_danger(ctx):
        return said
    if (proposed := spoken.from_whom(ctx)) is not None:
        return proposed
    titles = ctx.house.library.titles
    likely = [c.intent for c in ctx.parse.candidates if c.intent in titles]
    likely = list(dict.fromkeys([*likely, *USUAL]))[:SHOWN]
    guesses = [(titles[intent], f"intent:{intent}") for intent in likely if intent in titles]
    one = told_of.resident(ctx)
    if one is not None and (one.person.name or "—") in ctx.text:
        about, keeps = OF_ONE.format(who=whom.row(one)), (KEEP_ON, "noted_on_one")
    else:
        about, keeps = _unknown(ctx), (KEEP, "words_kept")
    person = one.person.id if one is not None else 0
    choices = [keeps, *guesses]
    return ctx.offer(
        f"{_unsent(ctx)}{about}{UNCLEAR}", choices, below=ELSE, text=ctx.text, person=person
    )


def _unsent(ctx: Context) -> str:
    """Say that the notice they have before them is with nobody yet: its numbers have gone by."""
    if revising.waiting(ctx.actor, ctx.db, ctx.now) is not None:
        return UNSENT
    known = ctx.place.answers.get("known", {}) if ctx.place else {}
    return UNSENT_TO_NOBODY if known.get("unaddressed") else ""


def _unknown(ctx: Context) -> str:
    """Say of whoever is named that the register has nobody of the name."""
    name = str(ctx.at_work().slots.get("name") or "")
    if not name or seeking.is_kin(name):
        return ""
    found = seeking.seek(ctx.actor, ctx.db, Sought({}, name))
    return NOBODY.format(name=name) if not isinstance(found, Refused) and not found else ""


@router.action("noted_on_one")
def noted_on_one(ctx: Context) -> str:
    """Write the words down beside whoever they are about."""
    text, person = str(ctx.known["text"]), int(ctx.known["person"])
    note = f"{say_day(ctx.local_sent_at.date())}：{shorten(text, NOTE)}"
    if not describing.remark(ctx.actor, ctx.db, person, note, ctx.now):
        return whom.WHY_NOT["not_writer"]
    name = tree.call_of(ctx.db, person)
    return NOTED.format(name=name, note=shorten(text, NOTE))


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
            return NONE_TO_FINISH if result else f"{how.say(ctx, 'staff_ticket_done')}{NONE}"
        if len(items) > 1:
            return _which(ctx, items, result)
        number = items[0].id
    shown = RESULT.format(result=result) if result else ""
    shown = shown if _is_told(ctx, int(number)) else shown.replace(SEEN, "。")
    return ctx.offer(
        FINISHED.format(number=number, result=shown),
        [("办结", f"command:办结 {number} {result}".strip()), ("还没办完", "thanks")],
    )


def _is_told(ctx: Context, number: int) -> bool:
    """Tell whether anybody waits for the result behind a phone."""
    board = talking.board(ctx.actor, ctx.db)
    items = [] if isinstance(board, Refused) else [*board.in_hand, *board.waiting]
    item = next((one for one in items if one.id == number), None)
    return item is None or item.contact_id is not None


def _result(text: str) -> str:
    """Leave out the number and the word that only says that it is done."""
    said = " ".join(text.split())
    said = _NUMBER_FIRST.sub("", said)
    return "" if _ONLY_CLOSES.fullmatch(said) else said


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
