"""What somebody asked a moment ago: what they add in a few words belongs to it."""

import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import takewhile

from community.questions import feedback
from community.questions.feedback import LastSaid
from core.phrases import quoted
from dialog import Context
from dialog.places import is_in_form

LATELY = timedelta(minutes=10)
A_FEW_WORDS = 24  # characters; what is longer speaks for itself
QUOTED = 16
GOES_ON = "接着您刚才说的"
WENT_ON = "known_on"  # what was meant by what was answered together with the question before
_QUESTIONS = ("ask_", "known", "verify_", "report_symptom", "report_exposure")
_BETWEEN = ("smalltalk", "ask_back")  # said between a question and what goes on from it
_WAITS = re.compile("前在这里|有话在这里回您")  # in what we said, where somebody is to answer
_WORDS = re.compile("[\u4e00-\u9fff\\d]")
LEAST = 2  # characters that say something
_NUMBER = re.compile(r"[\d\W]+")


def before(ctx: Context) -> list[LastSaid]:
    """Return the question these few words follow, and what was added to it since; none if they say little."""
    if ctx.is_aside or is_in_form(ctx) or ctx.actor.is_staff or len(ctx.text) > A_FEW_WORDS:
        return []
    if len(_WORDS.findall(ctx.text)) < LEAST or _NUMBER.fullmatch(ctx.text):
        return []
    since = ctx.now - LATELY
    said = feedback.said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)
    lately = [one for one in said if not _is_between(one)]
    added = list(takewhile(_is_added, lately))
    question = next(iter(lately[len(added) :]), None)
    if question is None or question.text == ctx.text or not _asks(question):
        return []
    return [question, *reversed(added)]


def _is_between(said: LastSaid) -> bool:
    """Tell whether something turned nobody from what was asked: thanks, or what was not understood."""
    was_missed = said.intent == "oos" and not _WAITS.search(said.answer)
    return was_missed or said.intent in _BETWEEN


def _is_added(said: LastSaid) -> bool:
    return said.answer.startswith(GOES_ON) or said.intent == WENT_ON


def _asks(said: LastSaid) -> bool:
    is_open = said.intent == "oos" and bool(_WAITS.search(said.answer))
    return is_open or said.intent.startswith(_QUESTIONS)


def together(said: Sequence[LastSaid], text: str) -> str:
    """Return all as one question, for whoever reads it or looks it up."""
    return "，".join([*(one.text.rstrip("。？?！!") for one in said), text])


def introduce(said: Sequence[LastSaid]) -> str:
    """Say what is gone on with."""
    return f"{GOES_ON}“{quoted(said[0].text, QUOTED)}”："
