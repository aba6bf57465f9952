"""Whether a life is in danger, whatever else a message says."""

import re

from nlp.danger import evidence, facts, judge
from nlp.danger.context import Said
from nlp.danger.judge import Embed
from nlp.danger.lexicon import Kind, kinds
from nlp.danger.text import sentences

__all__ = ["find", "kind", "names", "sign"]

UNNAMED = "可能有危险"  # what is a danger by no sign of ours
# A receipt or a code between Chinese words: its letters sound like nothing.
_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z0-9]{8}(?![A-Za-z0-9])")
_CHINESE = re.compile("[\u4e00-\u9fff]")
# Streaks of blood in what is coughed up are for a doctor this week; more than streaks is told as more.
_STREAKS = re.compile("痰[\u4e00-\u9fff]{0,4}血丝+")


def find(text: str, embed: Embed | None = None) -> str | None:
    """Return the name of the danger a message speaks of, if it does: the most pressing of them.

    `embed` makes the sentence vector of a stretch of at most 120 characters; it is asked where words
    leave it open.  What no sign tells is a danger all the same where it sounds like one, and what a sign
    tells is none where everything else speaks against it.
    """
    text = _STREAKS.sub("痰", text)
    said = Said(sentences(text))
    found = evidence.look(said)
    if found.meant is None and facts.are_all(said.whole):
        return None
    if judge.likelihood(_without_codes(text, said), found, embed) < judge.line(found):
        return None
    return found.meant or found.mentioned or UNNAMED


def sign(text: str) -> str | None:
    """Return the danger that a sign of ours tells, without what only sounds like one."""
    return evidence.look(Said(sentences(text))).meant


def kind(word: str) -> Kind:
    """Tell whether a danger wants an ambulance, somebody to talk to, to be got out, or the police."""
    return kinds()[word]


def names() -> tuple[str, ...]:
    """Return the names of all dangers."""
    return tuple(kinds())


def _without_codes(text: str, said: Said) -> str:
    if _CODE.search(text) and _CHINESE.search(text):
        return "".join(sentences(_CODE.sub("", text)))
    return said.whole
