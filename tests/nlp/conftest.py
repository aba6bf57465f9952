from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from content.packs import load
from core.library import Library
from nlp.train import train
from nlp.understand import Understanding
from nlp.words import Words
from tests import common


@pytest.fixture(scope="session")
def library() -> Library:
    return load()


@pytest.fixture(scope="session")
def model_folder(library: Library) -> Path:
    """A model without the embedding, trained once for all workers of a run."""
    folder = common.folder() / "plain-model"
    common.once("plain-model", lambda: train(library, folder, embedding=False))
    return folder


@pytest.fixture(scope="session")
def understanding(model_folder: Path, library: Library) -> Understanding:
    return Understanding.load(model_folder, library)


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    return Words(tmp_path_factory.mktemp("words"))


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))
