"""What a message touches and how it is put: one spelling, concepts of its words, turns of phrase."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from nlp.masking import mask
from nlp.normalize import simplify
from nlp.sounds import heard
from nlp.words import concepts, spellings

CUES = Path(__file__).with_name("cues.txt")

# Concepts that say nothing about whether a message concerns the community and its health.
COMMON = frozenset(
    "ACTION_ASK BUY COST CHILD ELDER LEAVE LEISURE PLACE THANKS HELLO BYE TRIP VENUE WORK SCHOOL"
    " SUPPLY ENTERPRISE HUMAN PHONE ERRAND BOT PET PSYCH GATE HEAT GATHERING".split()
)

STATED = "STATED"  # of whatever asks nothing: known questions are not told apart by it

# Where the point of a long story is: how it begins and how it ends.
HEAD, TAIL = 400, 400

_VALUES = [
    (
        re.compile(
            r"(?<![\d.第乘])(3[4-9]|4[0-2])(\s*[.点度,。]\s*\d{1,2})?\s*(摄氏度|度|℃|°c|°)?\s*(?![\d年月日号天岁元小个人%例名分届乘条路集]|[\d.])"
        ),
        " 体温数 ",
    ),
    (re.compile(r"三十[四五六七八九](点|度)?[零一二三四五六七八九半]?度?|四十度"), " 体温数 "),
    (re.compile(r"(20\d\d|二零\S{2})?年?\d{1,2}月\d{1,2}[日号]?|20\d\d年|\d{1,2}月份?"), "日期数"),
    (re.compile(r"\b1\d{10}\b|\b0\d{2,3}-?\d{7,8}\b"), "号码数"),
    (re.compile(r"\b[gdcztkGDCZTK]\d{1,4}(次|\b)|\b[a-z]{2}\d{3,4}\b"), "车次数"),
    (
        re.compile(
            r"\d+(栋|幢|号楼)\d*(单元)?\d*(室)?|\b\d{1,2}-\d{1,2}-\d{3,4}\b|\b\d{1,2}-\d{3,4}\b"
        ),
        "门牌数",
    ),
    (re.compile(r"(\d+|[一二两三四五六七八九十]{1,3})个?(天|日)(?!期)"), "天数词"),
    (re.compile(r"\d+个?小时"), "小时数"),
]
_WRITTEN = re.compile(r"\w")
_REPEATED = re.compile(r"([^\w\s])\1{2,}|(\S)\2{3,}")
_SPACES = re.compile(r"\s+")
_PLACE_TAIL = re.compile(r"(某地){2,}|某地([\u4e00-\u9fa5]{1,3}?(区|县))(?=[\u4e00-\u9fa5])")


@dataclass(frozen=True, slots=True)
class ConceptReading:
    """A text in our spelling, with the concepts and cues found in it."""

    text: str
    concepts: tuple[str, ...]
    cues: tuple[str, ...]
    covered: float  # the share of the text that is words of ours


@cache
def _synonyms() -> re.Pattern[str]:
    words = sorted([*spellings(), *_places()], key=len, reverse=True)
    return re.compile("|".join(_guarded(word) for word in words))


def _guarded(word: str) -> str:
    left = r"(?<![a-z0-9])" if re.match("[a-z0-9]", word) else ""
    right = r"(?![a-z0-9])" if re.search("[a-z0-9]$", word) else ""
    return left + re.escape(word) + right


@cache
def _places() -> frozenset[str]:
    return frozenset(word for word, names in concepts().items() if "PLACE" in names)


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lines = [line.split("\t") for line in CUES.read_text("utf-8").splitlines()]
    return tuple((line[0], re.compile(line[1])) for line in lines if len(line) == 2)


@cache
def _longest() -> int:
    return max(map(len, concepts()))


@lru_cache(16)  # a text is read, and then embedded
def spell(text: str) -> str:
    """Bring a text into our spelling: values, places, goods and synonyms each under one name."""
    plain = simplify(text if len(text) <= HEAD + TAIL else f"{text[:HEAD]} {text[-TAIL:]}")
    plain = mask(plain).lower()
    plain = _REPEATED.sub(lambda m: (m[1] or m[2]) * 2, _SPACES.sub(" ", plain)).strip()
    plain = heard(plain)
    for pattern, name in _VALUES:
        plain = pattern.sub(name, plain)
    known = spellings()
    plain = _synonyms().sub(lambda m: known.get(m[0], "某地"), plain)
    return _SPACES.sub(" ", _PLACE_TAIL.sub("某地", plain)).strip()


def read(text: str) -> ConceptReading:
    """Return the text as the model sees it."""
    spelled = spell(text)
    cues = [name for name, pattern in _cues() if pattern.search(spelled)]
    if "END_QUESTION" in cues and "WONDERS" not in cues:
        cues.append("BARE_CLAIM")
    if not {"END_QUESTION", "WONDERS"}.intersection(cues):
        cues.append(STATED)
    touched, length = _touched(spelled)
    covered = length / max(1, len(_WRITTEN.findall(spelled)))
    return ConceptReading(spelled, tuple(dict.fromkeys(touched)), tuple(cues), min(1.0, covered))


def _touched(text: str) -> tuple[list[str], int]:
    """Find the longest word of the dictionary at each place, and how far those of ours reach."""
    known, longest, at, covered = concepts(), _longest(), 0, 0
    found: list[str] = []
    while at < len(text):
        for end in range(min(len(text), at + longest), at, -1):
            if names := known.get(text[at:end]):
                found.extend(names)
                covered += 0 if COMMON.issuperset(names) else end - at
                at = end
                break
        else:
            at += 1
    return found, covered
