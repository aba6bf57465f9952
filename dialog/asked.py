"""Staff have asked somebody back: the next words of theirs are the answer."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db import conversations
from db.conversations import Position
from dialog.context import Context
from dialog.meanings import Meanings
from dialog.places import ASKED, BENEATH, CHOICES
from dialog.reply import Reply
from dialog.short_replies import is_leaving, is_pausing, looks_asked

WAITS = timedelta(hours=48)
LATER = "好的。想好了回复“回 {number} 您的话”。"


def expect(db: Session, contact_id: int, number: int, now: datetime) -> bool:
    """Take their next words for the answer; False if they are in the middle of a form."""
    place = conversations.find(db, contact_id, now)
    if place is not None and (place.form not in (ASKED, CHOICES) or BENEATH in place.answers):
        return False
    place = Position(ASKED, str(number), {"known": {"number": number}}, now)
    conversations.keep(db, contact_id, place, now, now + WAITS)
    return True


def answered(ctx: Context, number: int) -> None:
    """What staff asked about this number was answered otherwise: it is waited for no more."""
    place = conversations.find(ctx.db, ctx.caller.contact_id, ctx.sent_at)
    if place is not None and place.step == str(number):
        conversations.drop(ctx.db, ctx.caller.contact_id)


def take(ctx: Context, place: Position, meanings: Meanings) -> Reply:
    """Pass the answer on, unless the words are plainly something else."""
    if (command := meanings.command(ctx)) is not None:
        return command
    if is_leaving(ctx.text) or is_pausing(ctx.text):
        conversations.drop(ctx.db, ctx.caller.contact_id)
        return Reply(LATER.format(number=place.step))
    if _asks(ctx):  # answered like any question; theirs is still waited for
        aside = ctx.aside()
        said = meanings.intercepted(aside) or meanings.by_intent(aside)
        return replace(said, has_begun=True)
    # A temperature is both.
    stored = meanings.intercepted(ctx.aside()) if ctx.slots.get("temps") else None
    answered = _answer(ctx, place, meanings)
    return answered.after(stored.said) if stored else answered


def _answer(ctx: Context, place: Position, meanings: Meanings) -> Reply:
    conversations.drop(ctx.db, ctx.caller.contact_id)
    return meanings.act(ctx.derive(known=place.answers["known"]), "reply").means("reply")


def _asks(ctx: Context) -> bool:
    parse = ctx.parse
    clear = parse.intent.startswith("ask_") and not parse.ask_back
    return clear and parse.score >= 0.8 and looks_asked(ctx.text)
