"""What somebody begins lies on top of the form it interrupts; that form waits beneath it."""

import json
from datetime import datetime
from typing import Any

from db import conversations
from db.conversations import Position
from dialog.context import PAUSED, Context

CHOICES = "choices"  # the conversation's “form” while numbers are offered
AWAITED = "value awaited"  # … while the next words are waited for
ASKED = "asked back"  # … while the answer to a question of staff is waited for
PASSING = (CHOICES, AWAITED)  # gone with the next words: nothing of them waits
BENEATH = "_before"  # the conversation that something stands in for, to be put back
UNTIL = "_until"  # so long what lies on top counts, where the form beneath waits longer


def is_form(place: Position) -> bool:
    """Tell whether somebody is inside a form, and not before something that passes."""
    return place.form not in (*PASSING, ASKED)


def is_in_form(ctx: Context) -> bool:
    """Tell whether a question of a form is before somebody, and has not been put off."""
    return ctx.place is not None and is_form(ctx.place) and ctx.is_filling


def lay(ctx: Context, place: Position, until: datetime) -> None:
    """Let something that passes lie on top; whatever form was there waits beneath it."""
    beneath = unpacked(held(current(ctx)))
    if beneath is not None:
        place.answers[BENEATH] = packed(beneath)
        place.answers[UNTIL] = until.isoformat()
        until = max(until, beneath.expires_at)
    conversations.keep(ctx.db, ctx.caller.contact_id, place, ctx.now, until)


def lift(ctx: Context, place: Position) -> Position | None:
    """Take away what lies on top; return what was beneath it and stands again, if it still counts."""
    conversations.drop(ctx.db, ctx.caller.contact_id)
    beneath = unpacked(place.answers.get(BENEATH))
    if beneath is None or beneath.expires_at <= ctx.now:
        return None
    conversations.put_back(ctx.db, ctx.caller.contact_id, beneath)
    return beneath


def is_over(ctx: Context, place: Position) -> bool:
    """Tell whether what lies on top counts no more, though the form beneath does."""
    until = place.answers.get(UNTIL)
    return until is not None and datetime.fromisoformat(until) <= ctx.sent_at


def current(ctx: Context) -> Position | None:
    """Return where somebody is by now: what this very message began or ended counts."""
    if ctx.place is None:
        return None
    return conversations.find(ctx.db, ctx.caller.contact_id, ctx.sent_at)


def held(place: Position | None) -> dict[str, Any] | None:
    """Return what waits when something else is begun here, packed; None if nothing does."""
    if place is None:
        return None
    if place.form in PASSING:
        return place.answers.get(BENEATH)
    return packed(_paused(place) if is_form(place) else place)


def waiting(place: Position | None, form: str) -> Position | None:
    """Return a form of this name that somebody is in, or that waits right beneath."""
    if place is not None and place.form in PASSING:
        place = unpacked(place.answers.get(BENEATH))
    return place if place is not None and place.form == form else None


def _paused(place: Position) -> Position:
    answers = {**place.answers, PAUSED: True}
    return Position(place.form, place.step, answers, place.touched_at, place.expires_at)


def packed(place: Position) -> dict[str, Any]:
    """Return a conversation as it can be kept inside another.

    Numbers that were offered before are chosen no more once something else was begun: what is
    put back looks the same from outside, and stands for nothing.
    """
    kept = {"form": place.form, "step": place.step, "answers": place.answers}
    if place.form == CHOICES:
        inert: dict[str, Any] = {"actions": {}, "labels": {}, "known": {}, "text": "", "slots": {}}
        inert |= {key: place.answers[key] for key in (BENEATH, UNTIL) if key in place.answers}
        length = len(_spelled(place.answers)) - len(_spelled({**inert, "pad": ""}))
        kept["answers"] = {**inert, "pad": " " * length} if length >= 0 else inert
    moments = {"touched": place.touched_at.isoformat(), "expires": place.expires_at.isoformat()}
    return kept | moments


def _spelled(answers: dict[str, Any]) -> bytes:
    return json.dumps(answers, ensure_ascii=False).encode()


def unpacked(kept: dict[str, Any] | None) -> Position | None:
    """Return what was packed, or None if nothing was."""
    if kept is None:
        return None
    touched, expires = (datetime.fromisoformat(kept[name]) for name in ("touched", "expires"))
    return Position(kept["form"], kept["step"], kept["answers"], touched, expires)
