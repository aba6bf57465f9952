"""Words of ours that were written by their sound (“何酸”, “解风”), as they are spelled."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("sounds.txt")


@dataclass(frozen=True, slots=True)
class _Sounds:
    of: dict[int, str]  # for str.translate: every character of a sound becomes its first one
    words: dict[str, tuple[str, ...]]  # a sound, and the words that have it
    real: frozenset[str]  # words that sound like one of ours and mean something else
    pattern: re.Pattern[str]


@cache
def _sounds() -> _Sounds:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line[:1] not in ("", "#")]
    of = {ord(ch): line[1] for line in lines if line[0] == "=" for ch in line[1:]}
    words: dict[str, tuple[str, ...]] = {}
    real: set[str] = set()
    for word, *others in (line.split() for line in lines if line[0] != "="):
        sound = word.translate(of)
        words[sound] = (*words.get(sound, ()), word)
        real |= {word, *others}
    longest = sorted(words, key=len, reverse=True)
    return _Sounds(of, words, frozenset(real), re.compile("|".join(longest)))


def heard(text: str) -> str:
    """Return a text, of the same length, with words of ours in place of what only sounds like them.

    One character at least must be right: two that both only sound alike are more often
    something else.
    """
    sounds = _sounds()
    found = list(text)
    for match in sounds.pattern.finditer(text.translate(sounds.of)):
        written = text[match.start() : match.end()]
        if written not in sounds.real:
            found[match.start() : match.end()] = _word(written, sounds.words[match[0]])
    return "".join(found)


def _word(written: str, words: tuple[str, ...]) -> str:
    """Return the word that shares most characters with what is written, if it shares any."""
    shared, word = max((sum(map(str.__eq__, written, word)), word) for word in words)
    return word if shared else written
