import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from content.packs import load
from core.library import Library
from nlp.frequencies import FILE
from nlp.understand import Understanding
from nlp.words import Words

TRAINED = Path(__file__).parents[2] / "nlp/model"  # what set-up has trained


@pytest.fixture(scope="session")
def library() -> Library:
    return load()


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """The model that set-up trains, with the embedding where it is installed."""
    return TRAINED


@pytest.fixture(scope="session")
def understanding(model_folder: Path, library: Library) -> Understanding:
    return Understanding.load(model_folder, library)


@pytest.fixture(scope="session")
def words() -> Words:
    return Words(TRAINED)


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """A folder a model may be trained into; the dictionary, which takes a second to make, is there."""
    shutil.copy(TRAINED / FILE, tmp_path)
    return tmp_path


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=8)))
