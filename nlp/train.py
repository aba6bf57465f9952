"""Training: utterances in, a model folder out.  The only place that needs scikit-learn."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from core.library import Library
from nlp import calibrate, embedding, gate
from nlp.concepts import ConceptReading, read
from nlp.features import BLOCKS, blocks
from nlp.model import Model, Vector, Vocabulary, centred, save
from nlp.version import fingerprint, rows
from nlp.words import Words

OUTSIDE = "oos"

# Measured in docs/understanding.md.
SEEN_AT_LEAST = 2
EMBEDDING_WEIGHT = 0.75
SOFTNESS = 0.2
FOLDS = 4
BLOCK = 512  # utterances held against all others at once

Labels = NDArray[np.int64]


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
    vocabulary, matrix = _matrix(examples.readings, Words(folder))
    inputs = hstack([matrix, csr_matrix(examples.vectors * EMBEDDING_WEIGHT)]).tocsr()

    unseen = _out_of_fold(inputs, examples.labels, len(examples.intents))
    about = {
        "hash": fingerprint(library, embedding=embedded),
        "embedding": embedded,
        "intents": list(examples.intents),
        **calibrate.settings(unseen, examples.labels, examples.outside),
        "gate": _gate(examples, unseen),
    }
    weights, bias = _fit(inputs, examples.labels, len(examples.intents))
    weights[vocabulary.size :] *= EMBEDDING_WEIGHT
    save(Model(about, vocabulary, weights, bias, centre, raw, examples.labels), folder)
    return {
        "utterances": len(examples.readings),
        "intents": len(examples.intents),
        "features": vocabulary.size,
        "embedding": embedded,
        "hash": about["hash"],
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


def _matrix(readings: Sequence[ConceptReading], words: Words) -> tuple[Vocabulary, Any]:
    found = [blocks(reading, words) for reading in readings]
    names: dict[str, list[str]] = {}
    idf: list[float] = []
    for block in BLOCKS:
        seen = Counter(name for each in found for name in set(each[block]))
        names[block] = sorted(name for name, times in seen.items() if times >= SEEN_AT_LEAST)
        idf += [1 + float(np.log((1 + len(found)) / (1 + seen[n]))) for n in names[block]]
    vocabulary = Vocabulary(names, np.array(idf, np.float32))
    cells = [vocabulary.parts(each) for each in found]
    ends = np.cumsum([0, *map(len, cells)])
    columns = [part.index for parts in cells for part in parts]
    values = [part.value for parts in cells for part in parts]
    return vocabulary, csr_matrix((values, columns, ends), (len(found), vocabulary.size))


def _fit(inputs: Any, labels: Labels, count: int) -> tuple[Vector, Vector]:
    """Return weights and bias for all intents; one that is not among the labels never wins."""
    from sklearn.svm import LinearSVC  # loading it takes seconds, and few come this far

    weights = np.zeros((inputs.shape[1], count), np.float32)
    bias = np.full(count, -2, np.float32)
    present = np.unique(labels)
    if len(present) < 2:
        bias[present] = 0
        return weights, bias
    machine = LinearSVC(C=SOFTNESS, class_weight="balanced", random_state=0)
    machine.fit(inputs, labels)
    if len(present) == 2:  # scikit-learn keeps one row for two classes
        coefficients = np.concatenate([-machine.coef_, machine.coef_])
        intercepts = np.concatenate([-machine.intercept_, machine.intercept_])
    else:
        coefficients, intercepts = machine.coef_, machine.intercept_
    weights[:, present] = coefficients.T
    bias[present] = intercepts
    return weights, bias


def _out_of_fold(inputs: Any, labels: Labels, count: int) -> Vector:
    """Score every utterance by a model that has not seen it."""
    seen: Counter[int] = Counter()
    fold = np.zeros(len(labels), np.int64)
    for at in np.random.default_rng(0).permutation(len(labels)):
        fold[at] = seen[labels[at]] % FOLDS
        seen[labels[at]] += 1
    scores = np.zeros((len(labels), count), np.float32)

    def judge(held: int) -> None:
        weights, bias = _fit(inputs[fold != held], labels[fold != held], count)
        scores[fold == held] = inputs[fold == held] @ weights + bias

    with ThreadPoolExecutor(os.cpu_count()) as pool:  # the machine's part lets the others run
        list(pool.map(judge, range(FOLDS)))
    return scores


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
