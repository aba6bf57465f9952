"""A day that cannot be is asked about before anything is done about it: 11月31号, 周五(11月26日)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core import doubtful_days
from core.phrases import say_date
from dialog.context import Context
from dialog.places import CHOICES
from dialog.reply import Reply

ACTION = "day"
FEVER = 37.3  # °C
A_LETTER = 200  # characters; in what is longer, or forwarded, a misprinted day is not theirs


def ask(ctx: Context) -> Reply | None:
    """Offer the days that may be meant; None where nothing is doubtful, or help cannot wait.

    Inside a form the question of the form asks, and what is vague (节后) is asked only by one.
    """
    doubt = doubtful_days.of(ctx.parse.slots.get("dates", []))
    if doubt is None or doubt.get("why") == "vague" or _cannot_wait(ctx):
        return None
    question, labels = doubtful_days.question(doubt), doubtful_days.labels(doubt)
    if not labels:
        return Reply(question).means("ask_back")
    parse = ctx.parse
    heard = {"intent": parse.intent, "score": parse.score, "ask_back": parse.ask_back}
    heard |= {"intents": list(parse.intents), "slots": dict(parse.slots)}
    choices = [(said, f"{ACTION}:{day.isoformat()}") for said, day in labels]
    return ctx.offer(question, choices, heard=heard, raw=doubt.get("raw")).means("ask_back")


def _cannot_wait(ctx: Context) -> bool:
    in_form = ctx.place is not None and ctx.place.form != CHOICES
    is_ill = any(_degrees(each) >= FEVER for each in ctx.slots.get("temps", []))
    return bool(in_form or ctx.parse.danger or is_ill or len(ctx.text) > A_LETTER)


def _degrees(reading: Mapping[str, Any]) -> float:
    keys = ("c", "c_max", "c_min", "approx_c", "suggest_c")
    return max(float(reading.get(key) or 0) for key in keys)


def settled(ctx: Context, day: str) -> Context:
    """Return the message as if the right day had been written in it."""
    heard, raw = ctx.known.get("heard") or {}, str(ctx.known.get("raw") or "")
    slots = dict(heard.get("slots") or {})
    dates = [
        {"raw": each.get("raw"), "start": day} if each.get("raw") == raw else each
        for each in slots.get("dates", [])
    ]
    said = say_date(doubtful_days.day(day))
    message = replace(ctx.message, text=ctx.text.replace(raw, said) if raw else ctx.text)
    parse = replace(
        ctx.parse,
        text=message.text,
        intent=heard.get("intent", ctx.parse.intent),
        score=heard.get("score", ctx.parse.score),
        intents=tuple(heard.get("intents") or ctx.parse.intents),
        ask_back=bool(heard.get("ask_back")),
        slots=slots | {"dates": dates},
    )
    return ctx.derive(message=message, parse=parse, known={})
