"""How frequent words are: jieba's dictionary in three megabytes instead of fifty-four.

jieba asks for half a million words and beginnings of words.  In a dict each is an object of its
own, and a process that was forked gets a copy of whatever it looks at.  A trie is one piece.
"""

import hashlib
import logging
import os
import tempfile
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import marisa_trie
import numpy as np

from nlp.arrays import TornArrays, opened

if TYPE_CHECKING:
    from jieba import Tokenizer

log = logging.getLogger(__name__)

FILE = "words.npz"


@dataclass(frozen=True, slots=True)
class WordList:
    """The words of a dictionary and their beginnings, how often each is met (0 for a beginning), and all told."""

    trie: marisa_trie.Trie
    counts: "array[int]"
    total: int


class Frequencies:
    """What `jieba.Tokenizer.FREQ` must be able to do; our own words lie over the list's."""

    def __init__(self, words: WordList) -> None:
        self._place, self._trie, self._counts = words.trie.get, words.trie, words.counts
        self._own: dict[str, int] = {}

    def get(self, word: str, default: int | None = None) -> int | None:
        """Return how often a word is met; 0 for the beginning of one, `default` for neither."""
        if (found := self._own.get(word)) is not None:
            return found
        at = self._place(word)
        return default if at is None else self._counts[at]

    def __contains__(self, word: str) -> bool:
        return word in self._trie or word in self._own

    def __getitem__(self, word: str) -> int:
        if (found := self.get(word)) is None:
            raise KeyError(word)
        return found

    def __setitem__(self, word: str, count: int) -> None:
        self._own[word] = count


def word_list(tokenizer: "Tokenizer", folder: Path | None) -> WordList:
    """Return a tokenizer's dictionary; `folder` keeps what is made of it for the next start."""
    with tokenizer.get_dict_file() as dictionary:
        version = hashlib.sha256(dictionary.read()).hexdigest()[:16]
    kept = _kept(folder / FILE, version) if folder is not None else None
    if kept is not None:
        return kept
    made = _made(tokenizer)
    if folder is not None:
        _keep(made, folder / FILE, version)
    return made


def _made(tokenizer: "Tokenizer") -> WordList:
    counted, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    trie = marisa_trie.Trie(counted)
    counts = array("i", bytes(4 * len(trie)))
    for word, count in counted.items():
        counts[trie[word]] = count
    return WordList(trie, counts, total)


def _kept(file: Path, version: str) -> WordList | None:
    try:
        with opened(file) as stored:
            if str(stored["version"]) != version:
                return None
            trie = marisa_trie.Trie()
            trie.frombytes(stored["trie"].tobytes())
            return WordList(trie, array("i", stored["counts"].tobytes()), int(stored["total"]))
    except (TornArrays, RuntimeError):
        return None


def _keep(words: WordList, file: Path, version: str) -> None:
    """Write it whole or not at all."""
    parts = {
        "version": np.array(version),
        "trie": np.frombuffer(words.trie.tobytes(), np.uint8),
        "counts": np.array(words.counts, np.int32),
        "total": np.array(words.total),
    }
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".new", delete=False) as fresh:
            np.savez(fresh, **parts)  # type: ignore[arg-type]
        os.chmod(fresh.name, 0o644)  # whoever set it up need not be who runs it
        os.replace(fresh.name, file)
    except OSError as error:
        log.warning("the dictionary is not kept: %s", error.strerror)
