"""What a model was made from, as one hash: words, dictionary, code, embedding on or off."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from core.library import Library

# Whatever changes the meaning of a weight.
SOURCES = (
    "calibrate.py",
    "concepts.py",
    "cues.txt",
    "dictionary.txt",
    "e5/encoder.py",
    "e5/graph.py",
    "e5/pieces.py",
    "embedding.py",
    "features.py",
    "fitting.py",
    "gate.py",
    "in_bytes.py",
    "masking.py",
    "model.py",
    "normalize.py",
    "sounds.py",
    "sounds.txt",
    "train.py",
    "train_staff.py",
    "slots/data/aliases.tsv",
    "slots/data/goods.txt",
    "slots/data/places.tsv",
    "slots/goods.py",
    "slots/items.py",
    "slots/places/__init__.py",
    "slots/places/gazetteer.py",
    "slots/places/roles.py",
    "slots/quantities.py",
    "traditional.txt",
    "vocabulary.py",
    "words.py",
)

OWN = "residents"  # what staff say for themselves, as anybody would


def rows(library: Library, heard_from: str = "everybody") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every utterance of everybody, or of staff, with its intents, primary first."""
    for pack in library.packs:
        if pack.info.heard_from != heard_from:
            continue
        for intent, items in pack.utterances.items():
            for item in items:
                also = tuple(item.get("also", ())) if isinstance(item, dict) else ()
                text = item["text"] if isinstance(item, dict) else item
                yield str(text), (intent, *also)


def fingerprint(library: Library, *, embedding: bool, heard_from: str = "everybody") -> str:
    """Return the hash of all a model depends on; that of staff depends on everybody's words too."""
    digest = hashlib.sha256(b"with embedding" if embedding else b"without embedding")
    here = Path(__file__).parent
    for name in SOURCES:
        digest.update((here / name).read_bytes())
    for speakers in dict.fromkeys(("everybody", heard_from)):
        for row in rows(library, speakers):
            digest.update(json.dumps(row, ensure_ascii=False).encode())
    return digest.hexdigest()[:16]
