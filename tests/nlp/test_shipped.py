"""The model that comes with the source says what the trained one says, or is not taken."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.packs import load
from nlp import model as models
from nlp import shipped
from nlp.errors import ModelMissing
from nlp.train import train
from tests.nlp.test_staff import STAFF, small

TRAIN = "请先运行 bot.py train --ship，再提交"


@given(st.integers(1, 400), st.integers(0, 40), st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_rounding_moves_no_weight_by_more_than_half_a_step(
    words: int, size: int, intents: int, seed: int
) -> None:
    spread = np.random.default_rng(seed).standard_cauchy((words + size, intents))
    weights = spread.astype(np.float32)
    rounded = shipped.rounded(weights, words)
    for part in (slice(0, words), slice(words, None)):
        step = np.abs(weights[part]).max(axis=0, initial=1e-9) / shipped.FINEST
        assert (np.abs(rounded[part] - weights[part]) <= step * 0.501 + 1e-12).all()


def test_what_was_shipped_decides_as_what_was_trained(tmp_path: Path) -> None:
    library, file = small(STAFF), tmp_path / "weights.npz"
    train(library, tmp_path / "trained", embedding=False)
    shipped.put(library, tmp_path / "trained", file)
    assert shipped.install(library, tmp_path / "new", file)
    for name in shipped.MODELS:
        trained = models.load(tmp_path / "trained", name)
        taken = models.load(tmp_path / "new", name)
        assert taken.about == trained.about
        assert np.allclose(taken.weights, trained.weights, rtol=2e-3, atol=1e-6)
        assert (taken.labels == trained.labels).all()


def test_a_model_of_other_words_is_not_taken(tmp_path: Path) -> None:
    library, file = small(STAFF), tmp_path / "weights.npz"
    train(library, tmp_path / "trained", embedding=False)
    shipped.put(library, tmp_path / "trained", file)
    intent, said = next(iter(STAFF.items()))
    other = small({**STAFF, intent: [*said, "一句新的话"]})
    assert not shipped.install(other, tmp_path / "new", file)
    assert not (tmp_path / "new").exists()


def test_a_torn_file_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "weights.npz"
    file.write_bytes(shipped.SHIPPED.read_bytes()[:5000])
    assert not shipped.install(load(), tmp_path / "new", file)


def test_what_comes_with_the_source_is_of_these_words(tmp_path: Path) -> None:
    assert shipped.install(load(), tmp_path), TRAIN


def test_a_torn_model_is_a_missing_one(tmp_path: Path) -> None:
    train(small(STAFF), tmp_path, embedding=False)
    file = tmp_path / f"{models.EVERYBODY}.npz"
    file.write_bytes(file.read_bytes()[:3000])
    with pytest.raises(ModelMissing):
        models.load(tmp_path)
