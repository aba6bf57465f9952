"""Readings of known wordings are kept, and never believed when what they were read by has changed."""

import json
from pathlib import Path

import pytest

from nlp.understand import Understanding
from nlp.wordings import FILE, Wordings

ASKED = ("从外地回来要不要报备？", "體溫38.5度怎麼辦", "3号楼２单元停水停到几点")


def test_what_was_read_once_reads_the_same_at_the_next_start(
    understanding: Understanding, tmp_path: Path
) -> None:
    first = Wordings(understanding.words, tmp_path)
    read = [first(text) for text in ASKED]
    first.keep()

    again = Wordings(understanding.words, tmp_path)

    assert [again(text) for text in ASKED] == read
    assert set(json.loads((tmp_path / FILE).read_text())["known"]) == set(ASKED)


@pytest.mark.parametrize("spoilt", ['{"of": "another", "known": {"%s": ["x", [], []]}}', "[]", "{"])
def test_what_another_version_wrote_is_read_anew(
    understanding: Understanding, tmp_path: Path, spoilt: str
) -> None:
    (tmp_path / FILE).write_text(spoilt.replace("%s", ASKED[0]))

    kept = Wordings(understanding.words, tmp_path)

    assert "报备" in kept(ASKED[0]).text


def test_without_room_for_them_it_reads_on(understanding: Understanding, tmp_path: Path) -> None:
    kept = Wordings(understanding.words, tmp_path / "gone")
    kept(ASKED[0])
    kept.keep()
    assert not (tmp_path / "gone").exists()
