"""What an answer is worth: judged by its words where they decide, by who has read it where not."""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

FIRST = 60  # characters within which an answer begins to say what was asked
LONGEST = 180  # characters of an answer, its source and the line about “没用” left out


class Worth(StrEnum):
    """How much an answer helps."""

    RIGHT = "right"
    CLUMSY = "clumsy"  # it is said, but late, at length, after a guess or a menu
    UNHELPFUL = "unhelpful"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Rubric:
    """One question and what a good answer to it says.

    `must` holds patterns that are all to be found, `never` one that is not; `accepts` is “who”
    where it is enough to hear who will answer and when, or “menu” where numbers are the answer.
    """

    register: str
    pack: str
    question: str
    must: tuple[str, ...]
    never: str
    accepts: str


def rubrics(path: Path) -> list[Rubric]:
    """Read the table of questions."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
        return [
            Rubric(
                row["register"],
                row["pack"],
                row["question"],
                tuple(part.strip() for part in row["must"].split(" + ")),
                row["never"],
                row["accepts"],
            )
            for row in rows
        ]


_BESIDE = re.compile(r"^(?:依据|没答到点上|（我猜您问的是|Source).*$", re.MULTILINE)
_GUESS = re.compile(r"^（?我猜您问的是")
_NUMBERED = re.compile(r"^回复 ?1 ", re.MULTILINE)
_NOT_KNOWN = re.compile(r"没听懂|没太听明白|没有可靠的答案|还不知道|您问的是哪一个")
_WHO = re.compile(
    r"(?:网格员|社区|书记|值班|医生|物业|负责).{0,40}?(?:答复|回复|联系|回您|告诉您)", re.DOTALL
)
_WHEN = re.compile(r"今天|明天|后天|\d+ ?(?:小时|点|天内)|上班|周[一二三四五六日]|\d+月\d+日")


def plain(answer: str) -> str:
    """Return an answer without what stands beside it: source, guess, whether it was of use."""
    return "\n".join(line for line in _BESIDE.sub("", answer).splitlines() if line.strip())


def judge(rubric: Rubric, answer: str, choose: Callable[[str], str]) -> Worth:
    """Return the worth of an answer; `choose` replies a number to it and returns what comes then."""
    if rubric.never and re.search(rubric.never, answer):
        return Worth.WRONG
    body = plain(answer)
    if _says(rubric, body) and not _NOT_KNOWN.search(body):
        return _in_order(rubric, answer, body)
    if rubric.accepts == "who" and _WHO.search(body) and _WHEN.search(body):
        return Worth.RIGHT
    if not _NUMBERED.search(answer):
        return Worth.UNHELPFUL
    if rubric.accepts == "menu":
        return Worth.RIGHT
    chosen = choose("1")
    if rubric.never and re.search(rubric.never, chosen):
        return Worth.WRONG
    is_said = _says(rubric, plain(chosen)) and not _NOT_KNOWN.search(chosen)
    return Worth.CLUMSY if is_said else Worth.UNHELPFUL


def _says(rubric: Rubric, body: str) -> bool:
    return all(re.search(pattern, body) for pattern in rubric.must)


def _in_order(rubric: Rubric, answer: str, body: str) -> Worth:
    first = re.search(rubric.must[0], body)
    assert first is not None, "it was found before"
    is_late = first.start() > FIRST or bool(_GUESS.search(answer))
    width = sum(0.5 if ch.isascii() else 1 for ch in body)
    return Worth.CLUMSY if is_late or width > LONGEST else Worth.RIGHT


# -- read by somebody -------------------------------------------------------------------------


def digest(question: str, answer: str) -> str:
    """Return what a reading belongs to: this answer to this question, and no other."""
    return sha256(f"{question}\n{plain(answer)}".encode()).hexdigest()[:12]


def readings(path: Path) -> Mapping[str, Worth]:
    """Return what those who read answers without the verdict of the words have found, by digest."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["digest"]: Worth(row["worth"]) for row in rows}
