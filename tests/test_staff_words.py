"""docs/staff.md is played row by row in a fresh town, so that what it promises staff stays true."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import Someone, Town

PAGE = Path(__file__).parents[1] / "docs/staff.md"
_ROW = re.compile(r"\| (?P<who>[^|]+?) \| (?P<says>[^|]+?) \| (?P<hears>[^|]+?) \|")


def rows() -> Iterator[tuple[str, str, str]]:
    """Return each row of the tables: who speaks, what they say, what stands in the answer."""
    for line in PAGE.read_text("utf-8").splitlines():
        found = _ROW.fullmatch(line)
        if found and found["who"] not in ("我是", "---"):
            yield found["who"], found["says"], found["hears"].replace("\\n", "\n")


def people(town: Town) -> dict[str, Someone]:
    return {
        "网格员": town.grid_worker,
        "书记": town.secretary,
        "医生": town.doctor,
        "街道": town.township,
        "居民": town.resident,
    }


def test_every_row_of_the_page_is_heard_as_it_says(town: Town) -> None:
    speakers, played = people(town), 0
    for who, says, hears in rows():
        heard = speakers[who].says(says)
        assert hears in heard, f"{who}> {says}\n要有：{hears}\n听到：{heard}"
        played += 1
    assert played > 80


def test_every_task_of_the_page_has_a_table() -> None:
    parts = PAGE.read_text("utf-8").split("\n## ")[1:]

    assert len(parts) >= 7
    assert all("| 我是 | 我说 | 听到 |" in part for part in parts)
