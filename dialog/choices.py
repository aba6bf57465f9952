"""Numbers that can be replied: remembered with what each does, and read again."""

import json
from datetime import datetime, timedelta
from typing import Any

from db import conversations
from db.conversations import Position
from dialog.context import Context
from dialog.reply import Reply
from dialog.short_replies import is_no, is_yes

CHOICES_LAST = timedelta(hours=24)
CHOICES = "choices"  # the conversation's “form” while numbers are offered


def keep(ctx: Context, said: Reply) -> None:
    """Remember what each number does, and what it stands for."""
    assert said.origin is not None, "numbers are offered by a message"
    actions = {str(i): action for i, (_, action) in enumerate(said.choices, 1)}
    labels = {label: str(i) for i, (label, _) in enumerate(said.choices, 1)}
    answers: dict[str, Any] = {"actions": actions, "labels": labels, "known": dict(said.carries)}
    answers |= {"text": said.origin.text, "slots": dict(said.origin.slots)}
    place = Position(CHOICES, "", answers, ctx.now)
    conversations.keep(ctx.db, ctx.caller.contact_id, place, ctx.now, ctx.now + CHOICES_LAST)


def number_of(text: str, offered: dict[str, Any]) -> str | None:
    """Take the number, or the words beside it, or how they begin (“确认”)."""
    said = text.strip().rstrip("。.、)）")
    if said in offered["actions"]:
        return said
    if len(offered["actions"]) == 2 and (is_yes(said) or is_no(said)):
        return "1" if is_yes(said) else "2"
    begins = [n for label, n in offered["labels"].items() if label.startswith(said)]
    return begins[0] if len(begins) == 1 and len(said) > 1 else None


def packed(place: Position) -> dict[str, Any]:
    """Return a conversation as it can be kept inside another.

    Numbers that were offered before are chosen no more once something else was begun: what is
    put back looks the same from outside, and stands for nothing.
    """
    held = {"form": place.form, "step": place.step, "answers": place.answers}
    if place.form == CHOICES:
        inert = {"actions": {}, "labels": {}, "known": {}, "text": "", "slots": {}}
        length = len(_spelled(place.answers)) - len(_spelled({**inert, "pad": ""}))
        held["answers"] = {**inert, "pad": " " * length} if length >= 0 else inert
    moments = {"touched": place.touched_at.isoformat(), "expires": place.expires_at.isoformat()}
    return held | moments


def _spelled(answers: dict[str, Any]) -> bytes:
    return json.dumps(answers, ensure_ascii=False).encode()


def unpacked(kept: dict[str, Any] | None) -> Position | None:
    """Return what was packed, or None if nothing was."""
    if kept is None:
        return None
    touched, expires = (datetime.fromisoformat(kept[name]) for name in ("touched", "expires"))
    return Position(kept["form"], kept["step"], kept["answers"], touched, expires)
