"""Words: jieba with our own dictionary, kept quiet."""

import logging
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType

from nlp.frequencies import Frequencies, word_list


@contextmanager
def _lightly() -> Iterator[None]:
    """Let jieba be imported without the nine megabytes we have no use for.

    Without `pkg_resources` it opens its files by itself; the chances of signs in words it does not
    know are for guessing new words, which we never let it do.
    """
    unknown = ModuleType("jieba.finalseg.prob_emit")
    unknown.P = {}  # type: ignore[attr-defined]
    instead = {"pkg_resources": None, unknown.__name__: unknown}
    added = {name: module for name, module in instead.items() if name not in sys.modules}
    sys.modules.update(added)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in added:
            del sys.modules[name]


with warnings.catch_warnings(), _lightly():
    warnings.simplefilter("ignore")  # it has unescaped regular expressions
    import jieba

DICTIONARY = Path(__file__).with_name("dictionary.txt")

# What nlp/concepts.py writes in the place of a value.
VALUES = (
    "体温数",
    "日期数",
    "号码数",
    "车次数",
    "门牌数",
    "天数词",
    "小时数",
    "某地",
    "某物",
    "某药",
)

# High enough that jieba never splits a word of ours into more frequent ones.
FREQUENCY = 200_000


@cache
def _lines() -> tuple[tuple[str, tuple[str, ...]], ...]:
    lines = [line.split() for line in DICTIONARY.read_text("utf-8").splitlines()]
    return tuple(
        (line[0], tuple(word.replace("_", " ") for word in line[1:]))
        for line in lines
        if line and line[0] != "#"
    )


@cache
def concepts() -> Mapping[str, tuple[str, ...]]:
    """Return the concepts of every word of the dictionary."""
    found: dict[str, list[str]] = {}
    for concept, words in _lines():
        for word in words if not concept.startswith("=") else ():
            found.setdefault(word, []).append(concept)
    return {word: tuple(dict.fromkeys(names)) for word, names in found.items()}


@cache
def spellings() -> Mapping[str, str]:
    """Return other spellings of a word, each with the one we keep."""
    return {
        word: concept[1:]
        for concept, words in _lines()
        if concept.startswith("=")
        for word in words
        if word != concept[1:]
    }


def _vocabulary() -> list[str]:
    kept = [concept[1:] for concept, _ in _lines() if concept.startswith("=")]
    return [word for word in dict.fromkeys([*kept, *concepts(), *VALUES]) if len(word) > 1]


class Words:
    """A tokenizer of our own; `folder` keeps the dictionary beside the model."""

    def __init__(self, folder: Path | None = None) -> None:
        jieba.setLogLevel(logging.ERROR)
        self._jieba = jieba.Tokenizer()
        known = word_list(self._jieba, folder)
        self._jieba.FREQ, self._jieba.total = Frequencies(known), known.total
        self._jieba.initialized = True
        for word in _vocabulary():
            self._jieba.add_word(word, FREQUENCY)

    def cut(self, text: str) -> list[str]:
        """Return the words of a text without signs and spaces."""
        return [word for word in self._jieba.lcut(text, HMM=False) if _SPOKEN.search(word)]

    def frequency(self, word: str) -> int:
        """Return how often a word is in the dictionary; 0 for what is no word."""
        return int(self._jieba.FREQ.get(word) or 0)


_SPOKEN = re.compile(r"\w")
