"""Known questions asked in words that were left out: who comes first, and what speaks for whom."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.library import Library
from nlp.embedding import Embedding
from nlp.retrieval import Retrieval, known_questions
from nlp.words import Words

Nearest = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A wording and the entry it belongs to."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Hits:
    first: float
    among_three: float

    def __str__(self) -> str:
        return f"first {self.first:.3f}   among three {self.among_three:.3f}"


def hits(asked: Sequence[Asked], nearest: Nearest) -> Hits:
    """Return how often the right entry comes first, and how often among the first three."""
    places = []
    for one in asked:
        found = list(nearest(one.text))
        places.append(found.index(one.key) if one.key in found else len(found) + 3)
    return Hits(
        float(np.mean([at == 0 for at in places])), float(np.mean([at < 3 for at in places]))
    )


def rounds(
    library: Library, words: Words, embed: Embedding | None, folder: Path
) -> Iterator[tuple[list[Asked], Retrieval, Mapping[str, Sequence[str]]]]:
    """Leave of every entry one wording out, then the next: what was left out, and who never saw it."""
    questions, notes = known_questions(library)
    for turn in range(max(map(len, questions.values()))):
        left = {k: texts[turn] for k, texts in questions.items() if 1 < len(texts) > turn}
        kept = {k: [t for t in texts if t != left.get(k)] for k, texts in questions.items()}
        if left:
            asked = [Asked(text, key) for key, text in left.items()]
            yield asked, Retrieval(kept, words, notes=notes, embed=embed, folder=folder), kept


def together(found: Sequence[tuple[int, Hits]]) -> Hits:
    """Return the hits of all rounds, each counted by its wordings."""
    count = sum(number for number, _ in found)
    return Hits(
        sum(number * each.first for number, each in found) / count,
        sum(number * each.among_three for number, each in found) / count,
    )
