"""How known wordings read: kept beside the model, for reading thousands of them takes seconds."""

import hashlib
import json
import logging
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from nlp.concepts import STATED, ConceptReading, read
from nlp.version import SOURCES
from nlp.words import Words

log = logging.getLogger(__name__)

FILE = "wordings.json"


@dataclass(frozen=True, slots=True)
class KnownWording:
    """A text in our spelling, its words, and what it touches."""

    text: str
    words: tuple[str, ...]
    concepts: tuple[str, ...]

    @property
    def characters(self) -> list[str]:
        """Return its pairs and threes of neighbouring characters."""
        plain = "".join(ch for ch in self.text if ch.isalnum())
        pairs = [left + right for left, right in pairwise(plain)]
        return pairs + [plain[at : at + 3] for at in range(len(plain) - 2)]


class Wordings:
    """Readings of what is known, each made once; `folder` keeps them between starts."""

    def __init__(self, words: Words, folder: Path | None = None) -> None:
        self._words = words
        self._file = folder / FILE if folder is not None else None
        self._known: dict[str, KnownWording] | None = None  # read once somebody asks
        self._stored = 0

    def __call__(self, text: str) -> KnownWording:
        if self._known is None:
            self._known = _load(self._file) if self._file is not None else {}
            self._stored = len(self._known)
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = wording_of(read(text), self._words)
        return found

    def keep(self) -> None:
        """Write down what was read; where there is no room it is read again next time."""
        if self._file is None or self._known is None or len(self._known) == self._stored:
            return
        rows = {text: (one.text, one.words, one.concepts) for text, one in self._known.items()}
        fresh = self._file.with_suffix(".new")
        try:
            fresh.write_text(json.dumps({"of": reads_so(), "known": rows}, ensure_ascii=False))
            fresh.replace(self._file)
        except OSError as error:
            log.warning("readings of known wordings are not kept: %s", error.strerror)
        self._stored = len(self._known)

    def forget(self) -> None:
        """Let go of them: what looks up questions has taken what it needs."""
        self._known, self._file = None, None


def wording_of(reading: ConceptReading, words: Words) -> KnownWording:
    touched = [*reading.concepts, *(cue for cue in reading.cues if cue != STATED)]
    return KnownWording(reading.text, tuple(words.cut(reading.text)), tuple(touched))


def _load(file: Path) -> dict[str, KnownWording]:
    try:
        kept = json.loads(file.read_text())
        if kept["of"] != reads_so():
            return {}
        rows = kept["known"].items()
        return {
            key: KnownWording(text, tuple(ws), tuple(touched)) for key, (text, ws, touched) in rows
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


@cache
def reads_so() -> str:
    """Return the hash of all that decides how a text reads."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for name in (*SOURCES, Path(__file__).name):
        digest.update((here / name).read_bytes())
    return digest.hexdigest()[:16]
