"""What is said after a call for help: whoever was called reads the rest."""

import re
from collections.abc import Collection
from typing import Any

from community.work import calling
from community.work.calling import AWAITED, ItemKind, WorkItem
from dialog import Context, Router
from handlers.work import promises

router = Router("details")

PASSED_ON = "好的，已经转给{who}。"
IN_DANGER = "已经转给{who}。有危险请直接打120；心里难受打12356，随时有人接。"
# All that may stand beside an address and a phone in a message that gives nothing else.
_BESIDE = re.compile(
    r"[\d\s\W]|号楼?|栋|幢|座|单元|楼|室|电话|手机|号码|地址|住址|住在?|我家?|家|在|是|的|小区|叫"
)
_A_NAME = 4


@router.intercept
def still_in_danger(ctx: Context, _: Any) -> str | None:
    """After a cry for help every word goes to whoever was called; a clear question is answered too."""
    item = None if ctx.slots.get("temps") else pass_on(ctx, (ItemKind.DANGER,))
    if item is None:
        return None
    asks = ctx.parse.intent.startswith("ask_") and not ctx.parse.ask_back
    return None if asks else promises.told(ctx, item, IN_DANGER)


@router.intercept
def reachable(ctx: Context, _: Any) -> str | None:
    """Take the address and the phone we asked for after a call for help."""
    if ctx.slots.get("temps") or not (ctx.slots.get("address") or ctx.slots.get("phones")):
        return None
    if len(_BESIDE.sub("", ctx.text)) > _A_NAME:
        return None
    item = pass_on(ctx)
    return promises.told(ctx, item, PASSED_ON) if item else None


def in_danger(ctx: Context) -> str | None:
    """Who has just said that life is in danger is never told that we do not understand."""
    item = pass_on(ctx, (ItemKind.DANGER,))
    return promises.told(ctx, item, IN_DANGER) if item else None


def pass_on(ctx: Context, kinds: Collection[ItemKind] = AWAITED) -> WorkItem | None:
    """Give the words to whoever was called to help lately; None if nobody was."""
    if not any(kind in kinds for _, kind in ctx.calls):
        return None
    who = ctx.speaker
    return calling.tell_more(ctx.actor, ctx.db, ctx.text, who, ctx.calls, ctx.now, kinds)
