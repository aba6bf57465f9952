"""Training: utterances in, a model folder out.  The only place that needs scikit-learn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from core.library import Library
from nlp import calibrate, embedding, gate, train_staff
from nlp.concepts import ConceptReading, read
from nlp.fitting import EMBEDDING_WEIGHT, Labels, fit, matrix, out_of_fold
from nlp.model import Model, Vector, centred, save
from nlp.version import fingerprint, rows
from nlp.words import Words

OUTSIDE = "oos"

BLOCK = 512  # utterances held against all others at once


@dataclass(frozen=True, slots=True)
class Examples:
    """The utterances, as read and labelled."""

    readings: Sequence[ConceptReading]
    intents: Sequence[str]  # the names, sorted
    labels: Labels
    vectors: Vector  # centred; no columns without the embedding

    @property
    def outside(self) -> int:
        return self.intents.index(OUTSIDE) if OUTSIDE in self.intents else -1


def train(library: Library, folder: Path, *, embedding: bool | None = None) -> dict[str, Any]:
    """Train from a library and write the model; `embedding` None: if it is installed."""
    folder.mkdir(parents=True, exist_ok=True)
    embedded = _has_embedding() if embedding is None else embedding
    examples, raw, centre = _examples(library, folder, embedded)
    words = Words(folder)
    vocabulary, cells = matrix(examples.readings, words)
    inputs = hstack([cells, csr_matrix(examples.vectors * EMBEDDING_WEIGHT)]).tocsr()

    unseen = out_of_fold(inputs, examples.labels, len(examples.intents))
    about = {
        "hash": fingerprint(library, embedding=embedded),
        "embedding": embedded,
        "intents": list(examples.intents),
        **calibrate.settings(unseen, examples.labels, examples.outside),
        "gate": _gate(examples, unseen),
    }
    weights, bias = fit(inputs, examples.labels, len(examples.intents))
    weights[vocabulary.size :] *= EMBEDDING_WEIGHT
    save(Model(about, vocabulary, weights, bias, centre, raw, examples.labels), folder)
    known = train_staff.Known(examples.readings, examples.vectors, centre, words)
    staff = train_staff.train(library, folder, known, embedded=embedded)
    return {
        "utterances": len(examples.readings),
        "intents": len(examples.intents),
        "features": vocabulary.size,
        "embedding": embedded,
        "hash": about["hash"],
        **({"staff": staff} if staff else {}),
    }


def _has_embedding() -> bool:
    return embedding.installed()


def _examples(library: Library, folder: Path, embedded: bool) -> tuple[Examples, Vector, Vector]:
    pairs = [(text, intents[0]) for text, intents in rows(library)]
    if not pairs:
        raise ValueError("there are no utterances to train from")
    names = sorted({intent for _, intent in pairs})
    labels = np.array([names.index(intent) for _, intent in pairs])
    raw = np.zeros((len(pairs), 0), np.float32)
    if embedded:
        raw = embedding.remembered([text for text, _ in pairs], folder, whole=True)
    centre = raw.mean(axis=0)
    readings = [read(text) for text, _ in pairs]
    vectors = centred(raw, centre) if embedded else raw
    return Examples(readings, names, labels, vectors), vectors, centre


def _gate(examples: Examples, scores: Vector) -> dict[str, Any] | None:
    """Learn to tell ours from not ours."""
    from sklearn.linear_model import LogisticRegression

    outside = examples.labels == examples.outside
    if not outside.any() or outside.all():
        return None
    found = np.array(
        [
            gate.signs(reading, scores[at], examples.outside, near)
            for at, (reading, near) in enumerate(
                zip(examples.readings, _nearness(examples.vectors, outside), strict=True)
            )
        ]
    )
    spread = np.maximum(found.std(axis=0), 1e-6)
    judge = LogisticRegression(C=0.1, class_weight="balanced", max_iter=1000)
    judge.fit(found / spread, ~outside)
    return {
        "weights": [float(w) for w in judge.coef_[0] / spread],
        "bias": float(judge.intercept_[0]),
        "least": calibrate.gate_line(
            judge.predict_proba(found / spread)[:, 1],
            ~outside,
            embedded=bool(examples.vectors.shape[1]),
        ),
    }


def _nearness(vectors: Vector, outside: NDArray[np.bool_]) -> Iterator[tuple[float, float]]:
    """Yield for each utterance how near the others are; a block at a time, to spare the memory."""
    if not vectors.shape[1]:
        yield from repeat((0.0, 0.0), len(outside))
        return
    for start in range(0, len(vectors), BLOCK):
        similar = vectors[start : start + BLOCK] @ vectors.T
        for at, row in enumerate(similar, start):
            row[at] = -1  # itself
            yield gate.nearness(row, outside)
