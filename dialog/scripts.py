"""Who writes Traditional Chinese is heard in Simplified, as all we know is written, and reads Traditional."""

from dataclasses import replace
from datetime import timedelta

from community.questions import feedback
from core.ports import Scripts
from dialog.context import Context
from dialog.reply import Reply

LATELY = timedelta(hours=24)  # a digit is in the script of what it answers
SHORT = 4  # characters, of which none may tell a script


def heard(ctx: Context) -> Context | None:
    """Return a message in Traditional as it is heard; None for every other."""
    scripts, text = ctx.house.scripts, ctx.message.text
    if scripts is None or not _is_traditional(ctx, scripts, text):
        return None
    return ctx.derive(message=replace(ctx.message, text=scripts.simplified(text)))


def _is_traditional(ctx: Context, scripts: Scripts, text: str) -> bool:
    if scripts.is_traditional(text):
        return True
    if len(text.strip()) > SHORT or ctx.place is None:
        return False
    since = ctx.now - LATELY
    last = feedback.last_said(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)
    return last is not None and scripts.is_traditional(last.answer)


def written(ctx: Context, said: Reply) -> Reply:
    """Return an answer in Traditional, with the numbers beside what they stand for."""
    scripts = ctx.house.scripts
    assert scripts is not None, "somebody was heard in Traditional"
    turn = scripts.traditional
    choices = tuple((turn(label), action) for label, action in said.choices)
    return replace(
        said,
        text=turn(said.text),
        choices=choices,
        below=turn(said.below),
        replying=turn(said.replying),
    )
