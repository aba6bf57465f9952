"""A message as the signs of danger are looked for in it: one spelling, cut into sentences."""

import re
from functools import cache
from pathlib import Path

from nlp.normalize import simplify

# No message of the platform has more than 2,048 bytes (680 characters): all of it is read; of a longer
# text from elsewhere the beginning and the end, where a cry for help stands.
HEAD, TAIL = 700, 300

_SPELLINGS = Path(__file__).with_name("spellings.txt")
_TITLE = re.compile(r"《[^》]{0,40}》")
_PAUSE = re.compile(r"[:~—]+|\.{2,}|(?<!\d)\.(?!\d)(?=[^a-z]|$)|[()\[\]【】「」|/]")
_SENTENCE = re.compile(r"(?<=[。!?;\n])")
_BLANKS = re.compile(r"(\S*)([ \t\u3000]+)(?=(\S*))")
_SIGNS_BETWEEN = re.compile(r"[^\w,。!?;、.]|_|(?<!\d)\.|\.(?!\d)")
_CLAUSE = re.compile(r"[,，。!！?？;；\s]")
_LATIN = re.compile(r"[a-z0-9',.!?]+")
# What is said of anything but dying: “饿得要死”, “笑死我了”, “热得要命”.
_TOO_MUCH = re.compile(
    r"(饿|热|冷|累|困|笑|气|烦|急|吓|丑|贵|冻|忙|疼|痛|渴|晒|臭|吵|闷|闲|聊|难看|难吃|堵|挤|尴尬|羡慕|香|美|酸|甜|苦|咸|辣|高兴|"
    r"痒|麻烦|担心|心疼|乐|馋|慢|卡|等|排|折腾|折磨|烧|憋屈)(得|的|到)?(我|人)?(要|快|快要|都要|都快|真|也)?(死(?!机)|要命|半死|个半死|要死要活|出人命|断气)(了|我|人|掉|啦|你们|你|俺)*"
)
_DEAD_TOO_MUCH = re.compile(
    r"((?:嗓|喉|脑|cpu|干得|热得|渴得|气得|头顶|七窍|急得|晒得)[^,。!?;]{0,4})冒烟|(雨|蚊子|太阳|天)[^,。!?;]{0,6}(要|得)?(要)?(人命|命)"
)


@cache
def _spellings() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = [line.split("\t") for line in _SPELLINGS.read_text("utf-8").splitlines()]
    meant = {row[0]: row[1] for row in rows if len(row) == 2}
    return re.compile("|".join(map(re.escape, meant))), meant


def sentences(text: str) -> list[str]:
    """Return the sentences, simplified, lower case, without the blanks and signs between characters."""
    cut = text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}。{_from_a_clause(text[-TAIL:])}"
    plain = simplify(cut.replace("\n", "。")).lower().replace("，", ",")
    plain = _PAUSE.sub(",", _TITLE.sub("", plain))
    slips, meant = _spellings()
    found = []
    for part in _SENTENCE.split(plain):
        joined = _SIGNS_BETWEEN.sub("", _BLANKS.sub(_join, part))
        joined = slips.sub(lambda slip: meant[slip[0]], joined)
        joined = _DEAD_TOO_MUCH.sub(_weaker, _TOO_MUCH.sub(r"\1", joined)).lstrip(",")
        if joined:
            found.append(joined)
    return found


def _weaker(found: re.Match[str]) -> str:
    return found[1] or found[2]


def _from_a_clause(tail: str) -> str:
    """Leave out the rest of a clause whose beginning, with what denies it, is cut off."""
    begins = _CLAUSE.search(tail, 0, TAIL // 2)
    return tail[begins.end() :] if begins else tail


def _join(found: re.Match[str]) -> str:
    """Take a blank for a pause between words, and for nothing between single characters."""
    before, after = found[1], found[3]
    if not before or not after:
        return before
    if len(before) == 1 or len(after) == 1 or _LATIN.fullmatch(before + after):
        return before
    both_chinese = not before[-1].isascii() and not after[0].isascii()
    return before + ("," if both_chinese else "")
