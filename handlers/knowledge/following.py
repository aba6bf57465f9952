"""What somebody asked a moment ago: what they add in a few words belongs to it."""

import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import takewhile

from community.questions import feedback
from community.questions.feedback import LastSaid
from core.phrases import quoted
from dialog import Context
from dialog.places import is_form

LATELY = timedelta(minutes=10)
A_FEW_WORDS = 24  # characters; what is longer speaks for itself
QUOTED = 16
GOES_ON = "接着您刚才说的"
_QUESTIONS = ("ask_", "known", "verify_", "report_symptom")
_WAITS = "前在这里"  # in what we said, where somebody is to answer
_WORDS = re.compile("[\u4e00-\u9fff]")
LEAST = 3  # Chinese characters


def before(ctx: Context) -> list[LastSaid]:
    """Return the question these few words follow, and what was added to it since; none if they say little."""
    is_form_begun = ctx.place is not None and is_form(ctx.place) and ctx.is_filling
    if ctx.is_aside or is_form_begun or ctx.actor.is_staff or len(ctx.text) > A_FEW_WORDS:
        return []
    if len(_WORDS.findall(ctx.text)) < LEAST:
        return []
    since = ctx.now - LATELY
    lately = feedback.said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)
    added = list(takewhile(lambda one: one.answer.startswith(GOES_ON), lately))
    question = next(iter(lately[len(added) :]), None)
    if question is None or question.text == ctx.text or not _asks(question):
        return []
    return [question, *reversed(added)]


def _asks(said: LastSaid) -> bool:
    is_open = said.intent == "oos" and _WAITS in said.answer
    return is_open or said.intent.startswith(_QUESTIONS)


def together(said: Sequence[LastSaid], text: str) -> str:
    """Return all as one question, for whoever reads it or looks it up."""
    return "，".join([*(one.text.rstrip("。？?！!") for one in said), text])


def introduce(said: Sequence[LastSaid]) -> str:
    """Say what is gone on with."""
    return f"{GOES_ON}“{quoted(said[0].text, QUOTED)}”："
