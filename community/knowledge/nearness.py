"""How near a known question must be to be the one meant, and which of the near ones may be given."""

import re
from collections.abc import Iterable
from datetime import datetime

from community.knowledge.shelf import Held, Shelf
from community.knowledge.wording import VERDICTS
from core.library import Entry
from core.ports import Match

ENGLISH = "English"  # the topic of what is written in it, for whoever writes in it
_LATIN = re.compile("[A-Za-z]+")
_CHINESE = re.compile("[\u4e00-\u9fff]")
# How likely the nearest known question is the one meant, by its score; of 524 questions of people who did
# not know ours, the answer was of use of ten times: 8 from NEAR on, 9 from VERY_NEAR on, more from PUBLIC on.
NEAR = 0.45  # below this it is not near enough to be the one meant
OF_IT = 0.4  # … where what it is about is certain
TOLD = 0.5  # from here on also where nothing is asked
VERY_NEAR = 0.65  # from here on it is answered, not the topic in general, and not as a guess
PUBLIC = 0.8  # from here on it may be said before many
# What is near in meaning and holds few of the words is of another matter: of 51 such guesses 28 were of use,
# of 24 others 21; it is offered beside others, and not given.
HOLDS = 0.4  # … of what is less than VERY_NEAR
OFFERED = 0.44  # … so near it then is at most: below NEAR
# Read together with the question before it, what goes on from it is this near to an answer: of 48 such pairs
# 43 were, of 18 that began something new one, whose answer was the same alone.
GOES_ON = 0.66
OF_TOPIC = 0.75  # … asked of the topic of that question
SAME = 0.85  # from here on it is the known question itself, in other words
MARGIN = 0.1
LOOK_AT = 20
SEEN = 0.2  # what is less near is no rival either

Near = list[tuple[Held[Entry], float]]  # the nearest first


def given(
    text: str, matches: Iterable[Match], shelf: Shelf, moment: datetime, to_judge: bool
) -> Near:
    """Return which of the near entries may be given, verdicts only where there is something to judge.

    If what was asked for is plainly something that is over, nothing that merely sounds like
    it is given in its place, only what is known of the same topic now.
    """
    over, topic = 0.0, ""
    found: Near = []
    for match in matches:
        entry = shelf.entries.get(match.key, moment)
        if entry is not None and entry.piece.topic == VERDICTS and not to_judge:
            continue
        if entry is None or not holds(entry):
            past = entry or shelf.entries.newest(match.key)
            if not found and past is not None and match.score > over:
                over, topic = match.score, past.piece.topic
            continue
        is_of_it = match.score >= NEAR and entry.piece.topic == topic
        if is_of_it or match.score >= max(SEEN, over - MARGIN):
            found.append((entry, as_held(match)))
    return found


def as_held(match: Match) -> float:
    """Return how near a match is, by how much of the text it speaks of."""
    of_another = match.score < VERY_NEAR and match.covers < HOLDS
    return min(match.score, OFFERED) if of_another else match.score


def is_meant_by(entry: Held[Entry], text: str) -> bool:
    """Tell whether a text names what an entry is about, where that is one town or one illness only.

    To the likeness one town is like another.
    """
    names = entry.piece.names
    if entry.piece.topic == ENGLISH:
        return len(_LATIN.findall(text)) > len(_CHINESE.findall(text))
    return not names or any(name in text for name in names)


def holds(entry: Held[Entry]) -> bool:
    """Tell whether an entry says what is so now, not what was once."""
    return entry.piece.status != "historical"
