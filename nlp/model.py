"""The trained model: weights and names in an .npz, what is said of it in a .json, nothing that must be unpickled."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.arrays import TornArrays, opened
from nlp.errors import ModelMissing
from nlp.in_bytes import InBytes
from nlp.vocabulary import ModelPart, Vocabulary

EVERYBODY, STAFF = "model", "staff"  # whose words a model is of, and what its files are called

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """Everything an answer needs."""

    about: Mapping[str, Any]  # hash, intents, temperature, thresholds, weights of the gate
    vocabulary: Vocabulary
    weights: Vector  # one row a feature, then one a dimension of the embedding; of halves when read
    bias: Vector
    centre: Vector  # the mean of all embeddings, which is taken away from each
    # The embeddings of all utterances; empty without embedding, in bytes when read.
    examples: Vector | InBytes
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

    def near(self, vector: Vector) -> Vector:
        """Return how near a sentence vector is to that of every utterance."""
        return _in_bytes(self.examples).along(vector)

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


def _in_bytes(rows: Vector | InBytes) -> InBytes:
    return rows if isinstance(rows, InBytes) else InBytes.of(rows)


def save(model: Model, folder: Path, name: str = EVERYBODY) -> None:
    """Write the model; what is said about it last, for that says that it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    examples = _in_bytes(model.examples)
    np.savez(
        folder / f"{name}.npz",
        weights=model.weights.astype(np.float16),
        bias=model.bias,
        idf=model.vocabulary.idf,
        centre=model.centre,
        examples=examples.numbers,
        worth=examples.worth,
        labels=model.labels,
        **model.vocabulary.packed(),  # type: ignore[arg-type]
    )
    fresh = folder / f"{name}.json.new"
    fresh.write_text(json.dumps(dict(model.about), ensure_ascii=False), "utf-8")
    fresh.replace(folder / f"{name}.json")


def forget(folder: Path, name: str) -> None:
    """Leave nothing of a model that an earlier training wrote."""
    for ending in ("json", "npz"):
        (folder / f"{name}.{ending}").unlink(missing_ok=True)


def load(folder: Path, name: str = EVERYBODY) -> Model:
    """Read a model.  Raises ModelMissing."""
    try:
        about = json.loads((folder / f"{name}.json").read_text("utf-8"))
        with opened(folder / f"{name}.npz") as stored:
            kept = dict(stored)
        return Model(
            about,
            Vocabulary.unpacked(kept, kept["idf"]),
            kept["weights"],
            kept["bias"],
            kept["centre"],
            InBytes(kept["examples"], kept["worth"]),
            kept["labels"],
        )
    except (OSError, TornArrays, ValueError, KeyError, RuntimeError) as error:
        reason = type(error).__name__
        raise ModelMissing(f"{folder} 里没有语言模型（{reason}）：请运行 bot.py train") from error
