"""A clean text in which some words are written another way, each character still knowing where it came from."""

import re
from collections.abc import Iterable
from dataclasses import replace

from nlp.normalize import Text


def rewritten(text: Text, said: Iterable[tuple[re.Match[str], str]]) -> Text:
    """Put a word in the place of each stretch, given from left to right."""
    clean, starts, at = [], [], 0
    for match, word in said:
        clean += [text.clean[at : match.start()], word]
        starts += [*text.starts[at : match.start()], *[text.starts[match.start()]] * len(word)]
        at = match.end()
    if not at:
        return text
    return replace(
        text,
        clean="".join([*clean, text.clean[at:]]),
        starts=(*starts, *text.starts[at:]),
    )
