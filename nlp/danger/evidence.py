"""What the signs say of a message: which danger is meant, and what speaks against it."""

import re
from dataclasses import dataclass

from nlp.danger import together
from nlp.danger.context import Said
from nlp.danger.idle import is_idle
from nlp.danger.lexicon import Sign, kinds, signs

NEAR = 60  # characters before and after a sign in which what must stand beside it stands
_ASKS = re.compile("会不会|是不是|要不要|[吗么?]")
REST = 3  # so few characters beside a sign say nothing else

SHORT = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a message before it is weighed."""

    meant: str | None  # the most pressing danger that is meant
    is_bare: bool  # next to nothing else is said
    mentioned: str | None  # the most pressing one that is spoken of and not meant
    adds_up: bool  # lesser signs that are one together
    is_notice: bool
    is_idle: bool  # asked, supposed, over, made up
    is_foreign: bool  # mostly in Latin letters
    is_short: bool  # a word or two, as an answer to a question is

    def told(self) -> list[int]:
        """Return what of it holds, as the places of `size()` yes-or-no marks."""
        # Whether a sign is only asked or supposed was looked at with the sign.
        idle = self.is_idle and self.meant is None
        marks = (self.meant, self.mentioned, self.adds_up, self.is_notice, idle)
        held = [at for at, holds in enumerate(marks) if holds]
        return held if self.meant is None else [*held, len(marks) + list(kinds()).index(self.meant)]


def size() -> int:
    """Return how many marks there are."""
    return 5 + len(kinds())


def look(said: Said) -> Evidence:
    """Look through a message for everything signs can tell."""
    found, mentioned = _signs(said)
    adds_up = found is None and together.add_up(said.sentences, is_notice=said.is_notice)
    meant, words = found or (None, "")
    is_bare = bool(meant) and len(said.whole) <= len(words) + REST and not _ASKS.search(said.whole)
    whole = said.whole
    return Evidence(
        meant,
        is_bare,
        mentioned,
        adds_up,
        said.is_notice,
        is_idle=is_idle(whole),
        is_foreign=_is_foreign(whole),
        is_short=len(whole) <= SHORT,
    )


def _is_foreign(whole: str) -> bool:
    return sum(ch.isascii() for ch in whole) > len(whole) * 0.6


def _signs(said: Said) -> tuple[tuple[str, str] | None, str | None]:
    """Return the most pressing danger that is meant with the words that tell it, and one that is not."""
    mentioned = None
    for one in signs():
        for number, sentence in enumerate(said.sentences):
            for match in one.pattern.finditer(sentence):
                if not _is_beside(one, said, number, match.start()):
                    continue
                if not said.takes_away(one, number, match):
                    return (one.name, match[0]), mentioned
                mentioned = mentioned or one.name
    return None, mentioned


def _is_beside(one: Sign, said: Said, number: int, start: int) -> bool:
    if not one.beside:
        return True
    at = said.starts[number] + start
    near = said.whole[max(0, at - NEAR) : at + NEAR]
    return all(each.search(near) for each in one.beside)
