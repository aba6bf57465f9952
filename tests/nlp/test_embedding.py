"""Vectors are made once: what comes with the source is kept beside what is made here."""

from pathlib import Path

import numpy as np

from core.library import Library
from nlp.embedding import Embedding, Vectors, here, remembered
from nlp.version import rows


def test_what_came_with_the_source_is_there_when_it_is_shipped_again(
    library: Library, tmp_path: Path
) -> None:
    texts = [text for text, _ in rows(library)][:3]
    found = remembered(texts, tmp_path, whole=True)

    with np.load(tmp_path / "utterances.npz", allow_pickle=False) as kept:
        assert len(kept["keys"]) == len(texts)
        assert np.allclose(kept["vectors"], found, atol=1e-3)


class Tired(Embedding):
    """Makes no vector twice that somebody has made before."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str, *, whole: bool = False) -> Vectors:
        self.asked.append(text)
        return np.ones(384, np.float32)


def test_a_question_that_staff_add_is_the_only_one_embedded(library: Library) -> None:
    tired = Tired()
    known = [entry.questions[0] for entry in library.entries.values()]
    found = here([*known, "二号楼的旧衣回收箱搬到哪里去了"], tired)

    assert tired.asked == ["二号楼的旧衣回收箱搬到哪里去了"]
    assert found.shape == (len(known) + 1, 384)


def test_vectors_that_cannot_be_kept_are_used_all_the_same(tmp_path: Path) -> None:
    found = remembered(["七号楼的晾衣绳归谁管"], tmp_path / "gone", store="questions", whole=True)

    assert found.shape == (1, 384)
