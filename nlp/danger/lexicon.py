"""What people say when life is in danger: patterns read from signs/, named as in names.txt."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

Kind = Literal["body", "mind", "rescue", "police"]

HERE = Path(__file__).parent
_WORD = re.compile(r"<([a-z]+|\d+)>")


@dataclass(frozen=True, slots=True)
class Sign:
    """One way a danger is told."""

    name: str
    rank: int  # the smaller, the sooner its first aid is needed
    pattern: re.Pattern[str]
    beside: tuple[re.Pattern[str], ...]  # what must stand near it, each
    is_loose: bool  # also said without meaning it
    needs_somebody: bool  # a mere name of a danger: somebody must have it


@cache
def kinds() -> dict[str, Kind]:
    """Return whose help each danger takes, in the order of whose first aid goes first."""
    return {row[0]: cast(Kind, row[1]) for row in rows(HERE / "names.txt")}


@cache
def signs() -> tuple[Sign, ...]:
    """Return all signs, the most pressing first."""
    ranks = {name: rank for rank, name in enumerate(kinds())}
    found = []
    for path in sorted((HERE / "signs").glob("*.txt")):
        for name, mark, pattern, *beside in rows(path):
            near = tuple(compiled(each) for each in beside)
            loose, needs = "~" in mark, "?" in mark
            found.append(Sign(name, ranks[name], compiled(pattern), near, loose, needs))
    return tuple(sorted(found, key=lambda sign: sign.rank))


def rows(path: Path) -> list[list[str]]:
    """Return the rows of a file of ours, without its comments."""
    lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def _words() -> dict[str, str]:
    return {name: words for name, words in rows(HERE / "words.txt")}


def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern with the words in angle brackets spelt out."""
    return re.compile(_WORD.sub(_spelt_out, _WORD.sub(_spelt_out, pattern)))


def _spelt_out(found: re.Match[str]) -> str:
    name = found[1]
    return f"[^。!?;]{{0,{name}}}" if name.isdigit() else _words()[name]
