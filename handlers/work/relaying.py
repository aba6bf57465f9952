"""Words of staff for one person, in their own words: for whom, what, shown, then passed on."""

import re
from collections.abc import Sequence

from community.people import mentioned, seeking
from community.people.access import STAFF, Refused
from community.people.seeking import Sought
from community.work import talking
from community.work.life import WorkItem
from dialog import Context, Router, Said
from handlers.notices import audience_words, spoken
from handlers.people import register
from handlers.people.whom import address_in, door
from handlers.work import dealing

router = Router("relaying")

WHICH = "要回给哪一件？原话：“{said}”"
NUMBER = "都不是，写上编号再说，比如“回 {number} {said}”。"
SURE = "要转告编号{number}的这一位吗？原话：“{said}”"
WHAT = "要转告什么？把原话回复给我就行。"
NOBODY = "现在没有等您回话的人。我只能给有编号的事回话，看编号回复“待办”。"
NOT_THEIRS = "您这里没有{about}的事，我没法替您转告。"
NO_PHONE = "编号{number}是替人记下的，TA没有在我这里发过话，我带不到。请打电话或当面说；办完写“办结 {number} 结果”。"
NOT_HERE = "登记里没有{about}，TA也没有在等您回话：这句话没有发给任何人，请打电话或当面说。"
RING = "可以直接打电话：\n{lines}"
MOST = 5
_TELLS = (
    r"说一?[声下]?|讲一?[声下]?|回一?[句下]?话?|回复|答复|转告|告诉|告知|带个?话|捎个?[话信]|回个信"
)
_SAYS = re.compile(rf"^.{{0,24}}?(?:{_TELLS})[^，,：:]{{0,10}}?[，,：:]\s*(?P<said>.+)$", re.DOTALL)
_GLUED = re.compile(
    r"^(?:.{0,8}?[跟和给对向同].{1,8}?(?:说|讲)(?:一?[声下])?|.{0,6}?(?:就说|就讲|告诉[他她TA]|回[他她]说?))(?P<said>.{2,})$",
    re.DOTALL,
)


@router.intent("staff_reply", may=STAFF)
def pass_on(ctx: Context) -> Said:
    """Show what would be said to whom: “跟姜桂芳说药下午四点送到”, “回5-401：已经联系医院了”.

    Words for a whole building are for many.
    """
    slots = ctx.slots
    if slots.get("scope") and not slots.get("ticket") and not slots.get("name"):
        return spoken.broadcast(ctx)
    said = _said(ctx)
    if number := slots.get("ticket"):
        return _show(ctx, int(number), said)
    board = talking.board(ctx.actor, ctx.db)
    items = [] if isinstance(board, Refused) else [*board.in_hand, *board.waiting]
    about = _about(ctx)
    meant = [item for item in items if about and about in item.text]
    if about and not meant and ctx.slots.get("name"):
        return _ring(ctx, about)
    return among(ctx, meant or items, said)


def _about(ctx: Context) -> str:
    """Return how an item would name whom they speak of."""
    address = address_in(ctx)
    return str(ctx.slots.get("name") or (door(address) if address else ""))


def _said(ctx: Context) -> str:
    name = str(ctx.slots.get("name") or "")
    found = _SAYS.match(ctx.text) or _GLUED.match(ctx.text)
    said = " ".join(found["said"].split()) if found else ""
    if not said and name and (at := ctx.text.find(name)) >= 0:
        said = ctx.text[at + len(name) :].strip(" ，,：:")
    return said


def among(ctx: Context, items: Sequence[WorkItem], said: str) -> Said:
    if not items:
        return NOBODY
    if len(items) == 1:
        return _show(ctx, items[0].id, said)
    if not said:
        return NUMBER.format(number=items[0].id, said="我马上到")
    choices = [
        (dealing.line_of(ctx, item), f"command:回 {item.id} {said}") for item in items[:MOST]
    ]
    below = NUMBER.format(number=items[0].id, said=said)
    return ctx.offer(WHICH.format(said=said), choices, below=below)


@router.command(
    r"(?:请|麻烦|帮我?|你|您|再|先){0,3}(?:给|跟|和|向|对)(?P<who>[\u4e00-\u9fff·]{2,6}?)(?:家里?)?(?:单独)?(?:也)?(?:发|带|捎|说|回)(?:[个条句一声下]{1,2})?(?:消息|微信|信息|短信|话|通知)?[\s,，:：]*(?:就?说)?[\s,，:：]*(?P<said>.{2,200})",
    may=STAFF,
)
def to_one(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “给谭永刚发个消息 说他可以出门了”: words for one person never become a notice for all."""
    who = found["who"]
    if audience_words.take(who) is not None or ctx.slots.get("temps"):
        return None
    if ctx.parse.danger and ctx.at_work().parse.danger:
        return None
    name = str(ctx.at_work().slots.get("name") or "")
    named = [each.said for each in mentioned.mentioned(ctx.actor, ctx.db, who)]
    about = named[0] if named else who if who == name or name and name in who else ""
    if not about:
        return None
    board = talking.board(ctx.actor, ctx.db)
    items = [] if isinstance(board, Refused) else [*board.in_hand, *board.waiting]
    meant = [item for item in items if about in item.text]
    said = found["said"].strip(" ,，:：")
    return among(ctx, meant, said) if meant else _ring(ctx, about)


def _show(ctx: Context, number: int, said: str) -> Said:
    board = talking.board(ctx.actor, ctx.db)
    items = [] if isinstance(board, Refused) else [*board.in_hand, *board.waiting]
    item = next((one for one in items if one.id == number), None)
    if item is not None and item.contact_id in (None, ctx.caller.contact_id):
        return NO_PHONE.format(number=number)
    if not said:
        return ctx.ask(WHAT, "relay_words", number=number)
    choices = [("转告", f"command:回 {number} {said}"), ("先不说", "thanks")]
    return ctx.offer(SURE.format(number=number, said=said), choices)


@router.action("relay_words")
def words_given(ctx: Context) -> Said:
    return _show(ctx, int(ctx.known["number"]), " ".join(ctx.text.split()))


def _ring(ctx: Context, about: str) -> str:
    """Whoever waits for nothing cannot be written to: say how to ring them."""
    found = seeking.seek(ctx.actor, ctx.db, Sought(address_in(ctx) or {}, about))
    known = [] if isinstance(found, Refused) else found
    lines = register.lines_of(ctx, known) if len(known) == 1 else []
    ring = RING.format(lines="\n".join(lines)) if lines and known[0].person.phone else ""
    if not known:
        return NOT_HERE.format(about=about)
    return f"{NOT_THEIRS.format(about=about)}{ring}"
