"""A text as the model sees it: words, character pieces, concepts with the way they are asked about."""

import re
from collections.abc import Iterator
from itertools import pairwise

from nlp.concepts import ConceptReading
from nlp.words import Words

# Each block is weighted and brought to length 1 by itself, so that a long one cannot drown a short one.
BLOCKS = ("words", "characters", "concepts")

# Cues that tell how something is asked; only these are crossed with what is asked about.
ASKING = (
    "ASK_",
    "HEARSAY",
    "BARE_CLAIM",
    "REQUEST",
    "SELF_TEST",
    "ANGER",
    "FROM",
    "TO",
    "AWAY",
    "AGAINST",
    "RUN_OUT",
    "BODY",
    "CARE_NEEDED",
    "NOBODY",
    "IRONY",
    "STATED",
)

_RUNS = re.compile(r"[\w?]+")


def blocks(reading: ConceptReading, words: Words) -> dict[str, list[str]]:
    """Return the features of every block."""
    return {
        "words": list(_words(words.cut(reading.text))),
        "characters": list(_characters(reading.text)),
        "concepts": list(_concepts(reading)),
    }


def _words(tokens: list[str]) -> Iterator[str]:
    yield from tokens
    for left, right in pairwise(["^", *tokens, "$"]):
        yield f"{left} {right}"


def _characters(text: str) -> Iterator[str]:
    for run in _RUNS.findall(text):
        for size in (1, 2, 3, 4):
            for at in range(len(run) - size + 1):
                yield run[at : at + size]


def _concepts(reading: ConceptReading) -> Iterator[str]:
    about = reading.concepts or ("NOTHING",)
    yield from about
    yield from reading.cues
    yield f"LENGTH{min(len(reading.text) // 6, 8)}"
    yield f"COVERED{round(reading.covered * 5)}"
    asking = [cue for cue in reading.cues if cue.startswith(ASKING)] or ["PLAIN"]
    for concept in about[:6]:
        for cue in asking[:6]:
            yield f"{concept}+{cue}"
    for left, right in pairwise(sorted(about[:6])):
        yield f"{left}&{right}"
