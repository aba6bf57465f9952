"""The facts an answer hangs on: from where, which day; asked for only where they make a difference."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from community.knowledge.wording import Answer
from dialog import Context, Reply
from handlers.knowledge import answers, local_facts

FORM = "which_rule"
SOON = timedelta(days=30)


def unknown(ctx: Context) -> set[str]:
    """Return what is not known and makes a difference; nothing is asked in the middle of a form."""
    if ctx.is_aside or ctx.house.library.forms.get(FORM) is None:
        return set()
    found = ctx.knowledge.hangs_on(ctx.text, ctx.parse.intents, ctx.now, ctx.facts, SOON)
    return found - ({"day"} if answers.day_meant(ctx) is not None else set())


def ask(ctx: Context, gaps: Collection[str]) -> Reply | None:
    """Begin to ask, at most two things; None if where they come from makes no difference."""
    if "origin" not in gaps:
        return None
    known = {} if "day" in gaps else {"day": {"raw": ""}}
    return _start(ctx, known)


def ask_day(ctx: Context, found: Answer, gaps: Collection[str]) -> Reply | None:
    """Say what holds now and that it will change; on the day they name it is said for that day."""
    if "day" not in gaps:
        return None
    says = f"{found.text}\n过些天规定有变化。{{asked}}说了我按那天的规定再答一次。"
    began = _start(ctx, {"from": _said(ctx)}, says)
    told = ctx.answer(found, "")
    return replace(told, begins=began.begins)


def _start(ctx: Context, known: Mapping[str, Any], says: str = "{asked}") -> Reply:
    day = answers.day_meant(ctx)
    asked = {
        "_text": ctx.text,
        "_intents": list(ctx.parse.intents),
        "_day": day and day.isoformat(),
    }
    return ctx.start(FORM, says, **known, **asked)


def _said(ctx: Context) -> dict[str, Any]:
    places = [place for place in ctx.slots.get("places", []) if place.get("role") != "to"]
    return dict(places[0]) if places else {"raw": ""}


def as_filled(ctx: Context, filled: Mapping[str, Any]) -> Context:
    """Return what was asked at first, with what was said since; what stayed open is left open."""
    place = filled.get("from") or {}
    message = replace(ctx.message, text=str(filled.get("_text") or ctx.text))
    intents = tuple(filled.get("_intents") or ctx.parse.intents)
    slots = {"places": [place] if place.get("code") or place.get("country") else []}
    parse = replace(ctx.parse, slots=slots, intents=intents, intent=intents[0])
    return ctx.derive(message=message, parse=parse)


def find(ctx: Context, filled: Mapping[str, Any]) -> Answer | None:
    """Answer what was asked at first for the day that was named."""
    spoken = (filled.get("day") or {}).get("date") or filled.get("_day")
    day = date.fromisoformat(str(spoken)[:10]) if spoken else None
    found = ctx.knowledge.find(ctx.text, ctx.parse.intents, ctx.now, ctx.facts, day=day)
    return local_facts.beside(ctx, found)
