"""The dictionary kept as one piece says what jieba's own says."""

from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.frequencies import FILE, Frequencies, word_list
from nlp.words import Words


@pytest.fixture(scope="module")
def own() -> jieba.Tokenizer:
    return jieba.Tokenizer()


@pytest.fixture(scope="module")
def said(own: jieba.Tokenizer) -> dict[str, int]:
    return dict(own.gen_pfdict(own.get_dict_file())[0])


@pytest.fixture(scope="module")
def kept(own: jieba.Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Frequencies:
    folder = tmp_path_factory.mktemp("dictionary")
    word_list(own, folder)  # makes it
    return Frequencies(word_list(own, folder))


def test_every_word_and_beginning_is_there_as_often(
    kept: Frequencies, said: dict[str, int]
) -> None:
    assert [word for word, count in said.items() if kept[word] != count] == []


@given(st.text("社区隔离体温发烧核酸家里老人a1", max_size=6))
def test_what_is_no_word_is_none(kept: Frequencies, said: dict[str, int], text: str) -> None:
    assert kept.get(text) == said.get(text)
    assert (text in kept) == (text in said)


def test_a_word_of_ours_is_asked_first(kept: Frequencies) -> None:
    kept["社区"] = 7
    kept["邻报"] = 9

    assert (kept["社区"], kept["邻报"], "邻报" in kept) == (7, 9, True)
    with pytest.raises(KeyError):
        kept["邻报报"]


@pytest.mark.parametrize("damage", [b"", b"PK", b"{}"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE).write_bytes(damage)

    assert Words(tmp_path).cut("社区医生打电话来了") == ["社区", "医生", "打电话", "来", "了"]
    assert (tmp_path / FILE).stat().st_size > 1_000_000


def test_where_it_cannot_be_kept_it_is_read_all_the_same(tmp_path: Path) -> None:
    assert Words(tmp_path / "gone").cut("发烧了怎么办") == ["发烧", "了", "怎么办"]
