"""One value is still missing: the next words are taken for it, if they hold it."""

from datetime import timedelta
from typing import Any

from db.conversations import Position
from dialog import places
from dialog.context import Context
from dialog.meanings import Meanings, says_more
from dialog.places import AWAITED
from dialog.reply import Reply, reply
from dialog.short_replies import is_leaving, is_no

WAITS = timedelta(hours=1)  # whoever comes back later begins anew
DROPPED = "好的，先不办。要办的时候再说一遍就行。"


def keep(ctx: Context, said: Reply) -> None:
    """Remember which action takes the next words, and what it knows already."""
    answers: dict[str, Any] = {"known": dict(said.carries)}
    place = Position(AWAITED, said.awaits or "", answers, ctx.now)
    places.lay(ctx, place, ctx.now + WAITS)


def take(ctx: Context, place: Position, meanings: Meanings) -> Reply | None:
    """Give the words to what waited for them; None if they are something else."""
    if is_leaving(ctx.text) or is_no(ctx.text):
        return Reply(DROPPED)
    action = meanings.features.actions.get(place.step)
    if action is None:  # of a version that knew more
        return None
    heard = ctx.at_work() if ctx.actor.is_staff else ctx
    if says_more(heard):
        return None
    said = reply(action(heard.derive(known=place.answers["known"])))
    return said.means("value") if said.said else None
