"""The trained model: weights in an .npz, names in a .json, nothing that must be unpickled."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.errors import ModelMissing
from nlp.features import BLOCKS

EVERYBODY, STAFF = "model", "staff"  # whose words a model is of, and what its files are called

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ModelPart:
    """One feature of a text: where it stands in the model and how much of it there is."""

    name: str
    index: int
    value: float


class Vocabulary:
    """Which features there are, and how much each counts."""

    def __init__(self, names: Mapping[str, Sequence[str]], idf: Vector) -> None:
        self.names = {block: list(names[block]) for block in BLOCKS}
        self.idf = idf
        start, self._places = 0, {}
        for block in BLOCKS:
            self._places[block] = {n: start + at for at, n in enumerate(self.names[block])}
            start += len(self.names[block])
        self.size = start

    def parts(self, found: Mapping[str, Sequence[str]]) -> list[ModelPart]:
        """Weigh the features of a text that the model knows."""
        parts: list[ModelPart] = []
        for block in BLOCKS:
            parts += self._block(block, found[block])
        return parts

    def _block(self, block: str, names: Sequence[str]) -> list[ModelPart]:
        places = self._places[block]
        counts = Counter(name for name in names if name in places)
        if not counts:
            return []
        index = np.array([places[name] for name in counts])
        values = (1 + np.log(np.fromiter(counts.values(), float))) * self.idf[index]
        values /= np.sqrt(np.sum(values * values))
        return [
            ModelPart(name, int(at), float(value))
            for name, at, value in zip(counts, index, values, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Model:
    """Everything an answer needs."""

    about: Mapping[str, Any]  # hash, intents, temperature, thresholds, weights of the gate
    vocabulary: Vocabulary
    weights: Vector  # one row a feature, then one a dimension of the embedding; of halves when read
    bias: Vector
    centre: Vector  # the mean of all embeddings, which is taken away from each
    examples: Vector  # the embeddings of all utterances; empty without embedding
    labels: NDArray[np.int64]

    @property
    def intents(self) -> list[str]:
        return list(self.about["intents"])

    def scores(self, parts: Sequence[ModelPart], vector: Vector | None) -> Vector:
        """Return one score for each intent."""
        scores = self.bias.copy()
        if parts:
            index = [part.index for part in parts]
            scores += np.array([part.value for part in parts], np.float32) @ _whole(
                self.weights[index]
            )
        return self.with_vector(scores, vector)

    def with_vector(self, scores: Vector, vector: Vector | None) -> Vector:
        """Add what the sentence vector says to scores without it."""
        if vector is None:
            return scores
        return np.asarray(
            scores + vector @ _whole(self.weights[self.vocabulary.size :]), np.float32
        )

    def centred(self, raw: Vector) -> Vector:
        return centred(raw, self.centre)


def centred(raw: Vector, centre: Vector) -> Vector:
    """Take away what all sentences have in common."""
    moved = raw - centre
    length = np.linalg.norm(moved, axis=-1, keepdims=True)
    return np.asarray(moved / np.maximum(length, 1e-6), np.float32)


def _whole(halves: Vector) -> Vector:
    """Return weights to reckon with; kept as halves they take half the room, and say the same."""
    return halves.astype(np.float32, copy=False)


def save(model: Model, folder: Path, name: str = EVERYBODY) -> None:
    """Write the model; the names last, for they say that it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(
        folder / f"{name}.npz",
        weights=model.weights.astype(np.float16),
        bias=model.bias,
        idf=model.vocabulary.idf,
        centre=model.centre,
        examples=model.examples.astype(np.float16),
        labels=model.labels,
    )
    names = {"about": dict(model.about), "features": model.vocabulary.names}
    fresh = folder / f"{name}.json.new"
    fresh.write_text(json.dumps(names, ensure_ascii=False), "utf-8")
    fresh.replace(folder / f"{name}.json")


def forget(folder: Path, name: str) -> None:
    """Leave nothing of a model that an earlier training wrote."""
    for ending in ("json", "npz"):
        (folder / f"{name}.{ending}").unlink(missing_ok=True)


def load(folder: Path, name: str = EVERYBODY) -> Model:
    """Read a model.  Raises ModelMissing."""
    try:
        names = json.loads((folder / f"{name}.json").read_text("utf-8"))
        with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
            kept = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, KeyError) as error:
        reason = type(error).__name__
        raise ModelMissing(f"{folder} 里没有语言模型（{reason}）：请运行 bot.py train") from error
    return Model(
        names["about"],
        Vocabulary(names["features"], kept["idf"]),
        kept["weights"],
        kept["bias"],
        kept["centre"],
        kept["examples"].astype(np.float32),
        kept["labels"],
    )
