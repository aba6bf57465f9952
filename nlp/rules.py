"""The tie-break rules of the taxonomy that are about values and danger, not about words."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from nlp import danger
from nlp.concepts import ConceptReading
from nlp.words import concepts

# A second meaning is told when it is at least this likely.
SECOND = 0.22

# What only sounds like a danger is one, but a meaning as likely as this stays the first.
CLEAR = 0.5

HELP = {
    "body": "request_medical",
    "mind": "psych_support",
    "rescue": "request_human",
    "police": "request_human",
}


POLITE = frozenset({"HELLO", "THANKS", "BYE", "BOT"})


@cache
def _polite_words() -> re.Pattern[str]:
    words = [word for word, names in concepts().items() if POLITE.intersection(names)]
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def is_greeting(reading: ConceptReading) -> bool:
    """Tell whether a message is nothing but a greeting, a thank-you or “what can you do”."""
    left, found = _polite_words().subn("", reading.text)
    return found > 0 and sum(ch.isalnum() for ch in left) <= 2


_DEGREES = re.compile(r"[\d零〇一二两三四五六七八九十]\s*(?:度|℃|°)")
_OF_A_BODY = ("temps", "missing", "well", "normal", "symptoms")


def is_of_weather(ranked: Sequence[str], text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether degrees sound like a report, and are no reading of anybody: “41度包工头还逼着搬砖”."""
    return (
        ranked[0] == "report_temperature"
        and _DEGREES.search(text) is not None
        and not any(slots.get(name) for name in _OF_A_BODY)
    )


def without(likely: Mapping[str, float], name: str) -> dict[str, float]:
    """Return how likely the other meanings are where this one is none."""
    rest = 1 - likely[name]
    return {each: 0.0 if each == name else share / rest for each, share in likely.items()}


def arrange(
    likely: Mapping[str, float], reading: ConceptReading, slots: Mapping[str, Any], word: str | None
) -> tuple[str, ...]:
    """Return what a message means, primary first."""
    ranked = sorted((name for name in likely if likely[name] > 0), key=lambda n: -likely[n])
    primary = ranked[0]
    named = [primary, *(name for name in ranked[1:3] if likely[name] >= SECOND)]
    if slots.get("temps") and primary in ("report_symptom", "ask_symptom_care"):
        named.append("report_temperature")
    if slots.get("symptoms") and primary == "ask_symptom_care" and "FIRST" in reading.cues:
        named.append("report_symptom")
    if word is not None:
        is_clear = word == danger.UNNAMED and likely[primary] >= CLEAR
        named.insert(len(named) if is_clear else 0, HELP[danger.kind(word)])
    return tuple(dict.fromkeys(named))
