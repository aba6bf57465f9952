"""Words that say a life is in danger, whatever else the message says."""

import re
from collections.abc import Sequence

from nlp.danger import hunch, together
from nlp.danger.context import Said
from nlp.danger.idle import is_idle
from nlp.danger.lexicon import Kind, Sign, kinds, signs
from nlp.danger.text import sentences

__all__ = ["find", "kind", "names", "sign"]

NEAR = 60  # characters before and after a sign in which what must stand beside it stands
UNNAMED = "快不行了"  # what is a danger by no sign of ours
# A receipt or a code between Chinese words: its letters sound like nothing.
_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z0-9]{8}(?![A-Za-z0-9])")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def find(text: str) -> str | None:
    """Return the name of the danger a message speaks of, if it does: the most pressing of them.

    What no sign tells is a danger all the same where it adds up, or sounds like one.
    """
    said = Said(sentences(text))
    named, is_away = _signs(said)
    if named is not None:
        return named
    if together.add_up(said.sentences, is_notice=said.is_notice):
        return UNNAMED
    if is_away or said.is_notice:
        return None
    sure = hunch.CERTAIN if is_idle(said.whole) else hunch.SURE
    return UNNAMED if hunch.likelihood(_without_codes(text, said)) >= sure else None


def _without_codes(text: str, said: Said) -> Sequence[str]:
    if _CODE.search(text) and _CHINESE.search(text):
        return sentences(_CODE.sub("", text))
    return said.sentences


def sign(text: str) -> str | None:
    """Return the danger that a sign of ours tells, without what only sounds like one."""
    return _signs(Said(sentences(text)))[0]


def kind(word: str) -> Kind:
    """Tell whether a danger wants an ambulance, somebody to talk to, to be got out, or the police."""
    return kinds()[word]


def names() -> tuple[str, ...]:
    """Return the names of all dangers."""
    return tuple(kinds())


def _signs(said: Said) -> tuple[str | None, bool]:
    """Return the most pressing danger that is meant, and whether others are spoken of but not meant."""
    is_away = False
    for one in signs():
        for number, sentence in enumerate(said.sentences):
            for match in one.pattern.finditer(sentence):
                if not _is_beside(one, said, number, match):
                    continue
                if not said.takes_away(one, number, match):
                    return one.name, is_away
                is_away = True
    return None, is_away


def _is_beside(one: Sign, said: Said, number: int, match: re.Match[str]) -> bool:
    if not one.beside:
        return True
    at = said.starts[number] + match.start()
    near = said.whole[max(0, at - NEAR) : at + NEAR]
    return all(each.search(near) for each in one.beside)
