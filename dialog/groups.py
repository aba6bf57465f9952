"""What is said in a group, where everybody reads it: help in danger, answers we are sure of, or nothing."""

from dialog.context import Context
from dialog.meanings import Meanings
from dialog.reply import Reply, reply
from dialog.router import Handler

PRIVATELY = "您的姓名、门牌和电话别发在群里，私信发给我就行。"


def answer(ctx: Context, meanings: Meanings, danger: Handler | None) -> Reply:
    """Say only what anybody may read; small talk, reports and what we do not know meet silence.

    Nothing is asked back, no form begins, no number is offered.
    """
    if ctx.parse.danger and danger is not None:
        return reply(danger(ctx)).then(PRIVATELY, between="\n").means("danger")
    intent = ctx.parse.intent
    asks = intent.startswith("ask_") and not ctx.parse.ask_back
    if intent not in meanings.intents or not asks:
        return Reply(meant="group")
    said = meanings.meant(ctx, intent)
    is_guess = said.told is not None and said.told.guessed
    # What we do not know waits for a person; a guess would ask everybody back.
    return said if said.cited is not None and not is_guess else Reply(meant=intent)
