"""Vectors are made once: what comes with the source is kept beside what is made here."""

from pathlib import Path

import numpy as np

from core.library import Library
from nlp.embedding import remembered
from nlp.version import rows


def test_what_came_with_the_source_is_there_when_it_is_shipped_again(
    library: Library, tmp_path: Path
) -> None:
    texts = [text for text, _ in rows(library)][:3]
    found = remembered(texts, tmp_path, whole=True)

    with np.load(tmp_path / "utterances.npz", allow_pickle=False) as kept:
        assert len(kept["keys"]) == len(texts)
        assert np.allclose(kept["vectors"], found, atol=1e-3)
