import json
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from core.library import Library, Pack, PackInfo
from nlp.train import train
from nlp.understand import Understanding
from nlp.version import fingerprint

UTTERANCES: dict[str, list[object]] = {
    "ask_mask": ["口罩多久换一次", "要戴什么口罩", "口罩怎么丢", "坐公交要戴口罩吗"],
    "ask_test_site": ["核酸在哪做", "附近哪里能测核酸", "核酸点几点开门", "做核酸去哪"],
    "report_temperature": ["36.5", {"text": "我36.8，要紧吗", "also": ["ask_symptom_care"]}],
    "oos": ["今晚吃火锅吗", "给我讲个笑话", "股票又跌了", "打球去不去"],
}


def small(utterances: dict[str, list[object]]) -> Library:
    return Library([Pack(info=PackInfo(name="p", title="p"), utterances=utterances)])


def test_a_small_library_trains_and_answers(tmp_path: Path, at: datetime) -> None:
    report = train(small(UTTERANCES), tmp_path, embedding=False)
    understanding = Understanding.load(tmp_path, small(UTTERANCES))

    assert report["utterances"] == 14
    assert report["intents"] == 4
    assert report["hash"] == fingerprint(small(UTTERANCES), embedding=False)
    assert understanding.intents == set(UTTERANCES)
    assert not understanding.uses_embedding
    assert understanding.why("口罩几天换", at)["candidates"]


@pytest.mark.slow
def test_two_intents_and_nothing_out_of_scope_are_enough(tmp_path: Path, at: datetime) -> None:
    library = small({"ask_mask": ["口罩", "口罩呢"], "ask_test_site": ["核酸", "核酸呢"]})
    train(library, tmp_path, embedding=False)

    assert Understanding.load(tmp_path, library)("口罩", at).intent == "ask_mask"


def test_training_from_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no utterances"):
        train(small({}), tmp_path, embedding=False)


def test_the_same_words_give_the_same_model(tmp_path: Path) -> None:
    first = train(small(UTTERANCES), tmp_path / "a", embedding=False)
    second = train(small(UTTERANCES), tmp_path / "b", embedding=False)

    assert first == second
    with np.load(tmp_path / "a/model.npz") as one, np.load(tmp_path / "b/model.npz") as other:
        assert all(np.array_equal(one[name], other[name]) for name in one.files)


def test_other_words_give_another_hash() -> None:
    more = small(UTTERANCES | {"ask_work": ["能复工吗"]})

    assert fingerprint(small(UTTERANCES), embedding=False) != fingerprint(more, embedding=False)


def test_the_model_holds_nothing_that_must_be_unpickled(tmp_path: Path) -> None:
    train(small(UTTERANCES), tmp_path, embedding=False)

    with np.load(tmp_path / "model.npz", allow_pickle=False) as stored:
        assert all(stored[name].dtype != object for name in stored.files)
    json.loads((tmp_path / "model.json").read_text("utf-8"))


@pytest.mark.slow
def test_training_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    train(small(UTTERANCES), tmp_path, embedding=False)

    assert capfd.readouterr() == ("", "")
