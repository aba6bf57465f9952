"""The model that comes with the source: whoever changes no words need not wait for training.

A weight is told in a thousand steps of the largest, and most of them are nothing: three megabytes for
both models.  Training rounds alike (`rounded`), so that what was trained here and what came along
decide the same.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.library import Library
from nlp import embedding
from nlp import model as models
from nlp.arrays import TornArrays, named, opened, part_of
from nlp.model import EVERYBODY, STAFF, Model, Vector
from nlp.version import fingerprint, rows
from nlp.vocabulary import Vocabulary

SHIPPED = Path(__file__).parent / "weights.npz"
MODELS = EVERYBODY, STAFF
FINEST = 1023  # steps, of either sign


def rounded(weights: Vector, size: int) -> Vector:
    """Return weights as whole steps can tell them; the first `size` rows are not of the vector."""
    steps = _steps(weights, size)
    return np.asarray(
        _whole_steps(weights, steps, size) * _spread(steps, size, len(weights)), np.float32
    )


def put(library: Library, folder: Path, file: Path = SHIPPED) -> None:
    """Lay the models of a folder beside the source, those of the library.  Raises ModelMissing.

    Of an utterance's vector only the key goes along: the vectors lie in `embedding.SHIPPED`.
    """
    kept: dict[str, Any] = {"utterances": np.array(embedding.keys(_texts(library)))}
    for name in MODELS:
        model = models.load(folder, name)
        weights, size = model.weights.astype(np.float32), model.vocabulary.size
        steps = _steps(weights, size)
        parts = {
            "about": np.array(json.dumps(dict(model.about), ensure_ascii=False)),
            "weights": _whole_steps(weights, steps, size),
            "steps": steps,
            "bias": model.bias,
            "idf": model.vocabulary.idf,
            "centre": model.centre,
            "labels": model.labels.astype(np.int16),
            **model.vocabulary.packed(),
        }
        kept |= named(name, parts)
    np.savez_compressed(file, **kept)


def install(library: Library, folder: Path, file: Path = SHIPPED) -> bool:
    """Lay the shipped models into a folder; False: they are not of this library and this code.

    Then there is to train.
    """
    try:
        with opened(file) as stored:
            kept = dict(stored)
            about = {name: json.loads(str(kept[f"{name}.about"])) for name in MODELS}
            if any(not _is_of(library, name, about[name]) for name in MODELS):
                return False
            examples = _examples(kept["utterances"].tolist(), about[EVERYBODY]["embedding"])
            for name in (STAFF, EVERYBODY):  # everybody's last: it says that all are there
                models.save(_model(part_of(kept, name), about[name], examples), folder, name)
    except TornArrays:
        return False
    return True


def _is_of(library: Library, name: str, about: Mapping[str, Any]) -> bool:
    heard_from = "staff" if name == STAFF else "everybody"
    embedded = bool(about["embedding"])
    made_from = fingerprint(library, embedding=embedded, heard_from=heard_from)
    return embedded <= embedding.installed() and bool(about["hash"] == made_from)


def _examples(keys: list[str], embedded: bool) -> Vector:
    return embedding.shipped(keys) if embedded else np.zeros((len(keys), 0), np.float32)


def _texts(library: Library) -> list[str]:
    return [text for text, _ in rows(library)]


def _model(part: Mapping[str, NDArray[Any]], about: Mapping[str, Any], examples: Vector) -> Model:
    vocabulary = Vocabulary.unpacked(part, part["idf"])
    steps = _spread(part["steps"], vocabulary.size, len(part["weights"]))
    labels = part["labels"].astype(np.int64)
    own = examples[: len(labels)]  # staff's model holds none
    return Model(
        about,
        vocabulary,
        np.asarray(part["weights"] * steps, np.float32),
        part["bias"],
        part["centre"],
        models.centred(own, part["centre"]) if own.size else own,
        labels,
    )


def _steps(weights: Vector, size: int) -> Vector:
    """Return how much a step is: of each intent, for words and for the vector."""
    parts = weights[:size], weights[size:]
    most = np.stack([abs(part).max(axis=0, initial=0) for part in parts])
    return np.asarray(np.maximum(most, 1e-9) / FINEST, np.float32)


def _spread(steps: Vector, size: int, count: int) -> Vector:
    return np.asarray(np.repeat(steps, (size, count - size), axis=0), np.float32)


def _whole_steps(weights: Vector, steps: Vector, size: int) -> NDArray[np.int16]:
    whole = np.round(weights / _spread(steps, size, len(weights)))
    return np.asarray(whole, np.int16)
