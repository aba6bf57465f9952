"""Staff have asked somebody back: the next words of theirs are the answer."""

from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from db import conversations
from db.conversations import Place
from dialog.context import CHOICES, Context
from dialog.features import Features
from dialog.replies import is_leaving, is_pausing, looks_asked

ASKED = "asked back"  # the conversation's “form” while an answer is waited for
WAITS = timedelta(hours=48)
LATER = "好的。想好了回复“回 {number} 您的话”。"


class Others(Protocol):
    def command(self, ctx: Context) -> str | None: ...

    def claimed(self, ctx: Context) -> str | None: ...


def expect(db: Session, contact_id: int, number: int, now: datetime) -> bool:
    """Take their next words for the answer; False if they are in the middle of a form."""
    place = conversations.find(db, contact_id, now)
    if place is not None and place.form not in (ASKED, CHOICES):
        return False
    place = Place(ASKED, str(number), {"known": {"number": number}}, now)
    conversations.keep(db, contact_id, place, now, now + WAITS)
    return True


def take(ctx: Context, place: Place, features: Features, others: Others) -> str | None:
    """Pass the answer on, unless the words are plainly something else."""
    command = others.command(ctx)
    if command is not None:
        return command
    if is_leaving(ctx.text) or is_pausing(ctx.text):
        conversations.drop(ctx.db, ctx.caller.contact_id)
        return LATER.format(number=place.step)
    if _asks(ctx):
        ctx.is_aside = True  # answered like any question; theirs is still waited for
        return None
    stored = others.claimed(ctx) if ctx.slots.get("temps") else None  # a temperature is both
    return "\n".join(filter(None, (stored, _answer(ctx, place, features))))


def _answer(ctx: Context, place: Place, features: Features) -> str:
    conversations.drop(ctx.db, ctx.caller.contact_id)
    ctx.known = place.answers["known"]
    ctx.meant = "reply"
    return features.actions["reply"](ctx)


def _asks(ctx: Context) -> bool:
    parse = ctx.parse
    clear = parse.intent.startswith("ask_") and not parse.ask_back
    return clear and parse.score >= 0.8 and looks_asked(ctx.text)
