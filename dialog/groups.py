"""What is said in a group, where everybody reads it: help in danger, answers we are sure of, or nothing."""

from collections.abc import Mapping

from dialog.context import Context
from dialog.router import Handler

PRIVATELY = "您的姓名、门牌和电话别发在群里，私信发给我就行。"


def answer(ctx: Context, intents: Mapping[str, Handler], danger: Handler | None) -> str:
    """Say only what anybody may read; small talk, reports and what we do not know meet silence.

    Nothing is asked back, no form begins, no number is offered.
    """
    ctx.is_aside = True
    if ctx.parse.danger and danger is not None:
        ctx.meant = "danger"
        return f"{danger(ctx)}\n{PRIVATELY}"
    handler = intents.get(ctx.parse.intent)
    asks = ctx.parse.intent.startswith("ask_") and not ctx.parse.ask_back
    if handler is None or not asks:
        ctx.meant = "group"
        return ""
    ctx.meant = ctx.parse.intent
    said = handler(ctx)
    is_guess = ctx.told is not None and ctx.told.guessed
    # What we do not know waits for a person; a guess would ask everybody back.
    return said if ctx.cited is not None and not is_guess else ""
