"""What is said in a group, where everybody reads it: help in danger, answers we are sure of, or nothing."""

import re

from core.personal import without
from core.phrases import inert, quoted
from dialog.context import Context
from dialog.features import Features
from dialog.meanings import Meanings
from dialog.reply import Reply, reply

PRIVATELY = "您的姓名、门牌和电话别发在群里，私信发给我就行。"
UNCHECKED = "这一条还没和原文核对过，不在群里说：把刚才的话私信发给我，我马上告诉您。"
QUOTED = 30  # characters of a question that stand before its answer

# What an answer asks for that nobody writes where all read along.
_ASKS_FOR_ONE_S_OWN = re.compile(
    r"(?:几号楼|几室|门牌|地址|住哪|姓名|电话)[^。；\n]{0,12}(?:告诉|发给|写给|发)我"
)
RECEIVED = "收到，谢谢。体温和身体情况请私信发给我，别发在群里；该做什么，我私信告诉您。"


def answer(ctx: Context, meanings: Meanings, features: Features) -> Reply:
    """Say only what anybody may read, and only to who speaks to us; danger is heard from everybody.

    Nothing is asked back, no form begins, no number is offered.
    """
    if ctx.parse.danger and features.danger is not None:
        return reply(features.danger(ctx)).then(PRIVATELY, between="\n").means("danger")
    if ctx.watched and _tells_of_health(ctx):
        return _received(ctx, meanings)
    if not ctx.message.is_addressed:
        return Reply(meant="group")
    moved = features.in_group(ctx, meanings) if features.in_group else None
    return reply(moved) if moved is not None else _for_all(ctx, meanings)


def _for_all(ctx: Context, meanings: Meanings) -> Reply:
    """Answer a question for everybody, behind its own words; small talk meets silence."""
    intent = ctx.parse.intent
    asks = intent.startswith("ask_") and not ctx.parse.ask_back
    if intent not in meanings.intents or not asks:
        return Reply(meant="group")
    said = meanings.meant(ctx, intent)
    # What we do not know waits for a person; what nobody has checked is said to one alone.
    if said.told is not None and said.told.is_unchecked:
        return Reply(f"{_question(ctx)}\n{UNCHECKED}", meant=intent)
    if said.cited is None or (said.told is not None and not said.told.is_for_all):
        return Reply(meant=intent)
    whole = said.after(_question(ctx))
    wants_more = _ASKS_FOR_ONE_S_OWN.search(whole.text)
    return whole.then(PRIVATELY, between="\n") if wants_more else whole


def _question(ctx: Context) -> str:
    return f"问：{quoted(inert(without(ctx.text)), QUOTED)}"


def _tells_of_health(ctx: Context) -> bool:
    return any(ctx.slots.get(name) for name in ("temps", "symptoms"))


def _received(ctx: Context, meanings: Meanings) -> Reply:
    """Take what a watched household tells, and say what is to be done to them alone."""
    said = meanings.intercepted(ctx)
    if said is None or ctx.caller.person_id is None:
        return Reply(meant="group")
    ctx.tell(ctx.caller.person_id, said.text)
    return Reply(RECEIVED).means(said.meant or "report_temperature")
