"""Fitting weights to labelled readings: the same for whoever is heard."""

import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp.concepts import ConceptReading
from nlp.features import BLOCKS, blocks
from nlp.model import Vector
from nlp.vocabulary import Vocabulary
from nlp.words import Words

# Measured in docs/understanding.md.
SEEN_AT_LEAST = 2
EMBEDDING_WEIGHT = 0.75
SOFTNESS = 0.2
FOLDS = 3
# How exactly a model of a fold is fitted: ten times coarser changes no decision, and saves a tenth.
EXACT, OF_A_FOLD = 1e-4, 1e-2

Labels = NDArray[np.int64]


def matrix(readings: Sequence[ConceptReading], words: Words) -> tuple[Vocabulary, Any]:
    """Return the features worth keeping, and how much of each every reading has."""
    found = [blocks(reading, words) for reading in readings]
    counts: dict[str, dict[str, float]] = {}
    for block in BLOCKS:
        seen = Counter(name for each in found for name in set(each[block]))
        counts[block] = {
            name: 1 + float(np.log((1 + len(found)) / (1 + times)))
            for name, times in seen.items()
            if times >= SEEN_AT_LEAST
        }
    vocabulary = Vocabulary.of(counts)
    cells = [vocabulary.parts(each) for each in found]
    ends = np.cumsum([0, *map(len, cells)])
    columns = [part.index for parts in cells for part in parts]
    values = [part.value for parts in cells for part in parts]
    return vocabulary, csr_matrix((values, columns, ends), (len(found), vocabulary.size))


def fit(inputs: Any, labels: Labels, count: int, exactness: float = EXACT) -> tuple[Vector, Vector]:
    """Return weights and bias for all intents; one that is not among the labels never wins."""
    from sklearn.svm import LinearSVC  # loading it takes seconds, and few come this far

    weights = np.zeros((inputs.shape[1], count), np.float32)
    bias = np.full(count, -2, np.float32)
    present = np.unique(labels)
    if len(present) < 2:
        bias[present] = 0
        return weights, bias
    machine = LinearSVC(C=SOFTNESS, class_weight="balanced", random_state=0, tol=exactness)
    machine.fit(inputs, labels)
    if len(present) == 2:  # scikit-learn keeps one row for two classes
        coefficients = np.concatenate([-machine.coef_, machine.coef_])
        intercepts = np.concatenate([-machine.intercept_, machine.intercept_])
    else:
        coefficients, intercepts = machine.coef_, machine.intercept_
    weights[:, present] = coefficients.T
    bias[present] = intercepts
    return weights, bias


def out_of_fold(inputs: Any, labels: Labels, count: int, size: int) -> tuple[Vector, Vector]:
    """Score every utterance by a model that has not seen it, with its sentence vector and without.

    `size`: the columns of `inputs` that are not of the vector.
    """
    seen: Counter[int] = Counter()
    fold = np.zeros(len(labels), np.int64)
    for at in np.random.default_rng(0).permutation(len(labels)):
        fold[at] = seen[labels[at]] % FOLDS
        seen[labels[at]] += 1
    scores = np.zeros((len(labels), count), np.float32)
    plain = np.zeros_like(scores)

    def judge(held: int) -> None:
        weights, bias = fit(inputs[fold != held], labels[fold != held], count, OF_A_FOLD)
        unseen = inputs[fold == held]
        scores[fold == held] = unseen @ weights + bias
        plain[fold == held] = unseen[:, :size] @ weights[:size] + bias

    with ThreadPoolExecutor(os.cpu_count()) as pool:  # the machine's part lets the others run
        list(pool.map(judge, range(FOLDS)))
    return scores, plain
