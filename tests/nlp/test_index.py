from pathlib import Path

import numpy as np
import pytest

from nlp import index
from nlp.in_bytes import AT_ONCE, InBytes
from nlp.retrieval import Retrieval
from nlp.wordings import Wordings
from nlp.words import Words

ASKED = {
    "water": ["停水什么时候恢复", "水什么时候来"],
    "report": ["返乡要报备吗", "从外地回来怎么登记"],
    "shot": ["疫苗在哪里打", "水什么时候来"],  # one wording of two keys
}
SAID = ("水什么时候来", "外地回来要登记吗", "疫苗哪里能打", "今天天气不错")


@pytest.fixture(scope="module")
def words() -> Words:
    return Words()


def answers(found: Retrieval) -> list[object]:
    return [found.nearest(text, 3) for text in SAID]


def test_a_kept_index_finds_the_same(words: Words, tmp_path: Path) -> None:
    made = Retrieval(ASKED, words, kept=tmp_path)
    read = Wordings(words)
    again = Retrieval(ASKED, words, wordings=read, kept=tmp_path)

    assert answers(again) == answers(made) == answers(Retrieval(ASKED, words))
    assert read._known is None  # no wording was read for it
    assert {match.key for match in again.nearest("水什么时候来", 3)[:2]} == {"water", "shot"}


def test_an_index_of_other_words_is_made_anew(words: Words, tmp_path: Path) -> None:
    Retrieval(ASKED, words, kept=tmp_path)
    more = ASKED | {"water": ["自来水几点有", *ASKED["water"]]}

    found = Retrieval(more, words, kept=tmp_path)

    assert found.nearest("自来水几点有", 1)[0].key == "water"
    assert answers(found) == answers(Retrieval(more, words))


def test_a_broken_index_is_made_anew(words: Words, tmp_path: Path) -> None:
    Retrieval(ASKED, words, kept=tmp_path)
    file = tmp_path / index.FILE
    file.write_bytes(file.read_bytes()[:700])

    assert answers(Retrieval(ASKED, words, kept=tmp_path)) == answers(Retrieval(ASKED, words))


def test_what_is_not_to_be_kept_lies_nowhere(words: Words, tmp_path: Path) -> None:
    Retrieval(ASKED, words, folder=tmp_path)

    assert not (tmp_path / index.FILE).exists()


def test_bytes_say_nearly_what_numbers_said() -> None:
    dice = np.random.default_rng(7)
    rows = dice.normal(size=(AT_ONCE + 3, 384)).astype(np.float32)
    rows[5] = 0
    vector = dice.normal(size=384).astype(np.float32)

    found = InBytes.of(rows)

    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(vector)
    assert np.abs(found.along(vector) - rows @ vector).max() < 0.005 * lengths.max()
    assert np.allclose(found.part(2, 9, vector), found.along(vector)[2:9], rtol=1e-4)
    assert len(found.part(4, 4, vector)) == 0
