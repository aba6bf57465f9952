"""Training what staff mean at work, beside what residents mean and without touching it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from core.library import Library
from nlp import calibrate, embedding
from nlp.concepts import ConceptReading, read
from nlp.fitting import EMBEDDING_WEIGHT, fit, matrix, out_of_fold
from nlp.model import STAFF, Model, Vector, centred, forget, save
from nlp.shipped import rounded
from nlp.version import OWN, fingerprint, rows
from nlp.words import Words

# Of what everybody says every third utterance stands for what staff say for themselves: measured
# in docs/understanding.md.
EVERY = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What training for residents has read already."""

    readings: Sequence[ConceptReading]
    vectors: Vector  # centred
    centre: Vector
    words: Words


def train(library: Library, folder: Path, known: Known, *, embedded: bool) -> int:
    """Write the model of what staff mean at work; return of how many utterances of theirs.

    Where the packs hold nothing that staff say there is no such model, and 0.
    """
    pairs = [(text, intents[0]) for text, intents in rows(library, STAFF)]
    if not pairs:
        forget(folder, STAFF)
        return 0
    names = sorted({OWN, *(intent for _, intent in pairs)})
    others = known.readings[::EVERY]
    labels = np.array([names.index(OWN)] * len(others) + [names.index(i) for _, i in pairs])
    readings = [*others, *(read(text) for text, _ in pairs)]
    vectors = known.vectors[::EVERY]
    if embedded:
        texts = [text for text, _ in pairs]
        raw = embedding.remembered(texts, folder, store="staff_utterances", whole=True)
        vectors = np.concatenate([vectors, centred(raw, known.centre)])
    else:
        vectors = np.zeros((len(readings), 0), np.float32)
    vocabulary, cells = matrix(readings, known.words)
    inputs = hstack([cells, csr_matrix(vectors * EMBEDDING_WEIGHT)]).tocsr()
    unseen, _ = out_of_fold(inputs, labels, len(names), vocabulary.size)
    about: dict[str, Any] = {
        "hash": fingerprint(library, embedding=embedded, heard_from=STAFF),
        "embedding": embedded,
        "intents": names,
        **calibrate.settings(unseen, labels, -1),
    }
    weights, bias = fit(inputs, labels, len(names))
    weights[vocabulary.size :] *= EMBEDDING_WEIGHT
    weights = rounded(weights, vocabulary.size)
    nothing = np.zeros((0, vectors.shape[1]), np.float32)
    no_labels = np.zeros(0, np.int64)
    kept = Model(about, vocabulary, weights, bias, known.centre, nothing, no_labels)
    save(kept, folder, STAFF)
    return len(pairs)
