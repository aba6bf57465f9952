"""Training: utterances in, a model folder out.  The only place that needs scikit-learn."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from core.library import Library
from core.progress import tell
from nlp import calibrate, embedding, gate, train_staff
from nlp.concepts import ConceptReading, read
from nlp.fitting import EMBEDDING_WEIGHT, Labels, fit, matrix, out_of_fold
from nlp.model import Model, Vector, centred, save
from nlp.shipped import rounded
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
    with _uncollected():
        return _train(library, folder, embedding=embedding)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spare looking for garbage among a million features, of which none is any."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _train(library: Library, folder: Path, *, embedding: bool | None) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    embedded = _has_embedding() if embedding is None else embedding
    tell("训练语言模型，一共约 60 秒（两个处理器）：1/5 读例句")
    examples, raw, centre = _examples(library, folder, embedded)
    words = Words(folder)
    tell(f"  2/5 从 {len(examples.readings)} 句例句里找特征（约 5 秒）")
    vocabulary, cells = matrix(examples.readings, words)
    inputs = hstack([cells, csr_matrix(examples.vectors * EMBEDDING_WEIGHT)]).tocsr()

    tell(f"  3/5 {vocabulary.size} 个特征，留一部分例句考一考（约 20 秒）")
    unseen, plain = out_of_fold(inputs, examples.labels, len(examples.intents), vocabulary.size)
    share = calibrate.MAY_BE_ACCEPTED if embedded else calibrate.WITHOUT_EMBEDDING
    judge, passed = _gate(examples, unseen, examples.vectors, share)
    about = {
        "hash": fingerprint(library, embedding=embedded),
        "embedding": embedded,
        "intents": list(examples.intents),
        **calibrate.settings(unseen, examples.labels, examples.outside),
        "gate": judge,
        "alone": _alone(examples, unseen, plain, passed) if embedded else None,
    }
    tell("  4/5 用全部例句学一遍（约 20 秒）")
    weights, bias = fit(inputs, examples.labels, len(examples.intents))
    weights[vocabulary.size :] *= EMBEDDING_WEIGHT
    weights = rounded(weights, vocabulary.size)
    save(Model(about, vocabulary, weights, bias, centre, raw, examples.labels), folder)
    tell("  5/5 学工作人员的说法（约 10 秒）")
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


def _gate(
    examples: Examples, scores: Vector, vectors: Vector, share: float
) -> tuple[dict[str, Any] | None, NDArray[np.bool_]]:
    """Learn to tell ours from not ours; return also which of the examples pass.

    `share` of the others may pass.
    """
    from sklearn.linear_model import LogisticRegression

    ours = examples.labels != examples.outside
    if ours.all() or not ours.any():
        return None, np.ones(len(ours), bool)
    near = zip(examples.readings, scores, _nearness(vectors, ~ours), strict=True)
    found = np.array([gate.signs(one, s, examples.outside, n) for one, s, n in near])
    spread = np.maximum(found.std(axis=0), 1e-6)
    judge = LogisticRegression(C=0.1, class_weight="balanced", max_iter=1000)
    judge.fit(found / spread, ours)
    likely = judge.predict_proba(found / spread)[:, 1]
    least = calibrate.gate_line(likely, ours, share)
    weights = [float(w) for w in judge.coef_[0] / spread]
    return {"weights": weights, "bias": float(judge.intercept_[0]), "least": least}, likely >= least


def _alone(
    examples: Examples, unseen: Vector, plain: Vector, passed: NDArray[np.bool_]
) -> dict[str, Any] | None:
    """Learn where words alone decide: `passed` are those that are for us by words and vector."""
    nothing = np.zeros((len(plain), 0), np.float32)
    judge, by_words = _gate(examples, plain, nothing, calibrate.BY_WORDS)
    if judge is None or not by_words.any():
        return None
    ranked = unseen.copy()
    ranked[:, examples.outside] = -np.inf
    both = np.where(passed, ranked.argmax(axis=1), examples.outside)
    kept = plain[by_words], both[by_words], examples.labels[by_words]
    return calibrate.alone(*kept, examples.outside) | {"gate": judge}


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
