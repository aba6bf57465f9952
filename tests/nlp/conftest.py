from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from content.packs import load
from core.library import Library
from nlp.train import train
from nlp.understand import Understanding
from nlp.words import Words


@pytest.fixture(scope="session")
def library() -> Library:
    return load()


@pytest.fixture(scope="session")
def model_folder(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    train(library, folder, embedding=False)
    return folder


@pytest.fixture(scope="session")
def understanding(model_folder: Path, library: Library) -> Understanding:
    return Understanding.load(model_folder, library)


@pytest.fixture(scope="session")
def words(model_folder: Path) -> Words:
    return Words(model_folder)


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))
