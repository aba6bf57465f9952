"""What finds known questions, as arrays kept beside the model.

Making it reads and counts a hundred thousand words; what that leaves lying about weighs more than the
index, in every process.  Only of what the packs say: what staff wrote lies sealed, and nowhere else.
"""

import hashlib
import logging
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.arrays import Arrays, TornArrays, named, opened, part_of
from nlp.closest import Closest
from nlp.exact import Exact
from nlp.postings import Postings

log = logging.getLogger(__name__)

Vector = NDArray[np.float32]

FILE = "index.npz"
MAKERS = ("arrays.py", "closest.py", "exact.py", "index.py", "postings.py", "retrieval.py")


@dataclass(frozen=True, slots=True)
class Index:
    """All that is looked through for one question."""

    exact: Exact
    postings: Sequence[Postings]
    centre: Vector
    meanings: Sequence[Vector]  # empty without the embedding
    closest: Closest | None

    def packed(self) -> Arrays:
        found = {"centre": self.centre, **named("exact", self.exact.packed())}
        for at, part in enumerate(self.postings):
            found |= named(f"postings{at}", part.packed())
        for at, meaning in enumerate(self.meanings):
            found[f"meaning{at}"] = meaning
        return found | (named("closest", self.closest.packed()) if self.closest else {})

    @classmethod
    def unpacked(cls, kept: Mapping[str, NDArray[Any]]) -> "Index":
        closest = part_of(kept, "closest")
        return cls(
            Exact.unpacked(part_of(kept, "exact")),
            [Postings.unpacked(part) for part in _all(kept, "postings")],
            kept["centre"],
            [kept[key] for key in sorted(kept) if key.startswith("meaning")],
            Closest.unpacked(closest) if closest else None,
        )


def stamp(made_from: Iterable[str]) -> str:
    """Return what tells an index from one of other words or made by other code."""
    digest = hashlib.sha256()
    for name in MAKERS:
        digest.update(Path(__file__).with_name(name).read_bytes())
    for text in made_from:
        digest.update(f"{len(text)} {text}".encode())
    return digest.hexdigest()[:16]


def kept(folder: Path, of: str) -> Index | None:
    """Return the index of this stamp, if it is in the folder."""
    try:
        with opened(folder / FILE) as stored:
            return Index.unpacked(dict(stored)) if str(stored["of"]) == of else None
    except TornArrays:
        return None


def keep(index: Index, folder: Path, of: str) -> None:
    """Write it whole or not at all; where there is no room it is made again next time."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".new", delete=False) as fresh:
            np.savez(fresh, of=np.array(of), **index.packed())  # type: ignore[arg-type]
        os.chmod(fresh.name, 0o644)  # whoever set it up need not be who runs it
        os.replace(fresh.name, folder / FILE)
    except OSError as error:
        log.warning("the index of questions is not kept: %s", error.strerror)


def _all(kept: Mapping[str, NDArray[Any]], name: str) -> list[Arrays]:
    count = len({key.partition(".")[0] for key in kept if key.startswith(name)})
    return [part_of(kept, f"{name}{at}") for at in range(count)]
