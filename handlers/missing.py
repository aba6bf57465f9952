"""The facts an answer hangs on: from where, which day; asked for only where they make a difference."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from community.knowledge import Answer
from dialog import Context
from handlers import answers

FORM = "which_rule"
SOON = timedelta(days=30)


def ask(ctx: Context) -> str | None:
    """Begin to ask, at most two things; None if no rule makes a difference for what is not known."""
    if ctx.is_aside or ctx.house.library.forms.get(FORM) is None:
        return None
    facts, day = answers.facts_of(ctx), answers.day_meant(ctx)
    open_ = ctx.knowledge.hangs_on(ctx.text, ctx.parse.intents, ctx.now, facts, SOON)
    asks_where = "origin" in open_ and not _is_named(ctx)
    asks_when = "day" in open_ and day is None
    if not (asks_where or asks_when):
        return None
    known = {} if asks_where else {"from": _said(ctx)}
    known |= {} if asks_when else {"day": {"raw": ""}}
    asked = {
        "_text": ctx.text,
        "_intents": list(ctx.parse.intents),
        "_day": day and day.isoformat(),
    }
    return ctx.start(FORM, **known, **asked)


def _is_named(ctx: Context) -> bool:
    return bool(answers.facts_of(ctx).origins)


def _said(ctx: Context) -> dict[str, Any]:
    places = [place for place in ctx.slots.get("places", []) if place.get("role") != "to"]
    return dict(places[0]) if places else {"raw": ""}


def find(ctx: Context, filled: Mapping[str, Any]) -> Answer | None:
    """Answer what was asked at first with what was said since; what stayed open is left open."""
    place, when = filled.get("from") or {}, filled.get("day") or {}
    ctx.message = replace(ctx.message, text=str(filled.get("_text") or ctx.text))
    intents = tuple(filled.get("_intents") or ctx.parse.intents)
    slots = {"places": [place] if place.get("code") or place.get("country") else []}
    ctx.parse = replace(ctx.parse, slots=slots, intents=intents, intent=intents[0])
    spoken = when.get("date") or filled.get("_day")
    day = date.fromisoformat(str(spoken)[:10]) if spoken else None
    found = ctx.knowledge.find(ctx.text, intents, ctx.now, answers.facts_of(ctx), day=day)
    return answers.note(ctx, found)
