"""Several wishes in one message: where one ends and the next begins."""

import re
from collections.abc import Callable

from core.messages import AlsoWanted, Candidate
from nlp import calibrate
from nlp.concepts import read
from nlp.features import blocks
from nlp.model import Model
from nlp.words import Words

# Longer messages are stories: their clauses belong together.
LONGEST = 80
SHORTEST = 4  # characters of a clause that may be a wish
# So likely, and so much likelier to be ours than not, a clause is a wish of its own.
WANTED, CLEARLY = 0.45, 0.2

_JOINTS = re.compile(
    r"[。!！?？;；\n]+|[，,、\s]*(?:另外|还有(?!没有)|顺便|顺道|顺带|对了|并且|以及|再就是|其次|然后再)[，,、\s]*"
    r"|[，,]+|(?<=[^，,。])(?=再(?:帮|给|带|捎|买|送|问|拿)|也帮)"
)
_SIGNS = re.compile(r"\W+")


def clauses(text: str) -> list[str]:
    """Return the parts of a text that may each be a wish of its own; none where it is one."""
    if len(text) > LONGEST:
        return []
    marks = [*(m.end() for m in _JOINTS.finditer(text)), len(text)]
    parts = [text[a:b].strip() for a, b in zip([0, *marks], marks, strict=False)]
    kept = [part for part in parts if len(_SIGNS.sub("", part)) >= SHORTEST]
    return kept if len(kept) > 1 else []


class ClauseJudge:
    """What a clause wants by itself, by its words alone: a sentence vector each would take too long."""

    def __init__(self, trained: Model, words: Words, outside: int) -> None:
        self._model, self._words, self._outside = trained, words, outside

    def __call__(self, clause: str) -> Candidate | None:
        parts = self._model.vocabulary.parts(blocks(read(clause), self._words))
        scores = self._model.scores(parts, None)
        likely = calibrate.probabilities(scores, self._model.about["sharpness"], self._outside)
        best = int(likely.argmax())
        if likely[best] < WANTED or scores[best] < scores[self._outside] + CLEARLY:
            return None
        return Candidate(self._model.intents[best], float(likely[best]))


def wishes(text: str, judge: Callable[[str], Candidate | None]) -> tuple[AlsoWanted, ...]:
    """Return what each part of a text wants, neighbours that want the same as one.

    `judge` says what a part means, None where it means nothing for sure.
    """
    found: list[AlsoWanted] = []
    for part in clauses(text):
        meant = judge(part)
        if meant is None:
            continue
        if found and found[-1].intent == meant.intent:
            found[-1] = AlsoWanted(meant.intent, f"{found[-1].text}{part}")
        else:
            found.append(AlsoWanted(meant.intent, part))
    return tuple(found)
